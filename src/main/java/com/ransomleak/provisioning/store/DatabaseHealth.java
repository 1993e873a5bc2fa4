package com.ransomleak.provisioning.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Whether the database answers. Each statement that gets a result, even an error, shows that it
 * does, so a busy node needs no check. Without a result within a second, a statement is sent.
 *
 * <p>Only a check that fails at once means an outage. A slow one can be a busy database or an
 * exhausted pool, and all nodes would leave the proxy together. It means an outage only when
 * nothing has succeeded for longer than statements may take (20 s, db/roles.sql).
 */
@ApplicationScoped
public class DatabaseHealth implements SqlLogger {
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  /** One connection that breaks, or a short failover, does not remove the node from the proxy. */
  private static final long TOLERATED = Duration.ofSeconds(3).toNanos();

  private static final long MAX_SILENCE = Duration.ofSeconds(25).toNanos();

  /** Shorter than the servers wait for a connection of an exhausted pool. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  /** Each can hold a thread until the driver gives up. */
  private static final int MAX_OUTSTANDING = 3;

  @Inject private Jdbi jdbi;
  @Resource private ManagedExecutorService executor;

  private final ReentrantLock checking = new ReentrantLock();
  private final Semaphore outstanding = new Semaphore(MAX_OUTSTANDING);
  private volatile long lastSuccess = System.nanoTime() - MAX_SILENCE;
  private volatile long lastOutage = lastSuccess;
  private volatile long lastCheck = lastSuccess;

  @Override
  public void logAfterExecution(StatementContext context) {
    lastSuccess = System.nanoTime();
  }

  @Override
  public void logException(StatementContext context, SQLException rejected) {
    if (FailureKind.of(rejected) != FailureKind.OUTAGE) {
      lastSuccess = System.nanoTime();
    }
  }

  /**
   * Whether the database answers. One caller waits, for two seconds at most; all others get the
   * last known state at once.
   */
  public boolean check() {
    if (isOver(FRESH, lastSuccess) && isOver(FRESH, lastCheck) && checking.tryLock()) {
      try {
        sendStatement();
        lastCheck = System.nanoTime();
      } finally {
        checking.unlock();
      }
    }
    return wasUp();
  }

  /** The last known state, at once. */
  public boolean wasUp() {
    return lastOutage - lastSuccess < 0 && !isOver(MAX_SILENCE, lastSuccess);
  }

  private static boolean isOver(long limit, long since) {
    return System.nanoTime() - since >= limit;
  }

  /**
   * A statement that hangs is abandoned, and the next check sends another one, which can find the
   * database after a failover. A late success counts, a late failure does not.
   */
  private void sendStatement() {
    if (!outstanding.tryAcquire()) {
      return;
    }
    try {
      executor.submit(this::select).get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      outstanding.release();
    } catch (ExecutionException e) {
      if (FailureKind.of(e) == FailureKind.OUTAGE && isOver(TOLERATED, lastSuccess)) {
        lastOutage = System.nanoTime();
      }
    } catch (TimeoutException e) {
      // Busy, or away: the time since the last success decides.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void select() {
    try {
      jdbi.useHandle(handle -> handle.execute("select 1"));
    } finally {
      outstanding.release();
    }
  }
}
