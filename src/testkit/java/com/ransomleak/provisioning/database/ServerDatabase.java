package com.ransomleak.provisioning.database;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * SQL on the database that the server under test uses. The connections belong to the owner of the
 * tables, who sees all tenants.
 */
public final class ServerDatabase {
  /** The folder of the database, with its log. */
  static final Path FOLDER = ProjectFiles.file("target", "server-tests", "database");

  private ServerDatabase() {}

  /** Runs statements, separated by semicolons, in one transaction. */
  public static void run(String sql, Object... parameters) throws SQLException {
    try (Connection migrator = RunningServer.database().access().connectAsMigrator();
        PreparedStatement statement = prepared(migrator, sql, parameters)) {
      statement.execute();
    }
  }

  /** The first column of all rows. */
  public static List<String> strings(String sql, Object... parameters) throws SQLException {
    try (Connection migrator = RunningServer.database().access().connectAsMigrator();
        PreparedStatement query = prepared(migrator, sql, parameters);
        ResultSet rows = query.executeQuery()) {
      List<String> strings = new ArrayList<>();
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
      return strings;
    }
  }

  /** The first column of the first row; null without a row. */
  public static String string(String sql, Object... parameters) throws SQLException {
    List<String> strings = strings(sql, parameters);
    return strings.isEmpty() ? null : strings.get(0);
  }

  /** A condition on {@code tenant_id} for the tenant. */
  public static String ofTenant(String subdomain) {
    return "tenant_id = (select tenant_id from provisioning.tenant where subdomain = '"
        + subdomain
        + "')";
  }

  /** A connection that may do what the logins of the application may not. */
  public static Connection superuser() throws IOException, SQLException {
    DatabaseAccess access = RunningServer.database().access();
    return DriverManager.getConnection(
        "jdbc:postgresql://" + access.host() + ":" + access.port() + "/" + access.name(),
        "postgres",
        Files.readString(FOLDER.resolve("superuser.password")));
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object[] parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }
}
