package com.ransomleak.provisioning.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.DatabaseChecks;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The invariants of {@code db/checks}, after all other classes have done what they do: no check
 * finds anything; and each finds a violation that is planted, in a transaction rolled back.
 */
@Order(Integer.MAX_VALUE)
class InvariantsIT {
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private static final String TENANT_TABLES =
      """
      select attrelid::regclass from pg_class c join pg_attribute a on a.attrelid = c.oid
      where relnamespace = 'provisioning'::regnamespace and relkind = 'r' and attname = 'tenant_id'
      """;

  /** By file; {@code :user} is somebody with a team and a manager, {@code :other} somebody else. */
  private static final Map<String, String> VIOLATIONS =
      Map.of(
          "deleted_users_are_gone.sql",
          "insert into provisioning.deleted_user (tenant_id, id, document, created_at) select"
              + " tenant_id, id, document, created_at from provisioning.scim_user where id = :user",
          "documents_are_canonical.sql",
          "update provisioning.scim_user set document = document::jsonb || '{\"password\":\"x\"}'"
              + " where id = :user",
          "erased_users_have_no_names.sql",
          "insert into provisioning.deleted_user (tenant_id, id, document, created_at, erased_at)"
              + " select tenant_id, gen_random_uuid(), document, created_at, now() from"
              + " provisioning.scim_user where id = :user",
          "index_agrees_with_document.sql",
          "update provisioning.scim_user set document = document::jsonb || '{\"externalId\":\"x\"}'"
              + " where id = :user",
          "no_pending_reference_is_resolvable.sql",
          "update provisioning.scim_user set manager_id = null where id = :user",
          "one_live_token.sql",
          "insert into provisioning.api_token (tenant_id, id, digest, last_four, created_by) select"
              + " tenant_id, gen_random_uuid(), n::text::bytea, 'aaaa', 'x' from"
              + " provisioning.scim_user, generate_series(1, 2) n where id = :user",
          "reporting_lines_are_what_references_say.sql",
          "update provisioning.scim_user set manager_id = :other where id = :user",
          "teams_are_what_departments_say.sql",
          "update provisioning.scim_user set team_id = null where id = :user",
          "totals_are_counts.sql",
          "update provisioning.resource_total set amount = amount + 1 where tenant_id = (select"
              + " tenant_id from provisioning.scim_user where id = :user) and resource_type ="
              + " 'User'",
          "email_rows_agree_with_keys.sql",
          "delete from provisioning.user_email where user_id = :user");

  private final ScimClient client = ScimClient.of("globex");
  private String user;
  private String other;

  @BeforeEach
  void somebodyWithTeamAndManager() {
    String name = ScimClient.unique();
    other = client.user(ScimClient.unique());
    client
        .post("/Users", ScimClient.userBody(name + "m", ",\"externalId\":\"" + name + "\""))
        .expect(201);
    String enterprise =
        ",\"%s\":{\"department\":\"%s\",\"manager\":\"%s\"}".formatted(ENTERPRISE, name, name);
    user = client.post("/Users", ScimClient.userBody(name, enterprise)).expect(201).id();
  }

  static List<String> checks() throws IOException {
    return DatabaseChecks.names();
  }

  @ParameterizedTest(name = "{0} finds nothing after all that was done")
  @MethodSource("checks")
  void nothingIsFound(String check) throws Exception {
    // One of them allows for the interval of the timer, a second here.
    Eventually.holds(
        check,
        () -> {
          try (Connection database = RunningServer.get().access().connectAsMigrator()) {
            assertEquals(List.of(), DatabaseChecks.found(database, check));
          }
        });
  }

  @ParameterizedTest(name = "{0} finds a planted violation")
  @MethodSource("checks")
  void aPlantedViolationIsFound(String check) throws Exception {
    try (Connection database = RunningServer.get().access().connectAsMigrator()) {
      database.setAutoCommit(false);
      List<String> before = DatabaseChecks.found(database, check);
      try (Statement plant = database.createStatement()) {
        int planted =
            plant.executeUpdate(
                VIOLATIONS
                    .get(check)
                    .replace(":user", "'" + user + "'::uuid")
                    .replace(":other", "'" + other + "'::uuid"));
        assertTrue(planted > 0, "nothing was planted");
        List<String> after = DatabaseChecks.found(database, check);
        after.removeAll(before);
        assertEquals(1, after.size(), () -> check + " found " + after);
      } finally {
        database.rollback();
      }
    }
  }

  @ParameterizedTest(name = "O16: {0} fails under a login that sees only some rows")
  @MethodSource("checks")
  void aCheckThatDoesNotSeeAllFails(String check) throws Exception {
    try (Connection database = RunningServer.get().access().connect()) {
      nameTenant(database);
      assertFails("42501", () -> DatabaseChecks.found(database, check));
    }
  }

  @Test
  @DisplayName("What src/docs/operations.md runs before the checks names the login that they need")
  void theLoginIsNamed() throws Exception {
    try (Connection database = RunningServer.get().access().connect()) {
      SQLException rejected =
          assertThrows(
              SQLException.class,
              () -> DatabaseChecks.rows(database, "select provisioning.sees_every_row()"));
      assertTrue(
          rejected.getMessage().contains("Run this check as provisioning_migrator"),
          rejected.getMessage());
    }
  }

  @Test
  @DisplayName("A statement without a named tenant fails")
  void aStatementWithoutATenantFails() throws Exception {
    List<String> tables;
    try (Connection migrator = RunningServer.get().access().connectAsMigrator()) {
      tables = DatabaseChecks.rows(migrator, TENANT_TABLES + "and relrowsecurity");
      assertEquals(DatabaseChecks.rows(migrator, TENANT_TABLES), tables, "Each has row security.");
      assertFalse(tables.isEmpty());
    }
    try (Connection fresh = RunningServer.get().access().connect();
        Connection used = RunningServer.get().access().connect()) {
      nameTenant(used);
      used.commit();
      used.setAutoCommit(true);
      for (String table : tables) {
        String select = "select count(*) from " + table;
        assertFails("42704", () -> DatabaseChecks.rows(fresh, select));
        assertFails("22P02", () -> DatabaseChecks.rows(used, select));
      }
      String insert =
          "insert into provisioning.team (tenant_id, id, name, name_key)"
              + " values (gen_random_uuid(), gen_random_uuid(), 'x', 'x') returning id";
      assertFails("42704", () -> DatabaseChecks.rows(fresh, insert));
      assertFails("22P02", () -> DatabaseChecks.rows(used, insert));
    }
  }

  @Test
  @DisplayName("There is a violation for each check, and a check for each violation")
  void eachCheckHasItsViolation() throws Exception {
    assertEquals(checks(), List.copyOf(new TreeSet<>(VIOLATIONS.keySet())));
  }

  /** Begins a transaction of some tenant. */
  private static void nameTenant(Connection application) throws SQLException {
    application.setAutoCommit(false);
    DatabaseChecks.rows(
        application, "select set_config('provisioning.tenant', gen_random_uuid()::text, true)");
  }

  private static void assertFails(String state, Executable statement) {
    SQLException failure = assertThrows(SQLException.class, statement);
    assertEquals(state, failure.getSQLState(), failure.getMessage());
  }
}
