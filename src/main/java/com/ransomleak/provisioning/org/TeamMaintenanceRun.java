package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Has {@link TeamMaintenance} do its batches, until nothing is left. Now and then, and first after
 * a start, since configuration changes only then, goes over everybody.
 */
@ApplicationScoped
class TeamMaintenanceRun {
  /** What is left after so many batches waits for the next run. */
  private static final int MOST_BATCHES = 1000;

  @Inject private TeamMaintenance upkeep;
  @Inject private DeploymentSettings settings;
  private final Map<TenantId, Long> lastRounds = new ConcurrentHashMap<>();

  void keep(TenantId tenant) {
    boolean changed = upkeep.follow(tenant);
    int batches = 0;
    while (upkeep.keep(tenant) && batches < MOST_BATCHES) {
      batches++;
    }
    if (changed || isDue(tenant)) {
      boolean more;
      do {
        more = upkeep.makeTeamsToMoveTo(tenant);
      } while (more);
      UUID last = null;
      do {
        last = upkeep.move(tenant, last);
      } while (last != null);
      lastRounds.put(tenant, System.nanoTime());
    }
  }

  private boolean isDue(TenantId tenant) {
    Long last = lastRounds.get(tenant);
    return last == null || System.nanoTime() - last >= settings.verifyInterval().toNanos();
  }
}
