package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Deletes what is older than the retention, a batch in a transaction, as a timer asks. */
@Stateless
public class ActivityPruning {
  /** Small, so that nobody waits for it and it may die at any point. */
  public static final int BATCH = 1000;

  @Inject private Database database;
  @Inject private ActivitySettings settings;

  /**
   * Deletes up to {@link #BATCH} lines.
   *
   * @return how many; fewer than a batch means that nothing old is left
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int prune(TenantId tenant) {
    return prune(tenant, "activity");
  }

  /** The same for changes of people's places, which tell of the same time. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int prunePlaces(TenantId tenant) {
    return prune(tenant, "placement_change");
  }

  private int prune(TenantId tenant, String table) {
    database.enterForTimer(tenant.value());
    if (!isAlone(tenant, database)) {
      return 0;
    }
    // Ids grow with time: the oldest are first in the key, so no index on the time is needed.
    return database.update(
        """
        delete from provisioning.%1$s where tenant_id = ? and id in (
          select id from (
            select id, at from provisioning.%1$s where tenant_id = ? order by id limit ?) oldest
          where at < now() - cast(? as interval))
        """
            .formatted(table),
        tenant.value(),
        tenant.value(),
        BATCH,
        settings.retention().toString());
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
