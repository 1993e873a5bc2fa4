package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * How many whole reports are written at once, in this node. Each holds a connection and a
 * transaction of the database for as long as its reader takes: without bounds, a few readers who do
 * not read would leave nothing to all other tenants.
 */
@ApplicationScoped
class Downloads {
  /** A quarter of the connections that the configuration of the servers gives. */
  private static final int AT_ONCE = 4;

  private static final int OF_A_TENANT = 2;

  @Inject private DeploymentSettings settings;
  @Resource private ManagedScheduledExecutorService clock;

  private final Map<TenantId, Integer> running = new HashMap<>();
  private int all;

  /**
   * Takes a place; whoever gets one gives it back by {@link #end}.
   *
   * @return false when there is none for the tenant, now
   */
  synchronized boolean begin(TenantId tenant) {
    if (all == AT_ONCE || running.getOrDefault(tenant, 0) == OF_A_TENANT) {
      return false;
    }
    all++;
    running.merge(tenant, 1, Integer::sum);
    return true;
  }

  synchronized void end(TenantId tenant) {
    all--;
    running.computeIfPresent(tenant, (t, places) -> places == 1 ? null : places - 1);
  }

  /** Does this when a download has lasted as long as any may. */
  ScheduledFuture<?> atTheLimit(Runnable cut) {
    return clock.schedule(cut, limit().toMillis(), TimeUnit.MILLISECONDS);
  }

  Duration limit() {
    return settings.downloadTimeLimit();
  }
}
