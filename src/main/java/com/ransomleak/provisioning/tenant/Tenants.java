package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.scim.schema.Catalogue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The tenants of this deployment: exactly those of the configured list, each with its row. Those
 * who were taken out of the list keep their data, but no longer than others.
 */
@ApplicationScoped
public class Tenants {
  private TenantSettings settings;
  private volatile Map<String, Tenant> bySubdomain = Map.of();
  private volatile List<Tenant> disabled = List.of();
  private volatile Map<TenantId, TenantOptions> options = Map.of();

  protected Tenants() {}

  @Inject
  public Tenants(TenantSettings settings) {
    this.settings = settings;
  }

  public Optional<Tenant> bySubdomain(String subdomain) {
    return Optional.ofNullable(bySubdomain.get(subdomain));
  }

  /**
   * What is set for a tenant.
   *
   * @param tenant one of {@link #all()} or {@link #disabled()}
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

  /** In the order of the configured list. */
  public Collection<Tenant> all() {
    return bySubdomain.values();
  }

  /**
   * Who is no longer in the list: nobody gets in, and what is set for all tenants holds for them.
   */
  public List<Tenant> disabled() {
    return disabled;
  }

  /**
   * Makes the rows agree with the configured list: new tenants are born with their built-in roles,
   * renamed ones keep their id, those no longer listed are disabled. Several nodes may do this at
   * once.
   *
   * @param migrator a connection that row security does not bind
   */
  public void synchronise(Connection migrator) throws SQLException {
    Map<String, Tenant> tenants = new LinkedHashMap<>();
    for (String subdomain : settings.subdomains()) {
      Optional<String> former = settings.options(subdomain).formerly();
      if (former.isPresent()) {
        rename(migrator, former.get(), subdomain);
      }
      tenants.put(subdomain, new Tenant(enable(migrator, subdomain), subdomain));
    }
    disableAllBut(migrator, tenants.keySet());
    disabled = readDisabled(migrator);
    Map<TenantId, TenantOptions> all = new HashMap<>();
    tenants.values().forEach(t -> all.put(t.id(), settings.options(t.subdomain())));
    disabled.forEach(t -> all.put(t.id(), settings.usualOptions()));
    options = Map.copyOf(all);
    bySubdomain = Collections.unmodifiableMap(tenants);
  }

  private static void rename(Connection migrator, String former, String subdomain)
      throws SQLException {
    try (PreparedStatement rename =
        migrator.prepareStatement(
            "update provisioning.tenant set subdomain = ? where subdomain = ?"
                + " and not exists (select from provisioning.tenant where subdomain = ?)")) {
      rename.setString(1, subdomain);
      rename.setString(2, former);
      rename.setString(3, subdomain);
      rename.executeUpdate();
    }
  }

  private static TenantId enable(Connection migrator, String subdomain) throws SQLException {
    try (PreparedStatement enable =
        migrator.prepareStatement("select provisioning.enable_tenant(?)")) {
      enable.setString(1, subdomain);
      try (ResultSet row = enable.executeQuery()) {
        row.next();
        return new TenantId(row.getObject(1, UUID.class));
      }
    }
  }

  private static void disableAllBut(Connection migrator, Collection<String> subdomains)
      throws SQLException {
    try (PreparedStatement disable =
        migrator.prepareStatement(
            "update provisioning.tenant set disabled_at = now() where disabled_at is null and"
                + " subdomain <> all (?)")) {
      disable.setArray(1, migrator.createArrayOf("text", subdomains.toArray()));
      disable.executeUpdate();
    }
  }

  private static List<Tenant> readDisabled(Connection migrator) throws SQLException {
    try (PreparedStatement query =
            migrator.prepareStatement(
                "select tenant_id, subdomain from provisioning.tenant where disabled_at is not"
                    + " null");
        ResultSet rows = query.executeQuery()) {
      List<Tenant> disabled = new ArrayList<>();
      while (rows.next()) {
        disabled.add(new Tenant(new TenantId(rows.getObject(1, UUID.class)), rows.getString(2)));
      }
      return List.copyOf(disabled);
    }
  }
}
