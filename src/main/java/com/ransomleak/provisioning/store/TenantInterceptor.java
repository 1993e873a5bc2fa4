package com.ransomleak.provisioning.store;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.lang.reflect.Method;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Sets the tenant of each transaction in PostgreSQL, so that row security hides all other tenants.
 * It is set once per transaction, from the {@link TenantId} argument of the {@link Transactional}
 * method. A method without that argument can only use tables without row security, because the
 * policies of all others raise an error.
 *
 * <p>Runs inside the transaction: Jakarta Transactions places {@code @Transactional} at {@code
 * PLATFORM_BEFORE + 200}. The interceptors are public, because Jakarta Interceptors requires a
 * public constructor, and Payara 7 does not deploy an enterprise bean whose interceptor has none.
 */
abstract class TenantInterceptor {
  private static final int PRIORITY = Interceptor.Priority.PLATFORM_BEFORE + 210;

  private static final String NAME =
      """
      select clock_timestamp(),
             set_config('provisioning.tenant', :tenant, true),
             set_config('provisioning.source', :source, true)
      """;

  @Resource private TransactionSynchronizationRegistry transactions;
  @Inject private Jdbi jdbi;

  @AroundInvoke
  Object nameTenant(InvocationContext call) throws Exception {
    Optional<TenantId> tenant = argument(call, TenantId.class);
    if (tenant.isPresent()) {
      name(tenant.get(), source(call));
    }
    return call.proceed();
  }

  private void name(TenantId tenant, Origin.Source source) {
    Object named = transactions.getResource(TenantId.class);
    if (tenant.equals(named)) {
      return;
    }
    if (named != null) {
      throw new IllegalStateException("The transaction belongs to another tenant.");
    }
    OffsetDateTime now =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(NAME)
                    .bind("tenant", tenant.toString())
                    .bind("source", source.name().toLowerCase(Locale.ROOT))
                    .mapTo(OffsetDateTime.class)
                    .one());
    transactions.putResource(TenantId.class, tenant);
    transactions.putResource(TransactionClock.class, now);
  }

  private static Origin.Source source(InvocationContext call) {
    return argument(call, HasOrigin.class)
        .map(HasOrigin::origin)
        .orElseGet(() -> declared(call.getMethod()));
  }

  private static Origin.Source declared(Method method) {
    Origin origin =
        method.isAnnotationPresent(Origin.class)
            ? method.getAnnotation(Origin.class)
            : method.getDeclaringClass().getAnnotation(Origin.class);
    return origin == null ? Origin.Source.ADMIN : origin.value();
  }

  private static <T> Optional<T> argument(InvocationContext call, Class<T> type) {
    return RetryInterceptor.arguments(call.getParameters())
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  /** For methods that begin a transaction if there is none. */
  @Transactional
  @Interceptor
  @Priority(PRIORITY)
  public static class Required extends TenantInterceptor {}

  /** For methods that always begin a transaction. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  @Interceptor
  @Priority(PRIORITY)
  public static class RequiresNew extends TenantInterceptor {}

  /** For enterprise beans, whose transactions the container begins. */
  @Origin(Origin.Source.ADMIN)
  @Interceptor
  @Priority(PRIORITY)
  public static class EnterpriseBean extends TenantInterceptor {}
}
