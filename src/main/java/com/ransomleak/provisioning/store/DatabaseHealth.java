package com.ransomleak.provisioning.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Whether the database answers. Each statement that succeeds shows that it does, so a busy node
 * needs no check, and an exhausted pool does not count as an outage. Without a result within a
 * second, a statement is sent.
 */
@ApplicationScoped
public class DatabaseHealth implements SqlLogger {
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  /** One connection that breaks, or a short failover, does not remove the node from the proxy. */
  private static final long TOLERATED = Duration.ofSeconds(3).toNanos();

  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  @Inject private Jdbi jdbi;
  @Resource private ManagedExecutorService executor;

  private volatile long lastSuccess = System.nanoTime() - TOLERATED;
  private volatile long lastFailure = System.nanoTime() - TOLERATED;
  private volatile boolean known;
  private Future<?> check;

  @Override
  public void logAfterExecution(StatementContext context) {
    lastSuccess = System.nanoTime();
    known = true;
  }

  /** Whether the database answers. Takes at most two seconds. */
  public boolean check() {
    if (System.nanoTime() - lastSuccess >= FRESH && System.nanoTime() - lastFailure >= FRESH) {
      boolean succeeded = succeeds();
      if (!succeeded) {
        lastFailure = System.nanoTime();
      }
      known = succeeded || System.nanoTime() - lastSuccess < TOLERATED;
    }
    return known;
  }

  /** The last known state, at once. */
  public boolean wasUp() {
    return known;
  }

  private boolean succeeds() {
    try {
      running().get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      return false;
    }
  }

  /** One check at a time, because each can hold a thread until the driver gives up. */
  private synchronized Future<?> running() {
    if (check == null || check.isDone()) {
      check = executor.submit(() -> jdbi.useHandle(handle -> handle.execute("select 1")));
    }
    return check;
  }
}
