package com.ransomleak.provisioning.account;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Fills the hashing pool of a tenant, so that it rejects every other attempt. Attempts that wait
 * for a processor give up after ten seconds, so the work must be shorter.
 */
@Dependent
public class FullHashingPool {
  /** More than the pool accepts. */
  private static final int ATTEMPTS = 50;

  @Inject private HashingPool pool;

  /** Runs the work while the pool is full. */
  public void during(TenantId tenant, Runnable work) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      fill(tenant, false, threads, done);
      fill(tenant, true, threads, done);
      work.run();
    } finally {
      done.countDown();
      threads.shutdown();
      assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES), "the pool is empty again");
    }
  }

  /** The pool is full when it rejects an attempt. */
  private void fill(TenantId tenant, boolean isKnown, ExecutorService threads, CountDownLatch done)
      throws InterruptedException {
    CountDownLatch rejected = new CountDownLatch(1);
    for (int i = 0; i < ATTEMPTS; i++) {
      threads.execute(
          () -> {
            try {
              pool.hash(tenant, isKnown, () -> await(done));
            } catch (TooBusyException e) {
              rejected.countDown();
            }
          });
    }
    rejected.await();
  }

  private static boolean await(CountDownLatch done) {
    try {
      return done.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
