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
 * Limits the bytes of request bodies that are in memory at the same time, for each tenant and for
 * the node, because JSON needs a multiple of its size. Bodies of up to {@value #FREE} bytes do not
 * count: the number of requests limits them, and large requests of one tenant never reject small
 * requests of another. The only large body of a tenant is accepted, whatever its size, unless it
 * exceeds the limit of the node.
 */
@ApplicationScoped
public class RequestBytes {
  static final int FREE = 64 * 1024;

  private static final Duration PAUSE = Duration.ofSeconds(2);

  @Inject private Tenants tenants;
  @Inject private DeploymentSettings settings;

  private final Map<TenantId, Long> perTenant = new HashMap<>();
  private long all;

  /** Starts with no bytes. The caller closes it when the response is written. */
  public Reservation begin(TenantId tenant) {
    return new Reservation(tenant);
  }

  private synchronized void take(TenantId tenant, long already, long bytes) {
    long others = perTenant.getOrDefault(tenant, 0L) - already;
    long limit = tenants.options(tenant).requestBytesInFlight();
    if (others > 0 && others + already + bytes > limit) {
      throw tooMany("The large requests of this tenant reach the limit of bytes: " + limit);
    }
    if (all + bytes > settings.requestBytesInFlight()) {
      throw tooMany(
          "The large requests on this server reach the limit of bytes: "
              + settings.requestBytesInFlight());
    }
    perTenant.merge(tenant, bytes, Long::sum);
    all += bytes;
  }

  private synchronized void release(TenantId tenant, long bytes) {
    all -= bytes;
    perTenant.computeIfPresent(tenant, (t, sum) -> sum == bytes ? null : sum - bytes);
  }

  private static TooManyRequests tooMany(String reason) {
    return new TooManyRequests(
        Reason.BYTES_IN_FLIGHT, PAUSE, reason + ". Send large requests one after another.");
  }

  /** The reserved bytes of one request. */
  public final class Reservation implements AutoCloseable {
    private final TenantId tenant;
    private long taken;
    private boolean closed;

    private Reservation(TenantId tenant) {
      this.tenant = tenant;
    }

    /**
     * Enlarges the reservation to a number of bytes.
     *
     * @throws TooManyRequests when a limit is reached
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
