package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.scim.schema.Catalogue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tenants of this deployment: exactly those of the configured list, each with its row. A tenant
 * that was removed from the list keeps its row and its data: {@link Nodes} suspends it.
 */
@ApplicationScoped
public class Tenants {
  private TenantSettings settings;
  private RetentionSettings retention;
  private Nodes nodes;
  private volatile Map<String, Tenant> bySubdomain = Map.of();
  private volatile Map<TenantId, TenantOptions> options = Map.of();

  protected Tenants() {}

  @Inject
  public Tenants(TenantSettings settings, RetentionSettings retention, Nodes nodes) {
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
  public Catalogue schemas(TenantId tenant) {
    return options(tenant).rules().schemas();
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
   * @param migrator a connection that row security does not bind
   * @throws IllegalStateException when the list contradicts what is stored
   */
  public void synchronise(Connection migrator) throws SQLException {
    migrator.setAutoCommit(false);
    try {
      // One node after the other; heartbeats of others do not wait for it.
      TenantRows.execute(
          migrator, "select pg_advisory_xact_lock(hashtextextended('provisioning.node', 0))");
      Map<String, Tenant> tenants = new LinkedHashMap<>();
      Map<TenantId, TenantOptions> all = new HashMap<>();
      for (String subdomain : settings.subdomains()) {
        TenantOptions own = settings.options(subdomain);
        if (own.formerly().isPresent()) {
          TenantRows.rename(migrator, own.formerly().get(), subdomain);
        }
        TenantId id = TenantRows.enable(migrator, subdomain);
        TenantRows.keepRetention(
            migrator, id, own.eraseDeletedAfter(), retention.activityRetention());
        tenants.put(subdomain, new Tenant(id, subdomain));
        all.put(id, own);
      }
      nodes.join(migrator, tenants.values());
      migrator.commit();
      options = Map.copyOf(all);
      bySubdomain = Collections.unmodifiableMap(tenants);
    } finally {
      // Nothing is left to roll back after a commit.
      migrator.rollback();
      migrator.setAutoCommit(true);
    }
  }
}
