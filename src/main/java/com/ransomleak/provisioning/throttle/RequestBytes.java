package com.ransomleak.provisioning.throttle;

import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import com.ransomleak.provisioning.throttle.TooManyRequests.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds the bytes of request bodies that are in memory at the same time, for each tenant and for
 * the node, since a body of JSON needs many times its size. Bodies up to {@value #FREE} bytes do
 * not count: the number of requests bounds them, and a small request is never refused because of
 * other tenants' large ones. A tenant's only large body is admitted whatever its size.
 */
@ApplicationScoped
public class RequestBytes {
  /** The size up to which a body does not count. */
  static final int FREE = 64 * 1024;

  private static final Duration PAUSE = Duration.ofSeconds(2);

  @Inject private Tenants tenants;
  @Inject private DeploymentSettings settings;

  private final Map<TenantId, Long> perTenant = new HashMap<>();
  private long all;

  /** Nothing yet, for one request of the tenant; closed when its answer is written. */
  public Reservation begin(TenantId tenant) {
    return new Reservation(tenant);
  }

  private synchronized void take(TenantId tenant, long already, long bytes) {
    long others = perTenant.getOrDefault(tenant, 0L) - already;
    long limit = tenants.options(tenant).requestBytesInFlight();
    if (others > 0 && others + already + bytes > limit) {
      throw tooMany("This tenant has as many bytes of large requests at work as it may: " + limit);
    }
    if (all + bytes > settings.requestBytesInFlight()) {
      throw tooMany(
          "This node has as many bytes of large requests at work as it may: "
              + settings.requestBytesInFlight());
    }
    perTenant.merge(tenant, bytes, Long::sum);
    all += bytes;
  }

  private synchronized void release(TenantId tenant, long bytes) {
    all -= bytes;
    perTenant.computeIfPresent(tenant, (t, sum) -> sum == bytes ? null : sum - bytes);
  }

  private static TooManyRequests tooMany(String what) {
    return new TooManyRequests(
        Reason.BYTES_IN_FLIGHT, PAUSE, what + ". Send large requests one after another.");
  }

  /** The bytes of one request. */
  public final class Reservation implements AutoCloseable {
    private final TenantId tenant;
    private long taken;
    private boolean closed;

    private Reservation(TenantId tenant) {
      this.tenant = tenant;
    }

    /**
     * Makes the reservation at least so large.
     *
     * @throws TooManyRequests when there is no room for it
     */
    public void atLeast(long bytes) {
      if (bytes > FREE && bytes > taken && !closed) {
        take(tenant, taken, bytes - taken);
        taken = bytes;
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        release(tenant, taken);
      }
    }
  }
}
