package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/**
 * Deletes activity that is older than the tenant's retention. Each batch is a transaction. SQL
 * functions delete the rows, because the login that requests use cannot.
 */
@Origin(Origin.Source.TIMER)
@Stateless
public class ActivityPruning {
  /** Small, so that requests do not wait for the locks. */
  public static final int BATCH = 1000;

  @Inject private Sql sql;

  /**
   * Deletes up to {@link #BATCH} rows.
   *
   * @return the number of rows; fewer than {@link #BATCH} when no old row is left
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int prune(TenantId tenant) {
    return prune(tenant, "select provisioning.prune_activity(:tenant, :limit)");
  }

  /** Deletes changes of manager, team and roles, which are kept for the same time. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int pruneAssignmentChanges(TenantId tenant) {
    return prune(tenant, "select provisioning.prune_assignment_changes(:tenant, :limit)");
  }

  private int prune(TenantId tenant, String function) {
    return tryLock(tenant) ? sql.of(tenant, function).bind("limit", BATCH).one(Integer.class) : 0;
  }

  /**
   * Locks the tenant's activity, in the transaction of the caller, against others that delete or
   * anonymize rows, because two would lock rows in different orders (ADR 20).
   *
   * @return false, without waiting, when another transaction has the lock and so does the work
   */
  public boolean tryLock(TenantId tenant) {
    return sql.of(
            tenant, "select pg_try_advisory_xact_lock(hashtextextended('activity ' || :tenant, 0))")
        .one(Boolean.class);
  }
}
