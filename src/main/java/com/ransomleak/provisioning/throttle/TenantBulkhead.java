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
 * What one tenant may have of a node: some requests at work, as many more that wait for their turn
 * for a moment, and some in a second. Few wait, since each holds a thread of the server that other
 * tenants need.
 */
final class TenantBulkhead {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  /** A client that was quiet may catch up with what it did not send for so long. */
  private static final int SECONDS_SAVED = 10;

  private final int most;
  private final Semaphore inside;
  private final Semaphore working;
  private final Optional<Bucket> rate;
  private final AtomicLong typicalNanos = new AtomicLong();

  /**
   * A share of which nothing is taken.
   *
   * @param most requests at work
   * @param perSecond requests in a second, on average; empty for no limit
   */
  TenantBulkhead(int most, Optional<Integer> perSecond) {
    this.most = most;
    this.inside = new Semaphore(2 * most);
    this.working = new Semaphore(most, true);
    this.rate = perSecond.map(TenantBulkhead::bucket);
  }

  private static Bucket bucket(int perSecond) {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity((long) perSecond * SECONDS_SAVED)
                    .refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }

  Permit admit() {
    rate.ifPresent(TenantBulkhead::take);
    if (!inside.tryAcquire()) {
      throw busy();
    }
    boolean mine = false;
    try {
      mine = working.tryAcquire(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!mine) {
        inside.release();
      }
    }
    if (!mine) {
      throw busy();
    }
    long start = System.nanoTime();
    return new Permit(() -> done(System.nanoTime() - start));
  }

  private static void take(Bucket rate) {
    ConsumptionProbe taken = rate.tryConsumeAndReturnRemaining(1);
    if (!taken.isConsumed()) {
      throw new TooManyRequests(
          Reason.PER_SECOND,
          Duration.ofNanos(taken.getNanosToWaitForRefill()),
          "This tenant sends more requests in a second than it may.");
    }
  }

  private void done(long nanos) {
    typicalNanos.accumulateAndGet(nanos, (typical, last) -> typical + (last - typical) / 8);
    working.release();
    inside.release();
  }

  /** After a typical request's time all who wait now have had their turn. */
  private TooManyRequests busy() {
    return new TooManyRequests(
        Reason.AT_ONCE,
        Duration.ofNanos(typicalNanos.get()),
        "This tenant has "
            + most
            + " requests at work and others waiting, as many as it may. Send fewer at the same"
            + " time.");
  }
}
