package com.ransomleak.provisioning.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * How a server reaches a PostgreSQL in which {@code db/roles.sql} was run.
 *
 * @param password of the login that requests use
 * @param migratorPassword of the login that owns the tables
 * @param changed environment variables of the server that differ
 */
public record DatabaseAccess(
    String host,
    int port,
    String name,
    String password,
    String migratorPassword,
    Map<String, String> changed) {
  public static final String USER = "provisioning_app";
  public static final String MIGRATOR = "provisioning_migrator";

  public DatabaseAccess(
      String host, int port, String name, String password, String migratorPassword) {
    this(host, port, name, password, migratorPassword, Map.of());
  }

  /** For a server that reaches the database in another way. */
  public DatabaseAccess with(Map<String, String> environment) {
    return new DatabaseAccess(host, port, name, password, migratorPassword, environment);
  }

  /**
   * As environment variables: what the files in server-config read. Not arguments, which other
   * users of a machine can see.
   */
  public Map<String, String> environment() {
    String url =
        "jdbc:postgresql://%s:%d/%s?sslmode=%s"
            .formatted(host, port, name, host.equals("127.0.0.1") ? "disable" : "prefer");
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "PROVISIONING_DATABASE_URL", url,
                "PROVISIONING_DATABASE_USER", USER,
                "PROVISIONING_DATABASE_PASSWORD", password,
                "PROVISIONING_DATABASE_MIGRATOR_URL", url,
                "PROVISIONING_DATABASE_MIGRATOR_PASSWORD", migratorPassword));
    environment.putAll(changed);
    return environment;
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://"
        + host
        + ":"
        + port
        + "/"
        + name
        + "?connectTimeout=5&socketTimeout=30&stringtype=unspecified";
  }

  /** A connection that sees one tenant at a time, as requests do. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), USER, password);
  }

  /** A connection as the owner of the tables, not bound by row security. */
  public Connection connectAsMigrator() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), MIGRATOR, migratorPassword);
  }
}
