package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds how many passwords are hashed at once. A hash is work for a processor, and who waits for
 * one holds a thread of the server.
 *
 * <p>Each tenant has a share: of its attempts one after the other queues for the processors, so
 * many guesses at one tenant delay another tenant by one hash at most. Attempts from known browsers
 * and open sessions have places of their own, which guesses from elsewhere cannot take.
 */
@ApplicationScoped
class HashPlaces {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final int MAX_WAIT_SECONDS = 10;

  private final Pool unknown = new Pool(Math.max(1, PROCESSORS / 2), 6, 24);
  private final Pool known = new Pool(Math.max(1, PROCESSORS / 4), 16, 48);

  /**
   * Does the work when it is its turn.
   *
   * @param isKnown whether it is for a known browser, an open session or a valid link
   * @throws TooBusy when there is no place, or it takes too long until it is free
   */
  <T> T hash(TenantId tenant, boolean isKnown, Supplier<T> work) {
    return (isKnown ? known : unknown).run(tenant, work);
  }

  private static final class TenantBulkhead {
    private final Semaphore turn;
    private int inFlight;

    private TenantBulkhead(int permits) {
      turn = new Semaphore(permits, true);
    }
  }

  private static final class Pool {
    private final Map<TenantId, TenantBulkhead> shares = new HashMap<>();
    private final Semaphore processors;
    private final int permitsOfTenant;
    private final int maxOfTenant;
    private final int max;
    private int inFlight;

    private Pool(int permits, int maxOfTenant, int max) {
      this.processors = new Semaphore(permits, true);
      this.permitsOfTenant = Math.max(1, permits / 2);
      this.maxOfTenant = maxOfTenant;
      this.max = max;
    }

    private <T> T run(TenantId tenant, Supplier<T> work) {
      TenantBulkhead share = enter(tenant);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
      try {
        return inTurn(share.turn, deadline, () -> inTurn(processors, deadline, work));
      } finally {
        leave(tenant, share);
      }
    }

    /** A tenant without any attempt in flight always has a place. */
    private synchronized TenantBulkhead enter(TenantId tenant) {
      TenantBulkhead share = shares.get(tenant);
      if (share != null && (share.inFlight >= maxOfTenant || inFlight >= max)) {
        throw new TooBusy();
      }
      if (share == null) {
        share = new TenantBulkhead(permitsOfTenant);
        shares.put(tenant, share);
      }
      share.inFlight++;
      inFlight++;
      return share;
    }

    private synchronized void leave(TenantId tenant, TenantBulkhead share) {
      inFlight--;
      share.inFlight--;
      if (share.inFlight == 0) {
        shares.remove(tenant);
      }
    }

    private static <T> T inTurn(Semaphore permits, long deadline, Supplier<T> work) {
      try {
        if (!permits.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          throw new TooBusy();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TooBusy();
      }
      try {
        return work.get();
      } finally {
        permits.release();
      }
    }
  }
}
