package com.ransomleak.provisioning.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/**
 * How a server reaches a PostgreSQL in which {@code db/roles.sql} was run.
 *
 * @param password of the login that requests use
 * @param migratorPassword of the login that owns the tables
 */
public record DatabaseAccess(
    String host, int port, String name, String password, String migratorPassword) {
  public static final String USER = "provisioning_app";
  public static final String MIGRATOR = "provisioning_migrator";

  /**
   * As environment variables: what the files in server-config read. Not arguments, which other
   * users of a machine can see.
   */
  public Map<String, String> environment() {
    return Map.of(
        "PROVISIONING_DATABASE_HOST", host,
        "PROVISIONING_DATABASE_PORT", Integer.toString(port),
        "PROVISIONING_DATABASE_NAME", name,
        "PROVISIONING_DATABASE_SSLMODE", host.equals("127.0.0.1") ? "disable" : "prefer",
        "PROVISIONING_DATABASE_PASSWORD", password,
        "PROVISIONING_DATABASE_MIGRATOR_PASSWORD", migratorPassword);
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
