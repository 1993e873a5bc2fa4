package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The tenants of this deployment: the configured list, each with its row. A tenant that was removed
 * from the list keeps its row and its data, and {@link Nodes} suspends it.
 */
@ApplicationScoped
public class Tenants {
  private TenantSettings settings;
  private DeploymentSettings retention;
  private Nodes nodes;
  private volatile Map<String, Tenant> bySubdomain = Map.of();
  private volatile Map<TenantId, Tenant> byId = Map.of();
  private volatile Map<TenantId, TenantOptions> options = Map.of();

  protected Tenants() {}

  @Inject
  public Tenants(TenantSettings settings, DeploymentSettings retention, Nodes nodes) {
    this.settings = settings;
    this.retention = retention;
    this.nodes = nodes;
  }

  public Optional<Tenant> bySubdomain(String subdomain) {
    return Optional.ofNullable(bySubdomain.get(subdomain));
  }

  /**
   * The settings of a tenant.
   *
   * @param tenant one of {@link #all()}
   */
  public TenantOptions options(TenantId tenant) {
    return options.get(tenant);
  }

  /**
   * The schemas of a tenant.
   *
   * @param tenant one of {@link #all()}
   */
  public SchemaRegistry schemas(TenantId tenant) {
    return options(tenant).schemaRegistry();
  }

  /** Whether {@link #synchronise} has succeeded. Before that, no request can be processed. */
  public boolean areLoaded() {
    return !bySubdomain.isEmpty();
  }

  /** The tenants in the order of the configured list. */
  public Collection<Tenant> all() {
    return bySubdomain.values();
  }

  /**
   * Updates the rows to the configured list, in one transaction: creates new tenants with their
   * built-in roles, renames tenants, suspends tenants that no running node lists, and stores the
   * retention settings. Several nodes can do this at the same time.
   *
   * @param migrator a login that bypasses row security
   * @throws IllegalStateException when the list contradicts the rows
   */
  public void synchronise(Jdbi migrator) {
    Map<TenantId, TenantOptions> all = new HashMap<>();
    Map<String, Tenant> tenants = migrator.inTransaction(handle -> synchronise(handle, all));
    options = Map.copyOf(all);
    migrator.useHandle(
        handle -> {
          TenantRows.warnOfShorterRetention(handle, tenants.values());
          refresh(handle, tenants.values());
        });
    byId = tenants.values().stream().collect(Collectors.toMap(Tenant::id, tenant -> tenant));
    bySubdomain = Collections.unmodifiableMap(tenants);
  }

  /** Reads what the administrators of all tenants chose meanwhile, also on other nodes. */
  public void refresh(Handle handle) {
    refresh(handle, all());
  }

  synchronized void use(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) ChosenSettings.Changed changed) {
    Map<TenantId, TenantOptions> all = new HashMap<>(options);
    all.put(changed.tenant(), changed.options());
    options = Map.copyOf(all);
  }

  private void refresh(Handle handle, Collection<Tenant> tenants) {
    Map<TenantId, TenantOptions> before = options;
    Map<TenantId, TenantOptions> all = new HashMap<>(before);
    Map<TenantId, Map<String, String>> chosen = ChosenSettings.read(handle, tenants);
    for (Tenant tenant : tenants) {
      all.put(
          tenant.id(),
          settings.options(tenant.subdomain(), chosen.getOrDefault(tenant.id(), Map.of())));
    }
    replace(before, all);
  }

  /** Drops what was read while an administrator chose a setting: the next refresh has both. */
  private synchronized void replace(
      Map<TenantId, TenantOptions> before, Map<TenantId, TenantOptions> read) {
    if (options == before) {
      options = Map.copyOf(read);
    }
  }

  /** The tenant with this id, one of {@link #all()}. */
  public Tenant byId(TenantId id) {
    return byId.get(id);
  }

  private Map<String, Tenant> synchronise(Handle migrator, Map<TenantId, TenantOptions> all) {
    // Nodes do this one after the other. Heartbeats do not wait for the lock.
    migrator
        .createQuery(
            "select cast(pg_advisory_xact_lock(hashtextextended('provisioning.node', 0)) as text)")
        .mapTo(String.class)
        .list();
    Map<String, Tenant> tenants = new LinkedHashMap<>();
    for (String subdomain : settings.subdomains()) {
      TenantOptions own = settings.options(subdomain);
      own.formerly().ifPresent(name -> TenantRows.rename(migrator, name, subdomain));
      TenantId id = TenantRows.enable(migrator, subdomain);
      tenants.put(subdomain, new Tenant(id, subdomain));
      all.put(id, own);
    }
    nodes.join(migrator, tenants.values());
    all.forEach(
        (id, own) ->
            TenantRows.storeRetention(
                migrator, id, own.eraseDeletedAfter(), retention.activityRetention()));
    return tenants;
  }
}
