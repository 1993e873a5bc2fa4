package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;

/**
 * Runs the reconciliation of a tenant, batch by batch, for the timer or on request. A node that
 * finds a run in progress does nothing. If a node stops, the next tick of any node continues its
 * run.
 */
@Stateless
@TransactionManagement(TransactionManagementType.BEAN)
public class ReconciliationRun {
  private static final Logger LOG = System.getLogger(ReconciliationRun.class.getName());

  @Inject private ReconciliationBatch batch;

  /**
   * Handles pending references, then continues or begins a run over all references if it is due.
   */
  public void run(TenantId tenant) {
    String last = "";
    do {
      last = batch.pending(tenant, last);
    } while (last != null);
    runAll(tenant);
  }

  /** Continues the run that was begun, while the caller responds. */
  @Asynchronous
  public void runSoon(TenantId tenant) {
    try {
      runAll(tenant);
    } catch (RuntimeException e) {
      FailureKind.warn(LOG, "The check of reporting lines is left to the timer", e);
    }
  }

  private void runAll(TenantId tenant) {
    boolean more;
    do {
      more = batch.all(tenant);
    } while (more);
  }
}
