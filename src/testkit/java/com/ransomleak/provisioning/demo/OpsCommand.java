package com.ransomleak.provisioning.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The SQL functions that operators call in psql. */
public final class OpsCommand {
  private OpsCommand() {}

  /**
   * Generates the tenant's API token; the previous one stops working.
   *
   * @param createdBy for the record
   * @return the token itself, which the database does not keep
   * @throws StartFailure when the database does not have the tenant
   */
  public static String apiToken(DatabaseAccess database, String subdomain, String createdBy) {
    return ask(
            database,
            "select provisioning.generate_api_token(tenant_id, ?) from provisioning.tenant where"
                + " subdomain = ?",
            createdBy,
            subdomain)
        .orElseThrow(() -> new StartFailure("The database has no tenant " + subdomain + "."));
  }

  /** Generates the tenant's report token; the previous one stops working. */
  public static String reportToken(DatabaseAccess database, String subdomain, String createdBy) {
    return token(database, subdomain, createdBy, "reports");
  }

  /** Generates the tenant's activity token; the previous one stops working. */
  public static String activityToken(DatabaseAccess database, String subdomain, String createdBy) {
    return token(database, subdomain, createdBy, "activity");
  }

  private static String token(
      DatabaseAccess database, String subdomain, String createdBy, String purpose) {
    return ask(
            database,
            "select provisioning.generate_api_token(tenant_id, ?, p_purpose => ?) from"
                + " provisioning.tenant where subdomain = ?",
            createdBy,
            purpose,
            subdomain)
        .orElseThrow(() -> new StartFailure("The database has no tenant " + subdomain + "."));
  }

  /**
   * Creates the link with which a user sets a password.
   *
   * @return the path with the secret, {@code /set-password#…}
   */
  public static String passwordLink(DatabaseAccess database, String subdomain, String userName) {
    return ask(database, "select provisioning.password_link(?, ?)", subdomain, userName)
        .orElseThrow();
  }

  /** The same for a user without a password; empty for others and without a user name. */
  public static Optional<String> passwordLinkWhereNeeded(
      DatabaseAccess database, String subdomain, String userName) {
    boolean needed =
        userName != null
            && ask(
                    database,
                    "select 'x' from provisioning.credential c join provisioning.scim_user u using"
                        + " (tenant_id) join provisioning.tenant t using (tenant_id) where u.id ="
                        + " c.user_id and t.subdomain = ? and u.user_name_key = lower(?)",
                    subdomain,
                    userName)
                .isEmpty();
    return needed ? Optional.of(passwordLink(database, subdomain, userName)) : Optional.empty();
  }

  private static Optional<String> ask(DatabaseAccess database, String sql, String... parameters) {
    try (Connection migrator = database.connectAsMigrator();
        PreparedStatement select = migrator.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new StartFailure("The database refused: " + e.getMessage(), e);
    }
  }
}
