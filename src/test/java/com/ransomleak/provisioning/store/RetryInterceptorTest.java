package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.scim.WarningType;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RetryInterceptorTest {
  private final ScimRequestContext exchange =
      ScimRequestContext.internal(new TenantId(UUID.randomUUID()), Actor.CONFIGURATION);
  private int attempts;

  @Test
  @DisplayName("What a failed attempt tolerated is forgotten, what was tolerated before it is not")
  void warnings() throws Exception {
    exchange.warnings().add(WarningType.REMOVED_NOTHING, "before");
    retry(
        Status.STATUS_NO_TRANSACTION,
        () -> {
          attempts++;
          exchange.warnings().add(WarningType.REMOVED_NOTHING, "attempt " + attempts);
          exchange.warnings().add(WarningType.UNKNOWN_MEMBER_SKIPPED, "attempt " + attempts);
          return attempts < 3 ? conflict() : null;
        });
    assertEquals(
        Map.of(
            WarningType.REMOVED_NOTHING, Set.of("attempt 3", "before"),
            WarningType.UNKNOWN_MEMBER_SKIPPED, Set.of("attempt 3")),
        exchange.warnings().used());
  }

  @Test
  @DisplayName("In a transaction of somebody else nothing is tried again: it is dead")
  void nested() {
    assertThrows(
        OutOfOrderException.class,
        () ->
            retry(
                Status.STATUS_ACTIVE,
                () -> {
                  attempts++;
                  return conflict();
                }));
    assertEquals(1, attempts);
  }

  private static Object conflict() {
    throw new OutOfOrderException(List.of(), List.of());
  }

  private void retry(int status, Callable<Object> useCase) throws Exception {
    TransactionSynchronizationRegistry transactions =
        of(TransactionSynchronizationRegistry.class, Map.of("getTransactionStatus", () -> status));
    new RetryInterceptor(transactions)
        .retry(
            of(
                InvocationContext.class,
                Map.of("proceed", useCase, "getParameters", () -> new Object[] {"id", exchange})));
  }

  private static <T> T of(Class<T> type, Map<String, Callable<Object>> methods) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, parameters) -> methods.get(method.getName()).call()));
  }
}
