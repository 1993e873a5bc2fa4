package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The rounds over all reporting lines, as an admin sees them: how far the present one is, what the
 * last one did, and one at once for who asks. Any node tells the same, since all of it is a row.
 */
@ApplicationScoped
public class Reconciliation {
  @Inject private Database database;
  @Inject private Tenants tenants;
  @Inject private ManagerSweep sweep;
  @Inject private ManagerRound round;

  /**
   * The present round, or the last one.
   *
   * @param total how many different references there were when it began
   * @param checked how many of them it has looked at
   * @param changed how many lines it changed
   * @param cause {@code due}, {@code order} when the tenant's order of keys had changed, {@code
   *     asked}
   * @param asked how often somebody asked for one, ever
   * @param finishedAt null while it is under way
   * @param otherOrder whether the tenant's order of keys is another one by now: a round by that
   *     order begins with the timer's next tick
   */
  public record Progress(
      long total,
      long checked,
      long changed,
      String cause,
      long asked,
      OffsetDateTime startedAt,
      OffsetDateTime finishedAt,
      boolean otherOrder) {

    public boolean isUnderWay() {
      return finishedAt == null;
    }
  }

  /** Empty in a new tenant, until the timer's first tick. */
  @Transactional
  public Optional<Progress> progress(TenantId tenant) {
    database.enter(tenant.value());
    return database
        .query(
            """
            select total, checked, changed, cause, asked, started_at, finished_at, manager_keys <> ?
            from provisioning.reconciliation where tenant_id = ?
            """,
            row ->
                new Progress(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getString(4),
                    row.getLong(5),
                    row.getObject(6, OffsetDateTime.class),
                    row.getObject(7, OffsetDateTime.class),
                    row.getBoolean(8)),
            tenants.options(tenant).managerKeys().toArray(String[]::new),
            tenant.value())
        .stream()
        .findFirst();
  }

  /**
   * Looks at all reporting lines now; returns when that has begun.
   *
   * @param asked what {@link Progress#asked} was when the button was shown
   * @return false when a round is under way or was asked for meanwhile: there is one, not two
   */
  public boolean begin(TenantId tenant, long asked, Actor actor) {
    boolean begun = sweep.begin(tenant, asked, actor);
    if (begun) {
      round.runSoon(tenant);
    }
    return begun;
  }
}
