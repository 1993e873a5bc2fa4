package com.ransomleak.provisioning.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for an effect of a timer or a recovery, up to a limit. */
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Eventually() {}

  /** A check that throws while it does not hold. */
  @FunctionalInterface
  public interface Check {
    void run() throws Exception;
  }

  /** Returns when the check passes; fails with its last failure after 30 seconds. */
  public static void holds(String what, Check check) throws Exception {
    holds(what, PATIENCE, check);
  }

  /** The same with another limit. */
  public static void holds(String what, Duration patience, Check check) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        check.run();
        return;
      } catch (AssertionError | Exception e) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              "not within %d s: %s: %s".formatted(patience.toSeconds(), what, e.getMessage()), e);
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }
}
