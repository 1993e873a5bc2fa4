package com.ransomleak.provisioning.tenant;

import java.time.Duration;

/**
 * Tells a timer that ticks each second when its configured interval has passed. A programmatic
 * timer would not need it, but Payara treats every bean with a {@code @Timeout} method as
 * persistent and does not deploy it without a timer store. Not thread-safe.
 */
public final class IntervalTimer {
  private final long nanos;
  private long start = System.nanoTime();

  public IntervalTimer(Duration length) {
    this.nanos = length.toNanos();
  }

  /** Whether the interval has passed. If so, the next one starts. */
  public boolean isOver() {
    long now = System.nanoTime();
    if (now - start < nanos) {
      return false;
    }
    start = now;
    return true;
  }
}
