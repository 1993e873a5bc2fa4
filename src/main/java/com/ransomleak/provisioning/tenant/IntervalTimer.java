package com.ransomleak.provisioning.tenant;

import java.time.Duration;

/**
 * For timers that tick each second and work when the configured time is over. One made by program
 * would need no ticking, but Payara takes every bean with a {@code @Timeout} method for one with
 * persistent timers and does not deploy it without a timer store. Of one thread at a time.
 */
public final class IntervalTimer {
  private final long nanos;
  private long begun = System.nanoTime();

  public IntervalTimer(Duration length) {
    this.nanos = length.toNanos();
  }

  /** Whether it is over; if so, the next one begins. */
  public boolean isOver() {
    long now = System.nanoTime();
    if (now - begun < nanos) {
      return false;
    }
    begun = now;
    return true;
  }
}
