package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.activity.Consequence;
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
 * Resolves manager references to reporting lines. The document of a user keeps the reference as it
 * was sent. It is resolved by SCIM id, externalId, employeeNumber, userName or e-mail address, in
 * the order of the tenant. The first kind of key that finds a user decides; if it finds several, or
 * no kind finds one, the reference is pending. When a user is created, deleted or reactivated or
 * gets another key, the references that this concerns are resolved again in the same transaction,
 * at most {@value #MAX_LINES_PER_STATEMENT}; the timer does the rest. Deleting a manager removes
 * all its reporting lines in the same transaction.
 *
 * <p>A report and a manager that are created concurrently do not see each other; {@link
 * ManagerReconciler} resolves their reference later. A line to oneself or in a loop is accepted
 * here and cut on read.
 *
 * <p>Round trips: one if the reference of a written user changes; one if a user is deleted, gets
 * another key, or is created while another user refers to it, whatever the number of reports; one
 * for each {@value #MAX_LINES_PER_STATEMENT} reports of a deleted user.
 */
@ApplicationScoped
class ManagerLinks implements UserChangeListener {
  /** No key is longer, so a longer reference cannot be resolved. */
  private static final int MAX_REFERENCE_LENGTH = 256;

  /** Bounds the time of a statement. */
  static final int MAX_LINES_PER_STATEMENT = 5000;

  private static final String RESOLVE =
      """
      select manager_id, people, provisioning.protect_user(:tenant, manager_id) as kept
      from provisioning.resolve_manager(:tenant, :reference, :key, :order)
      """;

  /** Returns no row, and does not call the function, when no reference is one of the keys. */
  private static final String RELINK =
      """
      select linked, unlinked, moved, coalesce(busy, '{}') as busy
      from provisioning.relink_managers(:tenant, :keys, :order, :people, cast(:gone as uuid))
      where exists (select from provisioning.scim_user where tenant_id = :tenant and manager_reference_key = any (:keys))
      """;

  @Inject private Sql sql;
  @Inject private Tenants tenants;

  private record Resolved(UUID managerId, long people, boolean kept) {}

  /** The number of changed reporting lines, or the users that other transactions have locked. */
  private record Relinked(long linked, long unlinked, long moved, List<UUID> busy) {
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
      if (resolved.people() == 0) {
        change.consequences().add(Consequence.MANAGER_NOT_FOUND);
      } else {
        change.consequences().add(Consequence.MANAGER_AMBIGUOUS, resolved.people());
      }
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
    change
        .consequences()
        .addCount(Consequence.REPORTS_LINKED, effect.linked())
        .addCount(
            leaves ? Consequence.REPORTS_LOST_MANAGER : Consequence.REPORTS_UNRESOLVED,
            effect.unlinked())
        .addCount(Consequence.REPORTS_MOVED, effect.moved());
    if (!leaves && step.isFull()) {
      change.consequences().add(Consequence.REPORTS_CONTINUED, MAX_LINES_PER_STATEMENT);
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
}
