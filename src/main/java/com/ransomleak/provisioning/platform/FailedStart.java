package com.ransomleak.provisioning.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Ends a Payara Micro whose application cannot start, because Micro itself would go on without it,
 * and a service manager would take it for running. Other servers can have other applications, so
 * they go on (ADR 17).
 */
final class FailedStart {
  private static final Logger LOG = System.getLogger(FailedStart.class.getName());

  /** The server logs the failed deployment meanwhile. */
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private FailedStart() {}

  static void endProcess() {
    if (!PayaraMicroListener.exists()) {
      return;
    }
    LOG.log(Level.ERROR, "The application cannot start, so the process ends with status 1.");
    Thread end = new Thread(FailedStart::end, "provisioning ends");
    end.setContextClassLoader(null);
    end.start();
  }

  /** Without shutdown hooks: that of Micro waits for its start, which can still be running. */
  private static void end() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }
}
