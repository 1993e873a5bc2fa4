package com.ransomleak.provisioning.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The API token of the demo's tenant. The product shows a token once and keeps its digest; the demo
 * alone keeps the token itself, in a file only its owner can read, so that what was set up
 * yesterday works today.
 */
final class DemoToken {
  private DemoToken() {}

  /**
   * The token in the file if it is valid in this database, else a new one, which is written to the
   * file.
   *
   * @throws StartFailure when the database does not have the tenant
   */
  static String keptIn(Path file, DatabaseAccess database, String subdomain)
      throws IOException, SQLException {
    try (Connection migrator = database.connectAsMigrator()) {
      if (Files.exists(file)) {
        String kept = Files.readString(file).strip();
        if (live(migrator, subdomain, kept)) {
          return kept;
        }
      }
    }
    String made = OpsCommand.apiToken(database, subdomain, "demo");
    PrivateFile.write(file, made);
    return made;
  }

  private static boolean live(Connection migrator, String subdomain, String token)
      throws SQLException {
    try (PreparedStatement select =
        migrator.prepareStatement(
            """
            select from provisioning.api_token join provisioning.tenant using (tenant_id)
            where subdomain = ? and digest = sha256(convert_to(?, 'UTF8')) and revoked_at is null
            """)) {
      select.setString(1, subdomain);
      select.setString(2, token);
      try (ResultSet found = select.executeQuery()) {
        return found.next();
      }
    }
  }
}
