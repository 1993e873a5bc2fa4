package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.scim.Tolerances;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.KeyExtractor;
import com.ransomleak.provisioning.scim.schema.Schemas;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** One real PostgreSQL for all tests of this JVM, with the tables of {@code db/migration}. */
final class TestDatabase {
  static final String BASE_URL = "https://acme.example.com/scim/v2";

  private static DatabaseAccess access;

  private TestDatabase() {}

  static synchronized DatabaseAccess access() throws Exception {
    if (access == null) {
      Path directory = Path.of("target", "mapping-database");
      EmbeddedDatabase database = EmbeddedDatabase.startEmpty(directory.toAbsolutePath());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(database)));
      migrate(database.access());
      access = database.access();
    }
    return access;
  }

  private static void close(EmbeddedDatabase database) {
    try {
      database.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the tables in an empty database. */
  static void migrate(DatabaseAccess access) throws IOException, SQLException {
    try (Connection connection = access.connectAsMigrator();
        Statement statement = connection.createStatement();
        Stream<Path> scripts = Files.list(Path.of("db/migration"))) {
      statement.execute("create schema provisioning");
      for (Path script : scripts.sorted(Comparator.comparingInt(TestDatabase::number)).toList()) {
        statement.execute(Files.readString(script));
      }
    }
  }

  /** Of {@code V11__unknown_members.sql} it is 11. */
  private static int number(Path script) {
    return Integer.parseInt(script.getFileName().toString().replaceFirst("V(\\d+)__.*", "$1"));
  }

  static UUID newTenant(Connection migrator) throws SQLException {
    UUID tenant = UUID.randomUUID();
    update(
        migrator,
        "insert into provisioning.tenant (tenant_id, subdomain) values (?, ?)",
        tenant,
        "t" + tenant);
    return tenant;
  }

  /** A user of whom nothing but the name is known. */
  static void insertUser(Connection migrator, UUID tenant, String userName) throws SQLException {
    JsonObject body =
        ScimJson.object().add("userName", userName).add("active", JsonValue.TRUE).build();
    JsonObject document = DocumentReader.read(body, Schemas.user(), new Tolerances());
    update(
        migrator,
        "insert into provisioning.scim_user (tenant_id, id, document, keys, version)"
            + " values (?, ?, ?, ?, 1)",
        tenant,
        UUID.randomUUID(),
        ScimJson.write(document),
        ScimJson.write(KeyExtractor.keys(document, Schemas.user())));
  }

  /** Begins a transaction that sees the tenant. */
  static void enter(Connection connection, UUID tenant) throws SQLException {
    connection.setAutoCommit(false);
    strings(connection, "select provisioning.enter(?, ?)", List.of(tenant, BASE_URL));
  }

  static void update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, List.of(parameters))) {
      statement.executeUpdate();
    }
  }

  /** The first column of the answer. */
  static List<String> strings(Connection connection, String sql, List<Object> parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        result.add(rows.getString(1));
      }
      return result;
    }
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, List<Object> parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, parameters.get(i));
    }
    return statement;
  }
}
