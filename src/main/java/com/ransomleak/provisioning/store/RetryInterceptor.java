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
 * Stands around the transaction: Jakarta Transactions places {@code @Transactional} at {@code
 * PLATFORM_BEFORE + 200}.
 */
@RetryOnConflict
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class RetryInterceptor {
  private static final int ATTEMPTS = 5;

  /** Each of these makes the transaction begin with one more lock, so that there is an end. */
  private static final int MAX_ORDERINGS = 20;

  /** Doubled from attempt to attempt; a random part of it passes. */
  private static final long LONGEST_FIRST_PAUSE_MILLIS = 20;

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
          LockOrder.learn(missing.get());
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

  /** The arguments of a use case, also those that are in a collection. */
  static Stream<?> arguments(Object[] parameters) {
    return Arrays.stream(parameters)
        .flatMap(
            parameter ->
                parameter instanceof Collection<?> several
                    ? several.stream()
                    : Stream.ofNullable(parameter));
  }

  /** Who met once would meet again, if both came back at once. */
  private static void pause(int attempt) throws InterruptedException {
    long longest = LONGEST_FIRST_PAUSE_MILLIS << (attempt - 1);
    Thread.sleep(ThreadLocalRandom.current().nextLong(1, longest + 1));
  }
}
