package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs the batches of {@link TeamMaintenance} until nothing is left. Checks all users after a
 * start, because the configuration may have changed, and then at intervals.
 */
@ApplicationScoped
class TeamMaintenanceRun {
  /** The next run does the rest. */
  private static final int MAX_BATCHES = 1000;

  @Inject private TeamMaintenance maintenance;
  @Inject private DeploymentSettings settings;
  private final Map<TenantId, Long> lastRuns = new ConcurrentHashMap<>();

  void keep(TenantId tenant) {
    boolean changed = maintenance.syncAliases(tenant);
    createTeams(tenant, false);
    int batches = 0;
    while (batches < MAX_BATCHES && maintenance.maintain(tenant)) {
      batches++;
    }
    if (changed || isDue(tenant)) {
      createTeams(tenant, true);
      UUID last = null;
      do {
        last = maintenance.move(tenant, last);
      } while (last != null);
      lastRuns.put(tenant, System.nanoTime());
    }
  }

  private void createTeams(TenantId tenant, boolean moving) {
    String last = "";
    do {
      last = maintenance.createTeams(tenant, moving, last);
    } while (last != null);
  }

  private boolean isDue(TenantId tenant) {
    Long last = lastRuns.get(tenant);
    return last == null || System.nanoTime() - last >= settings.verifyInterval().toNanos();
  }
}
