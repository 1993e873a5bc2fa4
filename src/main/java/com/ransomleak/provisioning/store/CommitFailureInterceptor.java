package com.ransomleak.provisioning.store;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transactional;
import jakarta.transaction.TransactionalException;

/**
 * Makes a failed commit an unchecked exception on every server. WildFly throws the checked
 * exceptions of its transaction manager from methods that do not declare them, so a {@code catch
 * (RuntimeException)} would miss them. Runs between {@link RetryInterceptor} and the transaction.
 */
abstract class CommitFailureInterceptor {
  private static final int PRIORITY = Interceptor.Priority.PLATFORM_BEFORE + 150;

  @AroundInvoke
  Object unchecked(InvocationContext useCase) throws Exception {
    try {
      return useCase.proceed();
    } catch (RollbackException
        | HeuristicMixedException
        | HeuristicRollbackException
        | SystemException e) {
      throw new TransactionalException("The transaction was not committed.", e);
    }
  }

  /** For methods that begin a transaction if there is none. */
  @Transactional
  @Interceptor
  @Priority(PRIORITY)
  public static class Required extends CommitFailureInterceptor {}

  /** For methods that always begin a transaction. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  @Interceptor
  @Priority(PRIORITY)
  public static class RequiresNew extends CommitFailureInterceptor {}
}
