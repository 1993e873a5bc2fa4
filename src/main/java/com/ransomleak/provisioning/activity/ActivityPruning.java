package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/**
 * Deletes what is older than the tenant's retention, a batch in a transaction, as a timer asks. The
 * database decides what that is: the login that requests use cannot delete lines by itself.
 */
@Stateless
public class ActivityPruning {
  /** Small, so that no request waits for it and a crash at any point does no harm. */
  public static final int BATCH = 1000;

  @Inject private Database database;

  /**
   * Deletes up to {@link #BATCH} lines.
   *
   * @return how many; fewer than a batch means that nothing old is left
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int prune(TenantId tenant) {
    return prune(tenant, "select provisioning.prune_activity(?, ?)");
  }

  /** The same for changes of manager, team and roles, which are kept for the same time. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int prunePlaces(TenantId tenant) {
    return prune(tenant, "select provisioning.prune_placement_changes(?, ?)");
  }

  private int prune(TenantId tenant, String function) {
    database.enterForTimer(tenant.value());
    if (!isAlone(tenant, database)) {
      return 0;
    }
    return database.query(function, row -> row.getInt(1), tenant.value(), BATCH).get(0);
  }

  /**
   * Whether this is the one transaction that rewrites lines of the tenant's activity: two would
   * lock them in different orders (ADR 20). Does not wait; what another node does need not be done
   * twice.
   */
  public static boolean isAlone(TenantId tenant, Database database) {
    return database
        .query(
            "select pg_try_advisory_xact_lock(hashtextextended('activity ' || ?, 0))",
            row -> row.getBoolean(1),
            tenant.toString())
        .get(0);
  }
}
