package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The timer that links what two concurrent transactions missed (design 7). Sweeps tenant by tenant in batches of one transaction
 * each, on one node at a time; may die at any point, since the next run finds what is left.
 */
@Startup
@Singleton
@DependsOn("DatabaseStartup")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ManagerReconciler {
  private static final Logger LOG = System.getLogger(ManagerReconciler.class.getName());

  @Resource private TimerService timers;
  @Inject private OrgSettings settings;
  @Inject private Tenants tenants;
  @Inject private ManagerLinks links;

  @PostConstruct
  void schedule() {
    long interval = settings.reconcileInterval().toMillis();
    // Not persistent: the interval comes from the configuration at each start, and no timer store is needed.
    timers.createIntervalTimer(interval, interval, new TimerConfig("manager reconciliation", false));
  }

  @Timeout
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void reconcile() {
    for (Tenant tenant : tenants.all()) {
      try {
        while (!ManagerLinks.isDone(links.sweep(tenant.id()))) {
          LOG.log(Level.DEBUG, "More pending managers to link for {0}", tenant.subdomain());
        }
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "Pending managers of {0} could not be swept; the next run tries again", tenant.subdomain(), e);
      }
    }
  }
}
