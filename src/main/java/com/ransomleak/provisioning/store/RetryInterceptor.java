package com.ransomleak.provisioning.store;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Stands around the transaction: Jakarta Transactions places {@code @Transactional} at {@code
 * PLATFORM_BEFORE + 200}.
 */
@Retried
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class RetryInterceptor {
  private static final int ATTEMPTS = 5;

  /** Doubled from attempt to attempt; a random part of it passes. */
  private static final long LONGEST_FIRST_PAUSE_MILLIS = 20;

  @AroundInvoke
  Object retry(InvocationContext useCase) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return useCase.proceed();
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || Failure.of(e) != Failure.CONFLICT) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  /** Who met once would meet again, if both came back at once. */
  private static void pause(int attempt) throws InterruptedException {
    long longest = LONGEST_FIRST_PAUSE_MILLIS << (attempt - 1);
    Thread.sleep(ThreadLocalRandom.current().nextLong(1, longest + 1));
  }
}
