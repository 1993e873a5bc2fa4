package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.OutOfOrderException;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import com.ransomleak.provisioning.user.User;
import com.ransomleak.provisioning.user.UserChange;
import com.ransomleak.provisioning.user.UserChangeListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Reporting lines. A user's document keeps the manager reference as it was sent; the line is the
 * user it means, found by SCIM id, externalId, employeeNumber, userName or e-mail address in the
 * tenant's order. The first kind of key that finds anybody counts; when it finds several, or none
 * does, the reference is pending. Whenever somebody comes, goes, is active again or gets another
 * key, everybody whose reference that concerns gets the line it means now, in the same transaction;
 * where they are very many, {@value #MAX_LINES_PER_STATEMENT} do, and the timer goes on with the
 * others. Who goes takes all lines along at once.
 *
 * <p>A report and a manager created at the same moment do not see each other and leave an orphan;
 * {@link ManagerReconciler} sweeps those. A line to oneself or in a circle is accepted here and cut
 * by whoever reads.
 *
 * <p>Round trips: one when the reference of a written user changed, one when a user goes, gets
 * another key, or comes while somebody refers to it, whatever the number of reports; one for each
 * {@value #MAX_LINES_PER_STATEMENT} reports of who goes.
 */
@ApplicationScoped
class ManagerLinks implements UserChangeListener {
  /** No key is longer, so neither is a reference that means somebody. */
  private static final int MAX_REFERENCE_LENGTH = 256;

  /** How many people one statement links: it must be over in time, however many there are. */
  static final int MAX_LINES_PER_STATEMENT = 5000;

  private static final String RESOLVE =
      """
      select manager_id, people, provisioning.protect_user(:tenant, manager_id) as kept
      from provisioning.resolve_manager(:tenant, :reference, :key, :order)
      """;

  /** No row, and no call of the function, when nobody refers to one of the keys. */
  private static final String RELINK =
      """
      select linked, unlinked, moved, coalesce(busy, '{}') as busy
      from provisioning.relink_managers(:tenant, :keys, :order, :people, cast(:gone as uuid))
      where exists (select from provisioning.scim_user where tenant_id = :tenant and manager_reference_key = any (:keys))
      """;

  @Inject private Sql sql;
  @Inject private Tenants tenants;

  /** Public, like {@link Relinked}, for the mapper of rows. */
  public record Resolved(UUID managerId, long people, boolean kept) {}

  /** How many reporting lines were changed in which way, or the users who were busy. */
  public record Relinked(long linked, long unlinked, long moved, List<UUID> busy) {
    private static final Relinked NOBODY = new Relinked(0, 0, 0, List.of());

    boolean isFull() {
      return linked + unlinked + moved >= MAX_LINES_PER_STATEMENT;
    }

    Relinked plus(Relinked next) {
      return new Relinked(
          linked + next.linked, unlinked + next.unlinked, moved + next.moved, List.of());
    }
  }

  @Override
  public void beforeWrite(UserChange change, User user) {
    Optional<String> previous = change.before().flatMap(UserChange::managerReference);
    Optional<String> reference = change.after().flatMap(UserChange::managerReference);
    if (change.after().isEmpty() || reference.equals(previous)) {
      return;
    }
    if (reference.isEmpty()) {
      user.setManager(Optional.empty());
      return;
    }
    Resolved resolved = resolve(change.tenant(), reference.get());
    user.setManager(Optional.ofNullable(resolved.managerId()));
    if (resolved.managerId() == null) {
      change
          .consequences()
          .add(
              resolved.people() == 0
                  ? "Manager not found yet: the reporting line is pending."
                  : "The manager reference means "
                      + resolved.people()
                      + " people: the reporting line is pending until it means one.");
    }
  }

  @Override
  public void afterWrite(UserChange change) {
    Set<String> changed = changedKeys(change);
    if (changed.isEmpty() || !change.referred()) {
      return;
    }
    boolean leaves = change.after().isEmpty();
    Relinked step = relink(change, changed);
    Relinked effect = step;
    while (leaves && step.isFull()) {
      step = relink(change, changed);
      effect = effect.plus(step);
    }
    addConsequence(change, effect.linked(), "waited for this manager and report to them now.");
    addConsequence(
        change,
        effect.unlinked(),
        leaves
            ? "lost this manager; their reporting line is pending."
            : "have a reference that no longer means one person; their reporting line is pending.");
    addConsequence(
        change, effect.moved(), "report to somebody else now, whom their reference means.");
    if (!leaves && step.isFull()) {
      change
          .consequences()
          .add(
              "If there are more than "
                  + MAX_LINES_PER_STATEMENT
                  + ", the timer goes on with them.");
    }
  }

  /** The keys that the user gained or lost; all keys of a new, deleted or reactivated user. */
  private static Set<String> changedKeys(UserChange change) {
    Set<String> before = change.before().map(change::managerKeys).orElse(Set.of());
    Set<String> after = change.after().map(change::managerKeys).orElse(Set.of());
    Set<String> changed = new TreeSet<>(before);
    changed.addAll(after);
    boolean returns =
        change.before().map(user -> !UserChange.isActive(user)).orElse(false)
            && change.after().map(UserChange::isActive).orElse(false);
    if (!returns) {
      changed.removeIf(key -> before.contains(key) && after.contains(key));
    }
    return changed;
  }

  private Resolved resolve(TenantId tenant, String reference) {
    if (reference.codePointCount(0, reference.length()) > MAX_REFERENCE_LENGTH) {
      return new Resolved(null, 0, true);
    }
    Resolved resolved =
        sql.of(tenant, RESOLVE)
            .bind("reference", reference)
            .bind("key", CaseFold.key(reference.strip()))
            .bind("order", order(tenant))
            .one(Resolved.class);
    if (!resolved.kept()) {
      throw new OutOfOrderException(List.of(), List.of(resolved.managerId()));
    }
    return resolved;
  }

  private Relinked relink(UserChange change, Set<String> keys) {
    Relinked relinked =
        sql.of(change.tenant(), RELINK)
            .bind("keys", keys.toArray(String[]::new))
            .bind("order", order(change.tenant()))
            .bind("people", MAX_LINES_PER_STATEMENT)
            .bind("gone", change.after().isPresent() ? null : change.id())
            .first(Relinked.class)
            .orElse(Relinked.NOBODY);
    if (!relinked.busy().isEmpty()) {
      throw new OutOfOrderException(List.of(), relinked.busy());
    }
    return relinked;
  }

  private String[] order(TenantId tenant) {
    return tenants.options(tenant).managerKeys().toArray(String[]::new);
  }

  private static void addConsequence(UserChange change, long people, String what) {
    if (people > 0) {
      change.consequences().add(people + (people == 1 ? " person " : " people ") + what);
    }
  }
}
