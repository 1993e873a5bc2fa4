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
 * Makes a commit that failed an unchecked exception on every server. WildFly throws what its
 * transaction manager throws, checked, out of methods that declare nothing: whoever catches {@code
 * RuntimeException} would miss it. Stands between {@link RetryInterceptor} and the transaction.
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

  /** Where a transaction is begun if there is none. */
  @Transactional
  @Interceptor
  @Priority(PRIORITY)
  static class Required extends CommitFailureInterceptor {}

  /** Where one is begun in any case. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  @Interceptor
  @Priority(PRIORITY)
  static class RequiresNew extends CommitFailureInterceptor {}
}
