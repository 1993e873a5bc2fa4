package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.jdbi.v3.core.Jdbi;

/**
 * Deletes rows that are older than the tenant's retention, one batch in a transaction, when a timer
 * calls it. A function of the database finds them: the login that requests use cannot delete
 * activity rows itself.
 */
@Origin(Origin.Source.TIMER)
@Stateless
public class ActivityPruning {
  /** Small, so that no request waits for it and a crash at any point does no harm. */
  public static final int BATCH = 1000;

  @Inject private Jdbi jdbi;

  /**
   * Deletes up to {@link #BATCH} rows.
   *
   * @return the number of rows; fewer than a batch means that no old row is left
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int prune(TenantId tenant) {
    return prune(tenant, "select provisioning.prune_activity(:tenant, :limit)");
  }

  /** The same for changes of manager, team and roles, which are kept for the same time. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int prunePlaces(TenantId tenant) {
    return prune(tenant, "select provisioning.prune_assignment_changes(:tenant, :limit)");
  }

  private int prune(TenantId tenant, String function) {
    if (!isAlone(tenant, jdbi)) {
      return 0;
    }
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(function)
                .bind("tenant", tenant)
                .bind("limit", BATCH)
                .mapTo(Integer.class)
                .one());
  }

  /**
   * False when another transaction rewrites rows of the tenant's activity; two would lock them in
   * different orders (ADR 20). Does not wait, because the other transaction does the work.
   */
  public static boolean isAlone(TenantId tenant, Jdbi jdbi) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select pg_try_advisory_xact_lock(hashtextextended('activity ' || :tenant, 0))")
                .bind("tenant", tenant.toString())
                .mapTo(Boolean.class)
                .one());
  }
}
