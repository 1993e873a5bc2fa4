package com.ransomleak.provisioning.store;

import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;

/**
 * What kind of failure a thrown exception is. Each server and the persistence provider wrap the
 * database's exception in layers of their own, so the causes are searched, and decided by SQLState
 * (PostgreSQL manual, appendix A), never by the wording.
 */
public enum FailureKind {
  /**
   * Two transactions met: 40001, 40P01, 55P03; or 23503, since what a write refers to was read in
   * the same transaction, and somebody has deleted it meanwhile; or an entity was written by both.
   * Nothing happened; trying again helps.
   */
  CONFLICT,
  /**
   * The database cannot be reached, is shutting down, has no room or accepts no changes: our own
   * outage.
   */
  OUTAGE,
  /**
   * A statement took longer than it may, for what it asks or whom it waits for (57014). Nothing
   * happened.
   */
  TIMEOUT,
  /** Anything else: a refused statement or a fault of ours. */
  OTHER;

  private static final String READ_ONLY = "25006";
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

  /** The lock that a transaction could not wait for, if that is what happened. */
  static Optional<OutOfOrderException> outOfOrder(Throwable thrown) {
    return causes(thrown)
        .filter(OutOfOrderException.class::isInstance)
        .map(OutOfOrderException.class::cast)
        .findFirst();
  }

  /** The unique key that refused a write (SQLState 23505), if that is what happened. */
  public static Optional<UniqueKey> uniqueKey(Throwable thrown) {
    return causes(thrown)
        .filter(cause -> cause instanceof SQLException sql && "23505".equals(sql.getSQLState()))
        .findFirst()
        .flatMap(cause -> UniqueKey.namedIn(cause.getMessage()));
  }

  /**
   * The database answers reads only (25006): it is a standby that is not promoted yet, or the
   * provider of the database made it so because its storage is full.
   */
  public static boolean isReadOnly(Throwable thrown) {
    return sqlStates(thrown).anyMatch(READ_ONLY::equals);
  }

  /** 28 authorisation, 3D no such database, 42 missing privileges or objects. */
  public static boolean isConfiguration(Throwable thrown) {
    return sqlStates(thrown)
        .anyMatch(
            state -> state.startsWith("28") || state.startsWith("3D") || state.startsWith("42"));
  }

  /** What the database or its driver says, else the innermost cause. */
  public static String message(Throwable thrown) {
    Throwable root =
        causes(thrown)
            .filter(SQLException.class::isInstance)
            .reduce((outer, inner) -> inner)
            .or(() -> causes(thrown).reduce((outer, inner) -> inner))
            .orElse(thrown);
    return String.valueOf(root.getMessage());
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
        // The pools of the servers answer an exhausted pool without a SQLState.
        || (cause instanceof SQLException sql && sql.getSQLState() == null)
        || cause instanceof jakarta.resource.ResourceException
        // At the commit: whether it was carried out, nobody knows.
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

  /** WildFly's transactions say why a commit failed in what they suppress. */
  private static Throwable cause(Throwable thrown) {
    Throwable[] suppressed = thrown.getSuppressed();
    return thrown.getCause() == null && suppressed.length > 0 ? suppressed[0] : thrown.getCause();
  }
}
