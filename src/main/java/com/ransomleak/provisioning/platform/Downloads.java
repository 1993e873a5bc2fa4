package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many whole reports this node writes at the same time. Each holds a connection and a
 * transaction of the database for as long as its reader takes: without limits, a few clients that
 * do not read would block all other tenants.
 */
@ApplicationScoped
class Downloads {
  /** A quarter of the connections in the configuration of the servers. */
  private static final int MAX_DOWNLOADS = 4;

  private static final int MAX_PER_TENANT = 2;

  @Inject private DeploymentSettings settings;
  @Resource private ManagedScheduledExecutorService clock;

  private final Map<TenantId, Integer> running = new HashMap<>();
  private int total;

  /**
   * Starts a download. The caller calls {@link #end} if this returns true.
   *
   * @return false when a limit is reached
   */
  synchronized boolean begin(TenantId tenant) {
    if (total == MAX_DOWNLOADS || running.getOrDefault(tenant, 0) == MAX_PER_TENANT) {
      return false;
    }
    total++;
    running.merge(tenant, 1, Integer::sum);
    return true;
  }

  synchronized void end(TenantId tenant) {
    total--;
    running.computeIfPresent(tenant, (t, downloads) -> downloads == 1 ? null : downloads - 1);
  }

  /** Runs the action when a download that starts now reaches the time limit. */
  ScheduledFuture<?> atTimeLimit(Runnable action) {
    return clock.schedule(action, settings.downloadTimeLimit().toMillis(), TimeUnit.MILLISECONDS);
  }
}
