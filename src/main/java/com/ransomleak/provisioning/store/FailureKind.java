package com.ransomleak.provisioning.store;

import jakarta.persistence.OptimisticLockException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;

/**
 * The kind of a thrown exception. Servers and the persistence provider wrap the exception of the
 * database, so all causes are searched. The SQLState decides (PostgreSQL manual, appendix A), never
 * the message.
 */
public enum FailureKind {
  /**
   * Two transactions collided: 40001, 40P01, 55P03; 23503, because another transaction deleted a
   * row that was read before; or both wrote one entity. Nothing was changed; a retry helps.
   */
  CONFLICT,
  /** The database cannot be reached, is shutting down, is full or accepts no changes. */
  OUTAGE,
  /**
   * A statement exceeded its time limit (57014), by its own work or by waiting for a lock. Nothing
   * was changed.
   */
  TIMEOUT,
  /** Any other failure: a rejected statement or a bug. */
  OTHER;

  private static final String READ_ONLY = "25006";
  private static final String DISK_FULL = "53100";
  private static final Set<String> CONFLICTS = Set.of("55P03", "23503");

  public static FailureKind of(Throwable thrown) {
    if (sqlStates(thrown).anyMatch(state -> state.startsWith("40") || CONFLICTS.contains(state))
        || causes(thrown).anyMatch(OptimisticLockException.class::isInstance)
        || outOfOrder(thrown).isPresent()) {
      return CONFLICT;
    }
    if (sqlStates(thrown).anyMatch("57014"::equals)) {
      return TIMEOUT;
    }
    if (sqlStates(thrown).anyMatch(FailureKind::isOutage)
        || causes(thrown).anyMatch(FailureKind::isLostConnection)) {
      return OUTAGE;
    }
    return OTHER;
  }

  /** The lock that a transaction could not wait for. */
  static Optional<OutOfOrderException> outOfOrder(Throwable thrown) {
    return causes(thrown)
        .filter(OutOfOrderException.class::isInstance)
        .map(OutOfOrderException.class::cast)
        .findFirst();
  }

  /** The unique key that rejected a write (SQLState 23505). */
  public static Optional<UniqueKey> uniqueKey(Throwable thrown) {
    return causes(thrown)
        .filter(cause -> cause instanceof SQLException sql && "23505".equals(sql.getSQLState()))
        .findFirst()
        .flatMap(cause -> UniqueKey.namedIn(cause.getMessage()));
  }

  /** Whether the database accepts only reads (25006): it is a standby, or its storage is full. */
  public static boolean isReadOnly(Throwable thrown) {
    return sqlStates(thrown).anyMatch(READ_ONLY::equals);
  }

  /** Whether the storage of the database is full (53100). */
  public static boolean isFull(Throwable thrown) {
    return sqlStates(thrown).anyMatch(DISK_FULL::equals);
  }

  /** 28 authorisation, 3D no such database, 42 missing privileges or objects. */
  public static boolean isConfiguration(Throwable thrown) {
    return sqlStates(thrown)
        .anyMatch(
            state -> state.startsWith("28") || state.startsWith("3D") || state.startsWith("42"));
  }

  /** The message of the database or its driver, or else of the innermost cause. */
  public static String message(Throwable thrown) {
    Throwable root =
        causes(thrown)
            .filter(SQLException.class::isInstance)
            .reduce((outer, inner) -> inner)
            .or(() -> causes(thrown).reduce((outer, inner) -> inner))
            .orElse(thrown);
    return String.valueOf(root.getMessage());
  }

  /** Logs a failed step as {@link OutageLog} says, with the stack trace if it can be a bug. */
  public static void warn(Logger log, String step, Throwable thrown) {
    String text = step + ": " + message(thrown);
    if (of(thrown) == OTHER) {
      log.log(Level.WARNING, text, thrown);
    } else {
      log.log(OutageLog.level(thrown), text);
    }
  }

  /** 08 connection, 28 login, 3D database, 53 resources, 57 shutdown, 58 system error. */
  private static boolean isOutage(String state) {
    return state.equals(READ_ONLY)
        || state.startsWith("08")
        || state.startsWith("28")
        || state.startsWith("3D")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.startsWith("58");
  }

  private static boolean isLostConnection(Throwable cause) {
    return cause instanceof SQLTransientConnectionException
        || cause instanceof SQLRecoverableException
        // An exhausted pool of a server has no SQLState.
        || (cause instanceof SQLException sql && sql.getSQLState() == null)
        || cause instanceof jakarta.resource.ResourceException
        // At the commit, whose outcome is unknown.
        || cause instanceof XAException;
  }

  private static Stream<String> sqlStates(Throwable thrown) {
    return causes(thrown)
        .filter(SQLException.class::isInstance)
        .map(cause -> ((SQLException) cause).getSQLState())
        .filter(state -> state != null);
  }

  /** The exception, its cause, and so on to the root. */
  public static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, FailureKind::cause).limit(20);
  }

  /** WildFly has the cause of a failed commit among the suppressed exceptions. */
  private static Throwable cause(Throwable thrown) {
    Throwable[] suppressed = thrown.getSuppressed();
    return thrown.getCause() == null && suppressed.length > 0 ? suppressed[0] : thrown.getCause();
  }
}
