package com.ransomleak.provisioning.database;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The kept copy of a version 1 database, {@code src/test/resources/database/v1.sql}: its schema
 * with all functions, two tenants with data, and Flyway's history. {@code DatabaseCopyWriter}
 * writes it, {@code UpgradeIT} migrates it.
 */
public final class DatabaseCopy {
  public static final Path FILE =
      ProjectFiles.file("src", "test", "resources", "database", "v1.sql");

  /** The command that writes the copy. */
  public static final String COMMAND = "mvn verify -Pv1-copy";

  /** The tenant with most of the data. */
  public static final String TENANT = "gringotts";

  /** The tenant in which a deleted user has been erased. */
  public static final String ERASING_TENANT = "soylent";

  /** The SCIM token of {@link #TENANT} in the copy. */
  public static final String TOKEN = "rlscim_" + "0".repeat(64);

  private DatabaseCopy() {}

  /** Loads the copy into a new database of the cluster that all tests share. */
  public static DatabaseAccess load(String name) throws IOException, SQLException {
    DatabaseAccess access = createDatabase(name);
    loadInto(access);
    return access;
  }

  /** Loads the copy into an empty database. */
  public static void loadInto(DatabaseAccess access) throws IOException, SQLException {
    try (Connection migrator = access.connectAsMigrator();
        Statement statement = migrator.createStatement()) {
      statement.execute(Files.readString(FILE));
    }
  }

  /** A new database without tables in the cluster that all tests share. */
  public static DatabaseAccess createDatabase(String name) throws IOException, SQLException {
    DatabaseAccess shared = RunningServer.database().access();
    try (Connection superuser = ServerDatabase.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute("create database " + name + " owner " + DatabaseAccess.MIGRATOR);
    }
    return new DatabaseAccess(
        shared.host(), shared.port(), name, shared.password(), shared.migratorPassword());
  }

  /** The first column of the result. */
  public static List<String> strings(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> strings = new ArrayList<>();
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
      return strings;
    }
  }

  /**
   * The tables of the copy, in the order of their creation, so that a row follows those it refers
   * to.
   */
  public static List<String> tables(Connection migrator) throws SQLException {
    return strings(
        migrator,
        """
        select relname from pg_class
        where relnamespace = 'provisioning'::regnamespace and relkind = 'r'
          and relname not in ('flyway_schema_history', 'node')
        order by oid
        """);
  }

  /** The columns of a table that an insert may name, separated by commas. */
  public static String columns(Connection migrator, String table) throws SQLException {
    return strings(
            migrator,
            """
            select string_agg(quote_ident(column_name), ', ' order by ordinal_position)
            from information_schema.columns
            where table_schema = 'provisioning' and table_name = '%s' and is_generated = 'NEVER'
            """
                .formatted(table))
        .get(0);
  }
}
