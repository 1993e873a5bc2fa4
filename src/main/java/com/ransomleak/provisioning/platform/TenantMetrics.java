package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import com.ransomleak.provisioning.tenant.Nodes;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.Tenants;
import com.ransomleak.provisioning.throttle.TenantThrottle;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Gauges of each tenant: its requests on this node, and what the database knows of it. A timer
 * reads the database for all tenants at once, so {@code /metrics} never waits for it. During an
 * outage the last values remain. Times are seconds since 1970, so they stay correct. NaN means that
 * a tenant has none, for example no token that expires.
 */
@ApplicationScoped
class TenantMetrics {
  private volatile Map<TenantId, Facts> facts = Map.of();
  private final Set<TenantId> registered = new HashSet<>();

  @Inject private MeterRegistry registry;
  @Inject private Tenants tenants;
  @Inject private TenantThrottle throttle;
  @Inject private Nodes nodes;

  /** A row of the SQL function {@code tenant_metrics}, which documents the columns. */
  record Facts(
      UUID tenantId,
      long pendingManagers,
      Double oldestPendingManager,
      Double lastExchange,
      Double scimTokenExpires,
      Double reportTokenExpires,
      Double activityTokenExpires,
      long erasuresDue,
      double pruningOverdue) {}

  @PostConstruct
  void register() {
    Gauge.builder("provisioning.suspended.tenants", nodes, Nodes::suspended)
        .description("Tenants that no running node lists")
        .strongReference(true)
        .register(registry);
  }

  /**
   * Reads the values of all tenants. The list of tenants does not change while a node runs.
   *
   * @param handle without a transaction
   */
  synchronized void read(Handle handle) {
    tenants.all().stream().filter(tenant -> registered.add(tenant.id())).forEach(this::register);
    Map<TenantId, Facts> read = new HashMap<>();
    handle
        .createQuery("select * from provisioning.tenant_metrics(cast(:tenants as uuid[]))")
        .bind(
            "tenants",
            tenants.all().stream()
                .map(tenant -> tenant.id().toString())
                .collect(Collectors.joining(",", "{", "}")))
        .map(ConstructorMapper.of(Facts.class))
        .forEach(row -> read.put(new TenantId(row.tenantId()), row));
    facts = Map.copyOf(read);
  }

  private void register(Tenant tenant) {
    count(
        tenant, "pending.managers", "Users whose manager is not known yet", Facts::pendingManagers);
    count(tenant, "erasures.due", "Deleted users whose names must be erased", Facts::erasuresDue);
    gauge(
        tenant,
        "pruning.overdue",
        "How long ago the oldest activity should have been deleted",
        Facts::pruningOverdue);
    gauge(
        tenant,
        "oldest.pending.manager.timestamp",
        "Since when the oldest of them waits",
        Facts::oldestPendingManager);
    gauge(
        tenant,
        "last.exchange.timestamp",
        "When the identity provider last sent a valid token, to the minute",
        Facts::lastExchange);
    token(tenant, Purpose.SCIM, Facts::scimTokenExpires);
    token(tenant, Purpose.REPORTS, Facts::reportTokenExpires);
    token(tenant, Purpose.ACTIVITY, Facts::activityTokenExpires);
    for (Purpose purpose : Purpose.values()) {
      TenantId id = tenant.id();
      places(tenant, purpose, "taken", t -> t.throttle.running(id, purpose));
      places(tenant, purpose, "waiting", t -> t.throttle.waiting(id, purpose));
      places(tenant, purpose, "limit", t -> limit(t.tenants.options(id), purpose));
    }
  }

  private static int limit(TenantOptions options, Purpose purpose) {
    return purpose == Purpose.SCIM ? options.concurrentRequests() : options.concurrentReports();
  }

  private void count(Tenant tenant, String name, String description, Function<Facts, Long> value) {
    builder(name, it -> it.value(tenant, row -> value.apply(row).doubleValue()))
        .description(description)
        .tag("tenant", tenant.subdomain())
        .register(registry);
  }

  private void gauge(
      Tenant tenant, String name, String description, Function<Facts, Double> seconds) {
    builder(name, it -> it.value(tenant, seconds))
        .description(description)
        .baseUnit("seconds")
        .tag("tenant", tenant.subdomain())
        .register(registry);
  }

  private void token(Tenant tenant, Purpose purpose, Function<Facts, Double> expiry) {
    builder("token.expires.timestamp", it -> it.value(tenant, expiry))
        .description("When the current token expires")
        .baseUnit("seconds")
        .tag("tenant", tenant.subdomain())
        .tag("purpose", word(purpose))
        .register(registry);
  }

  private void places(
      Tenant tenant, Purpose purpose, String what, ToDoubleFunction<TenantMetrics> value) {
    builder("places." + what, value)
        .description("Places for requests of the tenant on this node: " + what)
        .tag("tenant", tenant.subdomain())
        .tag("purpose", word(purpose))
        .register(registry);
  }

  private Gauge.Builder<TenantMetrics> builder(String name, ToDoubleFunction<TenantMetrics> value) {
    return Gauge.builder("provisioning." + name, this, value).strongReference(true);
  }

  private static String word(Purpose purpose) {
    return purpose.name().toLowerCase(Locale.ROOT);
  }

  private double value(Tenant tenant, Function<Facts, Double> value) {
    Facts row = facts.get(tenant.id());
    Double known = row == null ? null : value.apply(row);
    return known == null ? Double.NaN : known;
  }
}
