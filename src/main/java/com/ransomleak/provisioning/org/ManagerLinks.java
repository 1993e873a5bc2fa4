package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.OutOfOrderException;
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
import org.jdbi.v3.core.Jdbi;

/**
 * Reporting lines. A user's document keeps the manager reference as it was sent; the line is the
 * user it means, found by SCIM id, externalId, employeeNumber, userName or e-mail address in the
 * tenant's order. The first kind of key that finds anybody counts; when it finds several, or none
 * does, the reference is pending. Whenever somebody comes, goes, is active again or gets another
 * key, everybody whose reference that concerns gets the line it means now, in the same transaction;
 * where they are very many, {@value #PEOPLE} do, and the timer goes on with the others. Who goes
 * takes all lines along at once.
 *
 * <p>A report and a manager created at the same moment do not see each other and leave an orphan;
 * {@link ManagerReconciler} sweeps those. A line to oneself or in a circle is accepted here and cut
 * by whoever reads.
 *
 * <p>Round trips: one when the reference of a written user changed, one when a user goes, gets
 * another key, or comes while somebody refers to it, whatever the number of reports; one for each
 * {@value #PEOPLE} reports of who goes.
 */
@ApplicationScoped
class ManagerLinks implements UserChangeListener {
  /** No key is longer, so neither is a reference that means somebody. */
  private static final int LONGEST_REFERENCE = 256;

  /** How many people one statement links: it must be over in time, however many there are. */
  static final int PEOPLE = 5000;

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

  @Inject private Jdbi jdbi;
  @Inject private Tenants tenants;

  /** Public, like {@link Relinked}, for the mapper of rows. */
  public record Resolved(UUID managerId, long people, boolean kept) {}

  /** How many reporting lines were changed in which way, or the users who were busy. */
  public record Relinked(long linked, long unlinked, long moved, List<UUID> busy) {
    private static final Relinked NOBODY = new Relinked(0, 0, 0, List.of());

    boolean isFull() {
      return linked + unlinked + moved >= PEOPLE;
    }

    Relinked and(Relinked next) {
      return new Relinked(
          linked + next.linked, unlinked + next.unlinked, moved + next.moved, List.of());
    }
  }

  @Override
  public void beforeWrite(UserChange change, User user) {
    Optional<String> former = change.before().flatMap(UserChange::managerReference);
    Optional<String> reference = change.after().flatMap(UserChange::managerReference);
    if (change.after().isEmpty() || reference.equals(former)) {
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
    Set<String> concerned = concernedKeys(change);
    if (concerned.isEmpty() || !change.referred()) {
      return;
    }
    boolean leaves = change.after().isEmpty();
    Relinked step = relink(change, concerned);
    Relinked effect = step;
    while (leaves && step.isFull()) {
      step = relink(change, concerned);
      effect = effect.and(step);
    }
    tell(change, effect.linked(), "waited for this manager and report to them now.");
    tell(
        change,
        effect.unlinked(),
        leaves
            ? "lost this manager; their reporting line is pending."
            : "have a reference that no longer means one person; their reporting line is pending.");
    tell(change, effect.moved(), "report to somebody else now, whom their reference means.");
    if (!leaves && step.isFull()) {
      change
          .consequences()
          .add("If there are more than " + PEOPLE + ", the timer goes on with them.");
    }
  }

  /** The keys that somebody got or lost; all of who comes, goes or is active again. */
  private static Set<String> concernedKeys(UserChange change) {
    Set<String> before = change.before().map(change::managerKeys).orElse(Set.of());
    Set<String> after = change.after().map(change::managerKeys).orElse(Set.of());
    Set<String> concerned = new TreeSet<>(before);
    concerned.addAll(after);
    boolean returns =
        change.before().map(user -> !UserChange.isActive(user)).orElse(false)
            && change.after().map(UserChange::isActive).orElse(false);
    if (!returns) {
      concerned.removeIf(key -> before.contains(key) && after.contains(key));
    }
    return concerned;
  }

  private Resolved resolve(TenantId tenant, String reference) {
    if (reference.codePointCount(0, reference.length()) > LONGEST_REFERENCE) {
      return new Resolved(null, 0, true);
    }
    Resolved resolved =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(RESOLVE)
                    .bind("tenant", tenant)
                    .bind("reference", reference)
                    .bind("key", CaseFold.key(reference.strip()))
                    .bind("order", order(tenant))
                    .mapTo(Resolved.class)
                    .one());
    if (!resolved.kept()) {
      throw new OutOfOrderException(List.of(), List.of(resolved.managerId()));
    }
    return resolved;
  }

  private Relinked relink(UserChange change, Set<String> keys) {
    Relinked relinked =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(RELINK)
                    .bind("tenant", change.tenant())
                    .bind("keys", keys.toArray(String[]::new))
                    .bind("order", order(change.tenant()))
                    .bind("people", PEOPLE)
                    .bind("gone", change.after().isPresent() ? null : change.id())
                    .mapTo(Relinked.class)
                    .findFirst()
                    .orElse(Relinked.NOBODY));
    if (!relinked.busy().isEmpty()) {
      throw new OutOfOrderException(List.of(), relinked.busy());
    }
    return relinked;
  }

  private String[] order(TenantId tenant) {
    return tenants.options(tenant).managerKeys().toArray(String[]::new);
  }

  private static void tell(UserChange change, long people, String what) {
    if (people > 0) {
      change.consequences().add(people + (people == 1 ? " person " : " people ") + what);
    }
  }
}
