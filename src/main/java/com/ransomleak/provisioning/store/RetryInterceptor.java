package com.ransomleak.provisioning.store;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Repeats a transaction that collided with another one. Runs outside of the transaction: Jakarta
 * Transactions has {@code @Transactional} at {@code PLATFORM_BEFORE + 200}.
 */
@RetryOnConflict
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class RetryInterceptor {
  private static final int ATTEMPTS = 5;

  /** Each attempt of this kind begins with one more lock, so the number is bounded. */
  private static final int MAX_ORDERINGS = 20;

  /** The maximum of the first random pause; it doubles with each attempt. */
  private static final long MAX_FIRST_PAUSE_MILLIS = 20;

  @Resource private TransactionSynchronizationRegistry transactions;

  public RetryInterceptor() {}

  RetryInterceptor(TransactionSynchronizationRegistry transactions) {
    this.transactions = transactions;
  }

  @AroundInvoke
  Object retry(InvocationContext useCase) throws Exception {
    if (transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
      return useCase.proceed();
    }
    LockOrder previous = LockOrder.begin();
    try {
      return attempt(useCase);
    } finally {
      LockOrder.end(previous);
    }
  }

  private static Object attempt(InvocationContext useCase) throws Exception {
    List<Runnable> marks = marks(useCase.getParameters());
    int conflicts = 0;
    int orderings = 0;
    while (true) {
      try {
        return useCase.proceed();
      } catch (RuntimeException e) {
        Optional<OutOfOrderException> missing = FailureKind.outOfOrder(e);
        if (missing.isPresent() && orderings < MAX_ORDERINGS) {
          LockOrder.addMissing(missing.get());
          orderings++;
        } else {
          conflicts++;
          if (conflicts == ATTEMPTS || FailureKind.of(e) != FailureKind.CONFLICT) {
            throw e;
          }
          pause(conflicts);
        }
        marks.forEach(Runnable::run);
      }
    }
  }

  private static List<Runnable> marks(Object[] parameters) {
    return arguments(parameters)
        .filter(Rewindable.class::isInstance)
        .map(parameter -> ((Rewindable) parameter).mark())
        .toList();
  }

  /** The arguments of a use case, including the elements of collections. */
  static Stream<?> arguments(Object[] parameters) {
    return Arrays.stream(parameters)
        .flatMap(
            parameter ->
                parameter instanceof Collection<?> several
                    ? several.stream()
                    : Stream.ofNullable(parameter));
  }

  /** A random pause keeps two transactions from colliding again. */
  private static void pause(int attempt) throws InterruptedException {
    long max = MAX_FIRST_PAUSE_MILLIS << (attempt - 1);
    Thread.sleep(ThreadLocalRandom.current().nextLong(1, max + 1));
  }
}
