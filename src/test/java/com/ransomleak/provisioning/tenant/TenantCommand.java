package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.database.DatabaseCopy;
import com.ransomleak.provisioning.database.TestDatabase;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs {@code db/tenant} on a database, as an operator does. */
final class TenantCommand {
  private final DatabaseAccess database;
  private final Path folder;
  private final Map<String, String> environment;

  /**
   * For one database.
   *
   * @param folder the current directory of the command, which gets the reports
   */
  TenantCommand(DatabaseAccess database, Path folder) {
    this(database, folder, Map.of());
  }

  /** A database of this version with the tenant of {@link DatabaseCopy}. */
  static DatabaseAccess copy(String name) throws IOException, SQLException {
    DatabaseAccess database = DatabaseCopy.load(name);
    TestDatabase.migrate(database);
    return database;
  }

  /** A database of this version without tenants. */
  static DatabaseAccess empty(String name) throws IOException, SQLException {
    DatabaseAccess database = DatabaseCopy.createDatabase(name);
    TestDatabase.migrate(database);
    return database;
  }

  private TenantCommand(DatabaseAccess database, Path folder, Map<String, String> environment) {
    this.database = database;
    this.folder = folder;
    this.environment = environment;
  }

  /** The same command with other variables of libpq. */
  TenantCommand with(Map<String, String> changed) {
    return new TenantCommand(database, folder, changed);
  }

  /** Runs a command that succeeds, and returns what it prints. */
  String run(String... arguments) throws IOException, InterruptedException {
    return run(0, "", arguments);
  }

  /** Runs a command that fails without a change, and returns its message. */
  String fail(String... arguments) throws IOException, InterruptedException {
    return run(1, "", arguments);
  }

  String run(int status, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ProjectFiles.file("db", "tenant").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "PGHOST", database.host(),
                "PGPORT", Integer.toString(database.port()),
                "PGDATABASE", database.name(),
                "PGPASSWORD", database.migratorPassword()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(status, process.waitFor(), output);
    return output;
  }

  /** The rows of a tenant, each with its table, except the time of its suspension. */
  static List<String> rows(DatabaseAccess database, String subdomain) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection migrator = database.connectAsMigrator()) {
      for (String table : DatabaseCopy.tables(migrator)) {
        String columns = DatabaseCopy.columns(migrator, table).replace("suspended_at", "null");
        rows.addAll(
            DatabaseCopy.strings(
                migrator,
                """
                select '%1$s ' || row(%2$s)::text from provisioning.%1$s
                where tenant_id in (select tenant_id from provisioning.tenant where subdomain = '%3$s') order by 1
                """
                    .formatted(table, columns, subdomain)));
      }
    }
    return rows;
  }
}
