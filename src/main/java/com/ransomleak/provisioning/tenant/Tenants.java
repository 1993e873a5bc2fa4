package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The tenants of this deployment: exactly those of the configured list, each with its row. A tenant
 * that was removed from the list keeps its row and its data: {@link Nodes} suspends it.
 */
@ApplicationScoped
public class Tenants {
  private TenantSettings settings;
  private DeploymentSettings retention;
  private Nodes nodes;
  private volatile Map<String, Tenant> bySubdomain = Map.of();
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
   * What is set for a tenant.
   *
   * @param tenant one of {@link #all()}
   */
  public TenantOptions options(TenantId tenant) {
    return options.get(tenant);
  }

  /**
   * The resource types as a tenant has them.
   *
   * @param tenant one of {@link #all()}
   */
  public SchemaRegistry schemas(TenantId tenant) {
    return options(tenant).schemaRegistry();
  }

  /** Whether {@link #synchronise} has succeeded since the start; before, nobody can be served. */
  public boolean areLoaded() {
    return !bySubdomain.isEmpty();
  }

  /** In the order of the configured list. */
  public Collection<Tenant> all() {
    return bySubdomain.values();
  }

  /**
   * Makes the rows agree with the configured list: creates new tenants with their built-in roles,
   * renames those with a former name, and suspends those that no running node lists any more. All
   * of it or nothing; several nodes may do this at once.
   *
   * @param migrator a login that row security does not bind
   * @throws IllegalStateException when the list contradicts what is stored
   */
  public void synchronise(Jdbi migrator) {
    Map<TenantId, TenantOptions> all = new HashMap<>();
    Map<String, Tenant> tenants = migrator.inTransaction(handle -> synchronise(handle, all));
    options = Map.copyOf(all);
    bySubdomain = Collections.unmodifiableMap(tenants);
  }

  private Map<String, Tenant> synchronise(Handle migrator, Map<TenantId, TenantOptions> all) {
    // One node after the other; heartbeats of others do not wait for it.
    migrator
        .createQuery(
            "select cast(pg_advisory_xact_lock(hashtextextended('provisioning.node', 0)) as text)")
        .mapTo(String.class)
        .list();
    Map<String, Tenant> tenants = new LinkedHashMap<>();
    for (String subdomain : settings.subdomains()) {
      TenantOptions own = settings.options(subdomain);
      own.formerly().ifPresent(former -> TenantRows.rename(migrator, former, subdomain));
      TenantId id = TenantRows.enable(migrator, subdomain);
      TenantRows.keepRetention(
          migrator, id, own.eraseDeletedAfter(), retention.activityRetention());
      tenants.put(subdomain, new Tenant(id, subdomain));
      all.put(id, own);
    }
    nodes.join(migrator, tenants.values());
    return tenants;
  }
}
