package com.ransomleak.provisioning.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What ops type in psql to make an API token, from Java. */
public final class ApiTokenCommand {
  private ApiTokenCommand() {}

  /**
   * Makes the tenant's token and kills the former one.
   *
   * @param createdBy for the record
   * @return the token itself, which the database does not keep
   * @throws StartFailure when the database does not have the tenant
   */
  public static String generate(DatabaseAccess database, String subdomain, String createdBy) {
    try (Connection migrator = database.connectAsMigrator();
        PreparedStatement select =
            migrator.prepareStatement(
                """
                select provisioning.generate_api_token(tenant_id, ?)
                from provisioning.tenant where subdomain = ?
                """)) {
      select.setString(1, createdBy);
      select.setString(2, subdomain);
      try (ResultSet made = select.executeQuery()) {
        if (!made.next()) {
          throw new StartFailure("The database has no tenant " + subdomain + ".");
        }
        return made.getString(1);
      }
    } catch (SQLException e) {
      throw new StartFailure("No API token could be made: " + e.getMessage(), e);
    }
  }
}
