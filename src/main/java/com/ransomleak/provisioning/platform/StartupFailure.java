package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.store.FailureKind;

/** Tells a database that is away from a configuration that cannot work. */
final class StartupFailure {
  private StartupFailure() {}

  /**
   * Whether waiting may help. A rejected password (28P01) is a fault of the configuration: the
   * operator who deploys sees it at once, and a node that is restarted after a rotation reads the
   * new one.
   */
  static boolean isOutage(Throwable thrown) {
    // The pools wrap what PostgreSQL says in exceptions without a state, which count as an outage.
    return !FailureKind.isConfiguration(thrown)
        && (FailureKind.of(thrown) != FailureKind.OTHER || FailureKind.isReadOnly(thrown));
  }

  /** What the database or its driver says, else the innermost cause. */
  static String reason(Throwable thrown) {
    String message = FailureKind.message(thrown);
    return message.endsWith(".") ? message : message + ".";
  }
}
