package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.http.NodeShutdown;
import com.ransomleak.provisioning.monitoring.TimerRuns;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.DatabaseHealth;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.IntervalTimer;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.util.function.Consumer;

/**
 * The timer that resolves manager references which two concurrent transactions missed, and
 * maintains teams ({@link TeamMaintenance}). It handles tenant by tenant in batches of one
 * transaction, on one node at a time. It can stop at any point, because the next run finds the
 * rest.
 */
@Startup
@Singleton
@DependsOn("NodeLifecycle")
@TransactionManagement(TransactionManagementType.BEAN)
public class ManagerReconciler {
  private static final Logger LOG = System.getLogger(ManagerReconciler.class.getName());
  private static final String TIMER = "reconciliation";

  @Inject private DeploymentSettings settings;
  @Inject private Tenants tenants;
  @Inject private ReconciliationRun run;
  @Inject private TeamMaintenanceRun teams;
  @Inject private TimerRuns runs;
  @Inject private DatabaseHealth database;
  @Inject private NodeShutdown shutdown;
  private IntervalTimer timer;

  @PostConstruct
  void begin() {
    runs.register(TIMER);
    timer = new IntervalTimer(settings.reconcileInterval());
  }

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  void tick() {
    if (timer.isOver()) {
      if (database.check()) {
        runs.run(TIMER, this::runAll);
      } else {
        runs.failed(TIMER);
      }
    }
  }

  private void runAll() {
    for (Tenant tenant : tenants.all()) {
      // Without a database, each tenant would wait for it. A node that stops ends what it began.
      if (shutdown.hasBegun()
          || !attempt(tenant, "Managers", run::run)
          || !attempt(tenant, "Teams", teams::keep)) {
        return;
      }
    }
  }

  /**
   * Does a part of the work. Its failure does not stop the other parts.
   *
   * @return false when the database is away
   */
  private boolean attempt(Tenant tenant, String what, Consumer<TenantId> work) {
    try {
      work.accept(tenant.id());
      return true;
    } catch (RuntimeException e) {
      runs.failed(TIMER);
      FailureKind.warn(
          LOG,
          what + " of " + tenant.subdomain() + " were not reconciled; the next run tries again",
          e);
      // A limit of one tenant, such as temp_file_limit, has the same kind.
      return FailureKind.of(e) != FailureKind.OUTAGE || database.check();
    }
  }
}
