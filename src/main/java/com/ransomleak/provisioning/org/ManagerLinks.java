package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.user.User;
import com.ransomleak.provisioning.user.UserChange;
import com.ransomleak.provisioning.user.UserFollower;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/**
 * Reporting lines. A user's document keeps the manager reference as it was sent; the line is the
 * user it resolves to, by SCIM id, then by externalId. A reference that resolves to nobody is
 * pending: it is linked in the transaction in which the manager arrives or gets that externalId,
 * and turns pending again in the one in which the manager goes or loses it.
 *
 * <p>A report and a manager created at the same moment do not see each other and leave an orphan;
 * {@link ManagerReconciler} sweeps those. A line to oneself or in a circle is accepted here and cut
 * by whoever reads.
 *
 * <p>Round trips: one when the reference of a written user changed, one when a user arrives or its
 * externalId changed (two when it had one before), whatever the number of reports.
 */
@ApplicationScoped
class ManagerLinks implements UserFollower {
  @Inject private Database database;

  @Override
  public void beforeWrite(UserChange change, User user) {
    Optional<String> former = change.before().flatMap(UserChange::managerReference);
    Optional<String> reference = change.after().flatMap(UserChange::managerReference);
    if (change.after().isPresent() && !reference.equals(former)) {
      Optional<UUID> manager = reference.flatMap(value -> resolve(change.tenant(), value));
      user.setManager(manager);
      if (reference.isPresent() && manager.isEmpty()) {
        change.consequences().add("Manager not found yet: the reporting line is pending.");
      }
    }
  }

  @Override
  public void afterWrite(UserChange change) {
    Optional<String> former = change.before().flatMap(UserChange::externalId);
    Optional<String> externalId = change.after().flatMap(UserChange::externalId);
    if (change.after().isEmpty()) {
      tell(change, unlink(change, null), "lost this manager; their reporting line is pending.");
    } else if (!externalId.equals(former)) {
      former.ifPresent(
          key ->
              tell(
                  change,
                  unlink(change, key),
                  "referred to the former externalId; their reporting line is pending."));
      tell(
          change,
          link(change, externalId.orElse(null)),
          "waited for this manager and report to them now.");
    } else if (change.before().isEmpty()) {
      tell(change, link(change, null), "waited for this manager and report to them now.");
    }
  }

  private Optional<UUID> resolve(TenantId tenant, String reference) {
    return database
        .query(
            """
            select id from provisioning.scim_user
            where tenant_id = ? and (id = provisioning.as_id(?) or external_id = ?)
            order by id = provisioning.as_id(?) desc nulls last limit 1
            """,
            row -> row.getObject(1, UUID.class),
            tenant.value(),
            reference,
            reference,
            reference)
        .stream()
        .findFirst();
  }

  /**
   * Everyone who waits for this user's id or externalId; rows locked in id order, as everywhere.
   */
  private int link(UserChange change, String externalId) {
    return database.update(
        """
        with waiting as (
          select id from provisioning.scim_user
          where tenant_id = ? and manager_id is null and manager_reference = any (?)
          order by id for no key update)
        update provisioning.scim_user set manager_id = ?, version = version + 1
        where tenant_id = ? and id in (select id from waiting)
        """,
        change.tenant().value(),
        externalId == null
            ? new String[] {change.id().toString()}
            : new String[] {change.id().toString(), externalId},
        change.id(),
        change.tenant().value());
  }

  /** Everyone who reports to this user, or only those who do so by this externalId. */
  private int unlink(UserChange change, String externalId) {
    return database.update(
        """
        with reports as (
          select id from provisioning.scim_user
          where tenant_id = ? and manager_id = ? and (cast(? as text) is null or manager_reference = ?) and id <> ?
          order by id for no key update)
        update provisioning.scim_user set manager_id = null, version = version + 1
        where tenant_id = ? and id in (select id from reports)
        """,
        change.tenant().value(),
        change.id(),
        externalId,
        externalId,
        change.after().isEmpty() ? change.id() : new UUID(0, 0),
        change.tenant().value());
  }

  private static void tell(UserChange change, int people, String what) {
    if (people > 0) {
      change.consequences().add(people + (people == 1 ? " person " : " people ") + what);
    }
  }
}
