package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;

/**
 * One batch of the reconciliation, in one transaction. An EJB, because on a timer's thread Payara
 * enlists connections in an EJB's transaction only, not in one that {@code @Transactional} began.
 */
@Stateless
public class ManagerSweep {
  static final int LIMIT = 500;

  @Inject private Database database;
  @Inject private Activity activity;

  /**
   * Links up to {@link #LIMIT} pending references whose manager is there after all. Idempotent;
   * skips rows that others are writing.
   *
   * @return how many were linked; fewer than {@link #LIMIT} means that the tenant is done, or in
   *     another node's hands
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int sweep(TenantId tenant) {
    database.enter(tenant.value());
    boolean alone =
        database
            .query(
                "select pg_try_advisory_xact_lock(hashtextextended('manager sweep ' || ?, 0))",
                row -> row.getBoolean(1),
                tenant.toString())
            .get(0);
    if (!alone) {
      return 0;
    }
    int linked =
        database.update(
            """
            with resolvable as (
              select p.id, coalesce(by_id.id, by_key.id) as manager_id
              from provisioning.scim_user p
              left join provisioning.scim_user by_id
                on by_id.tenant_id = p.tenant_id and by_id.id = p.manager_reference_id
              left join provisioning.scim_user by_key
                on by_key.tenant_id = p.tenant_id and by_key.external_id = p.manager_reference
              where p.tenant_id = ? and p.manager_id is null and p.manager_reference is not null
                and coalesce(by_id.id, by_key.id) is not null
              order by p.id limit ? for no key update of p skip locked)
            update provisioning.scim_user u set manager_id = r.manager_id, version = version + 1
            from resolvable r where u.tenant_id = ? and u.id = r.id
            """,
            tenant.value(),
            LIMIT,
            tenant.value());
    if (linked > 0) {
      activity.record(
          tenant,
          Actor.TIMER,
          new Event(
              "managers.reconciled",
              "User",
              null,
              null,
              0,
              Set.of(),
              List.of(linked + " pending reporting lines linked.")));
    }
    return linked;
  }
}
