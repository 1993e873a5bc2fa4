package com.ransomleak.provisioning.throttle;

import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the requests of each tenant on this node, so that one tenant's import does not slow
 * another's (N-07). SCIM and reports have separate limits, so that reports do not block the
 * identity provider. Together the limits are below the number of database connections.
 */
@ApplicationScoped
public class TenantThrottle {
  // Bounded by the configured tenants.
  private final Map<Key, TenantBulkhead> bulkheads = new ConcurrentHashMap<>();

  private Tenants tenants;

  protected TenantThrottle() {}

  @Inject
  public TenantThrottle(Tenants tenants) {
    this.tenants = tenants;
  }

  private record Key(TenantId tenant, Purpose purpose) {}

  /**
   * Admits a request, possibly after a short wait.
   *
   * @return to be run once, when the request ends
   * @throws TooManyRequests when a limit of the tenant is reached
   */
  public Runnable admit(TenantId tenant, Purpose purpose) {
    return bulkheads
        .computeIfAbsent(new Key(tenant, purpose), key -> bulkhead(tenant, purpose))
        .admit();
  }

  /** How many requests of a tenant run now. */
  public int running(TenantId tenant, Purpose purpose) {
    TenantBulkhead bulkhead = bulkheads.get(new Key(tenant, purpose));
    return bulkhead == null ? 0 : bulkhead.running();
  }

  /** How many requests of a tenant wait for their turn now. */
  public int waiting(TenantId tenant, Purpose purpose) {
    TenantBulkhead bulkhead = bulkheads.get(new Key(tenant, purpose));
    return bulkhead == null ? 0 : bulkhead.waiting();
  }

  private TenantBulkhead bulkhead(TenantId tenant, Purpose purpose) {
    TenantOptions options = tenants.options(tenant);
    int max = purpose == Purpose.SCIM ? options.concurrentRequests() : options.concurrentReports();
    return new TenantBulkhead(max, options.requestsPerSecond());
  }
}
