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
 * Gives each tenant its share of this node, so that one tenant's import does not slow another's
 * (N-07): so many requests at the same time, fewer than there are connections to the database, and
 * so many in a second. SCIM and reports have shares of their own, so that a reader of reports does
 * not stand in the way of the identity provider.
 */
@ApplicationScoped
public class TenantThrottle {
  // Bounded by the configured tenants.
  private final Map<Key, TenantBulkhead> shares = new ConcurrentHashMap<>();

  private Tenants tenants;

  protected TenantThrottle() {}

  @Inject
  public TenantThrottle(Tenants tenants) {
    this.tenants = tenants;
  }

  private record Key(TenantId tenant, Purpose purpose) {}

  /**
   * Lets a request in, perhaps after a short wait for its turn.
   *
   * @return to be closed when its answer is done
   * @throws TooManyRequests when the share is taken
   */
  public Permit admit(TenantId tenant, Purpose purpose) {
    return shares.computeIfAbsent(new Key(tenant, purpose), key -> share(tenant, purpose)).admit();
  }

  private TenantBulkhead share(TenantId tenant, Purpose purpose) {
    TenantOptions limits = tenants.options(tenant);
    return purpose == Purpose.SCIM
        ? new TenantBulkhead(limits.concurrentRequests(), limits.requestsPerSecond())
        : new TenantBulkhead(limits.concurrentReports(), limits.requestsPerSecond());
  }
}
