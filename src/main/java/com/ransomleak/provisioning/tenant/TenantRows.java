package com.ransomleak.provisioning.tenant;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What a start does to the rows of table {@code tenant}, as the migrator. */
final class TenantRows {
  private TenantRows() {}

  /**
   * Gives a tenant its new subdomain. Nothing happens when no tenant has the previous one: the
   * setting stays in the configuration after the rename.
   *
   * @throws IllegalStateException when both exist: one of them would be lost
   */
  static void rename(Connection migrator, String former, String subdomain) throws SQLException {
    if (first(migrator, "select 'x' from provisioning.tenant where subdomain = ?", former)
        .isEmpty()) {
      return;
    }
    if (first(migrator, "select 'x' from provisioning.tenant where subdomain = ?", subdomain)
        .isPresent()) {
      throw new IllegalStateException(
          """
          tenant.%1$s.formerly: "%2$s" cannot be renamed to "%1$s", because both exist as tenants. To keep the data of "%1$s", \
          remove this setting. To keep the data of "%2$s", run as provisioning_migrator: update provisioning.tenant set \
          subdomain = '%1$s-unused' where subdomain = '%1$s'; and start again.\
          """
              .formatted(subdomain, former));
    }
    execute(
        migrator,
        "update provisioning.tenant set subdomain = ?, former_subdomains ="
            + " array_remove(former_subdomains, ?) || subdomain where subdomain = ?",
        subdomain,
        subdomain,
        former);
  }

  /**
   * The tenant of a subdomain, created where there is none.
   *
   * @throws IllegalStateException when another tenant had this subdomain before: an outdated list
   *     would create an empty tenant in its place
   */
  static TenantId enable(Connection migrator, String subdomain) throws SQLException {
    Optional<String> renamed =
        first(
            migrator,
            "select subdomain from provisioning.tenant where ? = any (former_subdomains) and not"
                + " exists (select from provisioning.tenant where subdomain = ?)",
            subdomain,
            subdomain);
    if (renamed.isPresent()) {
      throw new IllegalStateException(
          """
          provisioning.tenants: the tenant "%1$s" was renamed to "%2$s". List "%2$s" instead, or set tenant.%1$s.formerly=%2$s \
          to rename it back. If "%1$s" is a new customer, run as provisioning_migrator: update provisioning.tenant set \
          former_subdomains = array_remove(former_subdomains, '%1$s'); and start again.\
          """
              .formatted(subdomain, renamed.get()));
    }
    return first(migrator, "select provisioning.enable_tenant(?)", subdomain)
        .map(id -> new TenantId(UUID.fromString(id)))
        .orElseThrow();
  }

  /** The tenant's own settings, so that they stay in force while no node lists it. */
  static void keepRetention(
      Connection migrator, TenantId tenant, Duration eraseDeletedAfter, Duration activityRetention)
      throws SQLException {
    execute(
        migrator,
        "update provisioning.tenant set erase_deleted_after = cast(? as interval),"
            + " activity_retention = cast(? as interval) where tenant_id = cast(? as uuid) and"
            + " (erase_deleted_after, activity_retention) is distinct from (cast(? as interval),"
            + " cast(? as interval))",
        eraseDeletedAfter.toString(),
        activityRetention.toString(),
        tenant.toString(),
        eraseDeletedAfter.toString(),
        activityRetention.toString());
  }

  static void execute(Connection migrator, String sql, String... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(migrator, sql, parameters)) {
      statement.execute();
    }
  }

  private static Optional<String> first(Connection migrator, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement query = prepare(migrator, sql, parameters);
        ResultSet row = query.executeQuery()) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }

  private static PreparedStatement prepare(Connection migrator, String sql, String... parameters)
      throws SQLException {
    PreparedStatement statement = migrator.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setString(i + 1, parameters[i]);
    }
    return statement;
  }
}
