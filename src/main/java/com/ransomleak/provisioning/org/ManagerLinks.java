package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.OutOfOrderException;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import com.ransomleak.provisioning.user.User;
import com.ransomleak.provisioning.user.UserChange;
import com.ransomleak.provisioning.user.UserFollower;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
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
 * where they are very many, {@value #PEOPLE} do, and the timer goes on with the others. Who goes
 * takes all lines along at once.
 *
 * <p>A report and a manager created at the same moment do not see each other and leave an orphan;
 * {@link ManagerReconciler} sweeps those. A line to oneself or in a circle is accepted here and cut
 * by whoever reads.
 *
 * <p>Round trips: one when the reference of a written user changed, one when a user comes, goes or
 * gets another key, whatever the number of reports; one for each {@value #PEOPLE} reports of who
 * goes.
 */
@ApplicationScoped
class ManagerLinks implements UserFollower {
  /** No key is longer, so neither is a reference that means somebody. */
  private static final int LONGEST_REFERENCE = 256;

  /** How many people one statement links: it must be over in time, however many there are. */
  static final int PEOPLE = 5000;

  @Inject private Database database;
  @Inject private Tenants tenants;

  private record Resolved(UUID manager, long people, boolean kept) {}

  private record Effect(long linked, long unlinked, long moved) {
    boolean isFull() {
      return linked + unlinked + moved >= PEOPLE;
    }

    Effect and(Effect next) {
      return new Effect(linked + next.linked, unlinked + next.unlinked, moved + next.moved);
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
    user.setManager(Optional.ofNullable(resolved.manager()));
    if (resolved.manager() == null) {
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
    if (concerned.isEmpty()) {
      return;
    }
    boolean leaves = change.after().isEmpty();
    Effect step = relink(change, concerned);
    Effect effect = step;
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
        database
            .query(
                "select manager_id, people, provisioning.keep_user(?, manager_id) from"
                    + " provisioning.resolve_manager(?, ?, ?, ?)",
                row ->
                    new Resolved(row.getObject(1, UUID.class), row.getLong(2), row.getBoolean(3)),
                tenant.value(),
                tenant.value(),
                reference,
                CaseFold.key(reference.strip()),
                order(tenant))
            .get(0);
    if (!resolved.kept()) {
      throw new OutOfOrderException(List.of(), List.of(resolved.manager()));
    }
    return resolved;
  }

  private Effect relink(UserChange change, Set<String> keys) {
    return database
        .query(
            "select linked, unlinked, moved, busy from provisioning.relink(?, ?, ?, ?, ?)",
            ManagerLinks::effect,
            change.tenant().value(),
            keys.toArray(String[]::new),
            order(change.tenant()),
            PEOPLE,
            change.after().isPresent() ? null : change.id())
        .get(0);
  }

  private static Effect effect(ResultSet row) throws SQLException {
    Array busy = row.getArray(4);
    if (busy != null && ((UUID[]) busy.getArray()).length > 0) {
      throw new OutOfOrderException(List.of(), List.of((UUID[]) busy.getArray()));
    }
    return new Effect(row.getLong(1), row.getLong(2), row.getLong(3));
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
