package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The rounds over all reporting lines, as an admin sees them: how far the present one is, what the
 * last one did, and one at once for who asks. Any node tells the same, since all of it is a row.
 */
@ApplicationScoped
public class Reconciliation {
  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Tenants tenants;
  @Inject private ReconciliationBatch sweep;
  @Inject private ReconciliationRun round;

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
    return Optional.ofNullable(entities.find(ReconciliationState.class, tenant.value()))
        .map(state -> state.progress(tenants.options(tenant).managerKeys()));
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
