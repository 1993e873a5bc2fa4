package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.store.Failure;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;

/** Tells a database that is away from a configuration that cannot work. */
final class StartupFailure {
  /** A standby before its promotion, or full storage: waiting helps. */
  private static final Set<String> READ_ONLY = Set.of("25006");

  private StartupFailure() {}

  /**
   * Whether waiting may help. A rejected password (28P01) is a fault of the configuration: the
   * operator who deploys sees it at once, and a node that is restarted after a rotation reads the
   * new one.
   */
  static boolean isOutage(Throwable thrown) {
    // The pools wrap what PostgreSQL says in exceptions without a state, which count as an outage.
    if (states(thrown).anyMatch(StartupFailure::isConfiguration)) {
      return false;
    }
    return Failure.of(thrown) != Failure.OTHER || states(thrown).anyMatch(READ_ONLY::contains);
  }

  /** 28 authorisation, 3D no such database, 42 missing privileges or objects. */
  private static boolean isConfiguration(String state) {
    return state.startsWith("28") || state.startsWith("3D") || state.startsWith("42");
  }

  /** What the database or its driver says, else the innermost cause. */
  static String reason(Throwable thrown) {
    Throwable root =
        Failure.causes(thrown)
            .filter(SQLException.class::isInstance)
            .reduce((outer, inner) -> inner)
            .or(() -> Failure.causes(thrown).reduce((outer, inner) -> inner))
            .orElse(thrown);
    String message = String.valueOf(root.getMessage());
    return message.endsWith(".") ? message : message + ".";
  }

  private static Stream<String> states(Throwable thrown) {
    return Failure.causes(thrown)
        .filter(SQLException.class::isInstance)
        .map(cause -> ((SQLException) cause).getSQLState())
        .filter(state -> state != null);
  }
}
