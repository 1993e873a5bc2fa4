package com.ransomleak.provisioning.store;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps an outage of the database from filling the log: each request, and each step of a timer,
 * would write a warning.
 */
public final class OutageLog {
  private static final long INTERVAL = Duration.ofSeconds(10).toNanos();
  private static final AtomicLong LAST_WARNING = new AtomicLong(System.nanoTime() - INTERVAL);

  private OutageLog() {}

  /** For an outage, WARNING once in ten seconds and DEBUG otherwise; WARNING for other failures. */
  public static Level level(Throwable thrown) {
    if (FailureKind.of(thrown) != FailureKind.OUTAGE) {
      return Level.WARNING;
    }
    long last = LAST_WARNING.get();
    long now = System.nanoTime();
    return now - last >= INTERVAL && LAST_WARNING.compareAndSet(last, now)
        ? Level.WARNING
        : Level.DEBUG;
  }
}
