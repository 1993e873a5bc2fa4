package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Limits how many passwords are hashed at the same time. A hash occupies a processor, and a request
 * that waits for one occupies a thread of the server.
 *
 * <p>The attempts of one tenant queue for the processors one after the other, so many guesses at
 * one tenant delay another tenant by at most one hash. Attempts from known browsers and open
 * sessions have a separate pool, which guesses from elsewhere cannot fill.
 */
@ApplicationScoped
class HashingPool {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final int MAX_WAIT_SECONDS = 10;

  private final Pool unknown = new Pool(Math.max(1, PROCESSORS / 2), 6, 24);
  private final Pool known = new Pool(Math.max(1, PROCESSORS / 4), 16, 48);

  /**
   * Runs the work when a processor is free.
   *
   * @param isKnown whether it is for a known browser, an open session or a valid link
   * @throws TooBusyException when the pool is full or the wait is too long
   */
  <T> T hash(TenantId tenant, boolean isKnown, Supplier<T> work) {
    return (isKnown ? known : unknown).run(tenant, work);
  }

  private static final class TenantQueue {
    private final Semaphore turn;
    private int inFlight;

    private TenantQueue(int permits) {
      turn = new Semaphore(permits, true);
    }
  }

  private static final class Pool {
    private final Map<TenantId, TenantQueue> queues = new HashMap<>();
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
      TenantQueue queue = enter(tenant);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
      try {
        return inTurn(queue.turn, deadline, () -> inTurn(processors, deadline, work));
      } finally {
        leave(tenant, queue);
      }
    }

    /** The only attempt of a tenant is always accepted. */
    private synchronized TenantQueue enter(TenantId tenant) {
      TenantQueue queue = queues.get(tenant);
      if (queue != null && (queue.inFlight >= maxOfTenant || inFlight >= max)) {
        throw new TooBusyException();
      }
      if (queue == null) {
        queue = new TenantQueue(permitsOfTenant);
        queues.put(tenant, queue);
      }
      queue.inFlight++;
      inFlight++;
      return queue;
    }

    private synchronized void leave(TenantId tenant, TenantQueue queue) {
      inFlight--;
      queue.inFlight--;
      if (queue.inFlight == 0) {
        queues.remove(tenant);
      }
    }

    private static <T> T inTurn(Semaphore permits, long deadline, Supplier<T> work) {
      try {
        if (!permits.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          throw new TooBusyException();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TooBusyException();
      }
      try {
        return work.get();
      } finally {
        permits.release();
      }
    }
  }
}
