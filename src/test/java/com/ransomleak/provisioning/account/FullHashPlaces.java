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
 * Takes all places for the passwords of a tenant, so that every other attempt is turned away. Those
 * that wait for a processor give up after ten seconds; use it for less.
 */
@Dependent
public class FullHashPlaces {
  /** More than there are places of any kind. */
  private static final int ATTEMPTS = 50;

  @Inject private HashPlaces places;

  /** Runs the work while there is no place left. */
  public void during(TenantId tenant, Runnable work) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      takeAll(tenant, false, threads, done);
      takeAll(tenant, true, threads, done);
      work.run();
    } finally {
      done.countDown();
      threads.shutdown();
      assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES), "all places are free again");
    }
  }

  /** Once one attempt is turned away, the places are taken. */
  private void takeAll(
      TenantId tenant, boolean isKnown, ExecutorService threads, CountDownLatch done)
      throws InterruptedException {
    CountDownLatch turnedAway = new CountDownLatch(1);
    for (int i = 0; i < ATTEMPTS; i++) {
      threads.execute(
          () -> {
            try {
              places.hash(tenant, isKnown, () -> await(done));
            } catch (TooBusy e) {
              turnedAway.countDown();
            }
          });
    }
    turnedAway.await();
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
