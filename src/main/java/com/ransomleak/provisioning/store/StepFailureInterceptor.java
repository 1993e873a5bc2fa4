package com.ransomleak.provisioning.store;

import jakarta.annotation.Priority;
import jakarta.ejb.ApplicationException;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * Makes a failure of the database an application exception of the enterprise bean, which rolls back
 * as any other. The container would log each other exception twice, once with its stack trace, and
 * the callers log it too ({@link FailureKind#warn}).
 */
@Origin(Origin.Source.ADMIN)
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 150)
public class StepFailureInterceptor {
  @AroundInvoke
  Object expected(InvocationContext step) throws Exception {
    try {
      return step.proceed();
    } catch (RuntimeException e) {
      throw FailureKind.of(e) == FailureKind.OTHER ? e : new StepFailure(e);
    }
  }

  /** Its cause says what failed. */
  @ApplicationException(rollback = true)
  public static final class StepFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepFailure(RuntimeException cause) {
      super(cause);
    }
  }
}
