package com.ransomleak.provisioning.throttle;

import com.ransomleak.provisioning.throttle.TooManyRequests.Reason;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the requests of one tenant on this node: how many run at the same time, how many wait for
 * a moment, and how many arrive per second. As many may wait as may run, because each waiting
 * request holds a thread of the server that other tenants need.
 */
final class TenantBulkhead {
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  /** A client that was quiet for this long may catch up. */
  private static final int BURST_SECONDS = 10;

  private final int max;
  private final Semaphore admitted;
  private final Semaphore running;
  private final Optional<Bucket> rate;
  private final AtomicLong typicalNanos = new AtomicLong();

  /**
   * Starts without requests.
   *
   * @param max requests that run at the same time
   * @param perSecond requests per second, on average; empty for no limit
   */
  TenantBulkhead(int max, Optional<Integer> perSecond) {
    this.max = max;
    this.admitted = new Semaphore(2 * max);
    this.running = new Semaphore(max, true);
    this.rate = perSecond.map(TenantBulkhead::bucket);
  }

  private static Bucket bucket(int perSecond) {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity((long) perSecond * BURST_SECONDS)
                    .refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }

  /** Admits a request. The caller runs the result once, when the request ends. */
  Runnable admit() {
    rate.ifPresent(TenantBulkhead::consume);
    if (!admitted.tryAcquire()) {
      throw busy();
    }
    boolean acquired = false;
    try {
      acquired = running.tryAcquire(MAX_WAIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!acquired) {
        admitted.release();
      }
    }
    if (!acquired) {
      throw busy();
    }
    long start = System.nanoTime();
    return () -> release(System.nanoTime() - start);
  }

  /** How many requests run now. */
  int running() {
    return max - running.availablePermits();
  }

  /** How many requests wait for their turn now. */
  int waiting() {
    return Math.max(0, 2 * max - admitted.availablePermits() - running());
  }

  private static void consume(Bucket rate) {
    ConsumptionProbe probe = rate.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new TooManyRequests(
          Reason.PER_SECOND,
          Duration.ofNanos(probe.getNanosToWaitForRefill()),
          "This tenant exceeds its limit of requests per second.");
    }
  }

  private void release(long nanos) {
    typicalNanos.accumulateAndGet(nanos, (typical, last) -> typical + (last - typical) / 8);
    running.release();
    admitted.release();
  }

  /** After the time of a typical request, all requests that wait now had their turn. */
  private TooManyRequests busy() {
    return new TooManyRequests(
        Reason.AT_ONCE,
        Duration.ofNanos(typicalNanos.get()),
        "This tenant has reached its limit of "
            + max
            + " concurrent requests and as many that wait. Send fewer at the same time.");
  }
}
