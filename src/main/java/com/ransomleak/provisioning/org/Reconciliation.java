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
 * The runs over all manager references for administrators: the progress of the current run, the
 * result of the last one, and a start on request. The state is a row, so every node shows the same.
 */
@ApplicationScoped
public class Reconciliation {
  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Tenants tenants;
  @Inject private ReconciliationBatch batch;
  @Inject private ReconciliationRun run;

  /**
   * The current run, or the last one.
   *
   * @param total the number of different references at its begin
   * @param checked how many of them it has checked
   * @param changed how many lines it changed
   * @param cause {@code due}, {@code order} when the tenant's order of keys had changed, {@code
   *     asked}
   * @param requests how often a run was requested
   * @param finishedAt null while it is in progress
   * @param otherOrder whether the order of keys of the tenant has changed; a run with the new order
   *     begins with the next tick of the timer
   */
  public record Progress(
      long total,
      long checked,
      long changed,
      String cause,
      long requests,
      OffsetDateTime startedAt,
      OffsetDateTime finishedAt,
      boolean otherOrder) {

    public boolean isUnderWay() {
      return finishedAt == null;
    }
  }

  /** Empty in a new tenant until the first tick of the timer. */
  @Transactional
  public Optional<Progress> progress(TenantId tenant) {
    return Optional.ofNullable(entities.find(ReconciliationState.class, tenant.value()))
        .map(state -> state.progress(tenants.options(tenant).managerKeys()));
  }

  /**
   * Begins a run over all reporting lines.
   *
   * @param requests the value of {@link Progress#requests} when the button was shown
   * @return false when a run is in progress or was requested meanwhile
   */
  public boolean begin(TenantId tenant, long requests, Actor actor) {
    boolean begun = batch.begin(tenant, requests, actor);
    if (begun) {
      run.runSoon(tenant);
    }
    return begun;
  }
}
