package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What the reconciliation does for a tenant, batch by batch: for the timer, and at once for who
 * asks for it. Whoever finds another one at work leaves it to them; when that one dies, the next
 * tick of any node goes on where it was.
 */
@Stateless
@TransactionManagement(TransactionManagementType.BEAN)
public class ReconciliationRun {
  private static final Logger LOG = System.getLogger(ReconciliationRun.class.getName());

  @Inject private ReconciliationBatch sweep;

  /** Sweeps what is pending, then goes on with the round that is under way or due, to its end. */
  public void run(TenantId tenant) {
    String last = "";
    do {
      last = sweep.pending(tenant, last);
    } while (last != null);
    boolean more;
    do {
      more = sweep.all(tenant);
    } while (more);
  }

  /** Goes on with the round that was begun, while the caller answers. */
  @Asynchronous
  public void runSoon(TenantId tenant) {
    try {
      boolean more;
      do {
        more = sweep.all(tenant);
      } while (more);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The check of reporting lines is left to the timer: {0}", e);
    }
  }
}
