package com.ransomleak.provisioning.store;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.persistence.OptimisticLockException;

/**
 * Stands around the transaction: Jakarta Transactions places {@code @Transactional} at {@code
 * PLATFORM_BEFORE + 200}.
 */
@Retried
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class RetryInterceptor {
  private static final int ATTEMPTS = 4;

  @AroundInvoke
  Object retry(InvocationContext useCase) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return useCase.proceed();
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || !isConflict(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean isConflict(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OptimisticLockException) {
        return true;
      }
    }
    return Failure.of(thrown) == Failure.CONFLICT;
  }
}
