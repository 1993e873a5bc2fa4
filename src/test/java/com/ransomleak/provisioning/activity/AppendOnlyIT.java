package com.ransomleak.provisioning.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.server.RunningServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who has the login that requests use can do to the record of what happened. */
@Tag("one-server")
class AppendOnlyIT {
  private static final String DENIED = "42501";
  private static final String TENANT = "globex";

  private final DatabaseAccess access = RunningServer.get().access();
  private String user;

  @BeforeEach
  void somethingHappened() {
    ScimClient client = ScimClient.of(TENANT);
    user = client.user(ScimClient.unique());
    client.delete("/Users/" + user).expect(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update provisioning.activity set actor = 'x'",
        "update provisioning.activity set detail = null where action = 'token.generated'",
        "delete from provisioning.activity",
        "truncate provisioning.activity",
        "select id from provisioning.activity for update",
        "insert into provisioning.activity (tenant_id, actor, action, at) select :tenant, 'scim',"
            + " 'x', now() - interval '1 day'",
        "insert into provisioning.activity (tenant_id, actor, action, id) select :tenant, 'scim',"
            + " 'x', gen_random_uuid()",
        "update provisioning.assignment_change set source = 'x'",
        "delete from provisioning.assignment_change",
        "truncate provisioning.assignment_change",
        "insert into provisioning.assignment_change (tenant_id, user_id, kind, source, at) select"
            + " :tenant, gen_random_uuid(), 'team', 'x', now()",
        "update provisioning.deleted_user set document = '{}'",
        "update provisioning.deleted_user set deleted_at = now() - interval '1 year'",
        "delete from provisioning.deleted_user",
        "insert into provisioning.deleted_user (tenant_id, id, document, created_at, deleted_at)"
            + " select :tenant, gen_random_uuid(), '{}', now(), now() - interval '1 year'",
        "update provisioning.tenant set erase_deleted_after = interval '0'",
        "update provisioning.tenant set activity_retention = interval '0'",
        "select * from provisioning.node",
        "select * from provisioning.running_node",
        "select provisioning.erase_users(:tenant, array[:user], '{}', '{}', '{}', '{}', '{}')",
        "select provisioning.erase_users(:tenant, array[gen_random_uuid()], '{}', '{}', '{}', '{}',"
            + " '{}')",
        "select provisioning.erase_users(:tenant, '{}', '{scim}', '{x}', '{x}', '{x}', '{x}')",
        "select provisioning.erase_users(:tenant, null, null, null, null, null, null)",
        "alter table provisioning.activity disable row level security",
        "create temporary table x (y int)",
        "set role provisioning_migrator"
      })
  @DisplayName("The login that requests use cannot change or delete what happened")
  void historyIsAppendOnly(String attempt) throws SQLException {
    String before = history();
    try (Connection application = entered()) {
      SQLException refusal =
          assertThrows(SQLException.class, () -> run(application, attempt), attempt);
      assertEquals(DENIED, refusal.getSQLState(), refusal.getMessage());
    }
    assertEquals(before, history());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prune_activity(%s, 1)",
        "prune_assignment_changes(%s, 1)",
        "users_to_erase(%s, 1)",
        "erase_users(%s, array[:user], '{}', '{}', '{}', '{}', '{}')"
      })
  @DisplayName("Functions that prune and erase serve the tenant of the transaction only")
  void functionsServeOneTenant(String function) throws SQLException {
    String other;
    try (Connection migrator = access.connectAsMigrator()) {
      other = one(migrator, "select tenant_id from provisioning.tenant where subdomain = 'acme'");
    }
    for (String tenant : List.of("'" + other + "'", "null")) {
      String call = "select * from provisioning." + function.formatted(tenant);
      try (Connection application = entered()) {
        SQLException refusal = assertThrows(SQLException.class, () -> run(application, call), call);
        assertEquals(DENIED, refusal.getSQLState(), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("This transaction is not of"), call);
      }
    }
  }

  @Test
  @DisplayName("The functions that prune and erase leave alone rows that are not due")
  void functionsDoNoMore() throws SQLException {
    String before = history();
    try (Connection application = entered()) {
      assertEquals(
          List.of("0", "0", "0"),
          List.of(
              one(application, "select provisioning.prune_activity(:tenant, 1000000)"),
              one(application, "select provisioning.prune_assignment_changes(:tenant, 1000000)"),
              one(application, "select count(*) from provisioning.users_to_erase(:tenant, 1000)")));
    }
    assertEquals(before, history());
  }

  @Test
  @DisplayName(
      "Functions with their owner's rights search no schema that others can write to, and only the"
          + " login that needs them may call them")
  void definerFunctionsAreSafe() throws SQLException {
    try (Connection migrator = access.connectAsMigrator()) {
      String definers =
          " from pg_proc p where pronamespace = 'provisioning'::regnamespace and prosecdef";
      assertTrue(Integer.parseInt(one(migrator, "select count(*)" + definers)) >= 8);
      assertEquals(
          List.of(),
          all(
              migrator,
              "select p.oid::regprocedure"
                  + definers
                  + " and (coalesce(array_to_string(proconfig, ';'), '') !~"
                  + " 'search_path=pg_catalog, pg_temp' or has_function_privilege('public', p.oid,"
                  + " 'execute'))"));
    }
  }

  @Test
  @DisplayName("Ids of the activity tell a time, and nothing about other tenants")
  void idsAreNotCounted() throws SQLException {
    try (Connection migrator = access.connectAsMigrator()) {
      assertEquals(
          List.of(),
          all(
              migrator,
              "select sequence_name from information_schema.sequences where sequence_schema ="
                  + " 'provisioning'"),
          "no counter that tenants share");
      assertEquals(
          "t",
          one(
              migrator,
              "select bool_and(id between provisioning.first_id_at(at - interval '1 minute') and"
                  + " provisioning.first_id_at(at + interval '1 minute')) from"
                  + " provisioning.activity where tenant_id = :tenant"));
    }
  }

  @Test
  @DisplayName("Ids that one statement after another makes grow")
  void idsGrow() throws SQLException {
    try (Connection migrator = access.connectAsMigrator();
        PreparedStatement id = migrator.prepareStatement("select provisioning.time_ordered_id()")) {
      String last = "";
      for (int i = 0; i < 1000; i++) {
        String next;
        try (ResultSet row = id.executeQuery()) {
          row.next();
          next = row.getString(1);
        }
        assertTrue(next.compareTo(last) > 0, next + " after " + last);
        assertTrue(next.matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-.*"), next);
        last = next;
      }
    }
  }

  private Connection entered() throws SQLException {
    Connection application = access.connect();
    application.setAutoCommit(false);
    run(application, "select set_config('provisioning.tenant', :tenant::text, true)");
    return application;
  }

  /** All of the tenant but what other requests add meanwhile. */
  private String history() throws SQLException {
    try (Connection migrator = access.connectAsMigrator()) {
      return one(
          migrator,
          """
          select (select count(*) || md5(string_agg(a::text, ',' order by a.id)) from provisioning.activity a where a.tenant_id = :tenant)
            || (select count(*) || md5(string_agg(d::text, ',' order by d.id)) from provisioning.deleted_user d where d.tenant_id = :tenant)
          """);
    }
  }

  private String filled(String sql) throws SQLException {
    try (Connection migrator = access.connectAsMigrator();
        Statement query = migrator.createStatement();
        ResultSet row =
            query.executeQuery(
                "select tenant_id from provisioning.tenant where subdomain = '" + TENANT + "'")) {
      row.next();
      return sql.replace(":tenant", "'" + row.getString(1) + "'::uuid")
          .replace(":user", "'" + user + "'::uuid");
    }
  }

  private void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(filled(sql));
    }
  }

  private String one(Connection connection, String sql) throws SQLException {
    return all(connection, sql).get(0);
  }

  private List<String> all(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(filled(sql))) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
