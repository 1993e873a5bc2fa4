package com.ransomleak.provisioning.database;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.demo.ResourceRows;
import com.ransomleak.provisioning.mapping.SqlFragment;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.scim.schema.SearchKeys;
import com.ransomleak.provisioning.store.Representation;
import com.ransomleak.provisioning.store.Representation.Kind;
import com.ransomleak.provisioning.store.ResourceRow;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/** One real PostgreSQL for all tests of this JVM, with the tables of {@code db/migration}. */
public final class TestDatabase {
  public static final String BASE_URL = "https://acme.example.com/scim/v2";

  private static DatabaseAccess access;

  private TestDatabase() {}

  public static synchronized DatabaseAccess access() throws Exception {
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

  /** Migrates an empty database as a start of the server does. */
  public static void migrate(DatabaseAccess access) {
    Flyway.configure()
        .dataSource(access.jdbcUrl(), DatabaseAccess.MIGRATOR, access.migratorPassword())
        .schemas("provisioning")
        .locations("filesystem:db/migration")
        .load()
        .migrate();
  }

  public static UUID newTenant(Connection migrator) throws SQLException {
    UUID tenant = UUID.randomUUID();
    update(
        migrator,
        "insert into provisioning.tenant (tenant_id, subdomain) values (?, ?)",
        tenant,
        "t" + tenant);
    return tenant;
  }

  /** Inserts a user that has only a name. */
  public static void insertUser(Connection migrator, UUID tenant, String userName)
      throws SQLException {
    JsonObject body =
        ScimJson.object().add("userName", userName).add("active", JsonValue.TRUE).build();
    JsonObject document = DocumentReader.read(body, Schemas.user(), new Warnings());
    update(
        migrator,
        ResourceRows.users("select ?, ?, cast(? as jsonb), cast(? as jsonb)"),
        tenant,
        UUID.randomUUID(),
        ScimJson.write(document),
        ScimJson.write(SearchKeys.of(document, Schemas.user())));
  }

  /** Begins a transaction that sees the tenant. */
  public static void enter(Connection connection, UUID tenant) throws SQLException {
    connection.setAutoCommit(false);
    strings(connection, "select set_config('provisioning.tenant', ?::text, true)", List.of(tenant));
  }

  public static void update(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, List.of(parameters))) {
      statement.executeUpdate();
    }
  }

  /** The first column of the answer. */
  public static List<String> strings(Connection connection, String sql, List<Object> parameters)
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

  /** The first column of the answer to a statement about a tenant that has a compiled filter. */
  public static List<String> strings(
      Connection connection, String sql, UUID tenant, SqlFragment filter) {
    return query(connection, sql, tenant, query -> query.bindMap(filter.parameters()))
        .mapTo(String.class)
        .list();
  }

  /** The tenant's users or groups as clients see them, ordered by id. */
  public static List<JsonObject> resources(Connection connection, UUID tenant, Kind kind) {
    String view = kind == Kind.USER ? "user_resource" : "role_with_members";
    return query(
            connection,
            "select * from provisioning." + view + " where tenant_id = :tenant order by id",
            tenant,
            query -> query)
        .map((row, context) -> Representation.of(kind, BASE_URL, ResourceRow.of(row)).json())
        .map(json -> ScimJson.parse(json.getBytes(StandardCharsets.UTF_8)))
        .list();
  }

  private static Query query(
      Connection connection, String sql, UUID tenant, UnaryOperator<Query> parameters) {
    Jdbi jdbi = Jdbi.create(connection);
    // The connection and its transaction belong to the test.
    jdbi.getConfig(Handles.class).setForceEndTransactions(false);
    Query query =
        jdbi.open()
            .createQuery(sql)
            .configure(SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
            .bind("tenant", tenant)
            .bind("base_url", BASE_URL);
    return parameters.apply(query);
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
