package com.ransomleak.provisioning.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.database.Scans;
import com.ransomleak.provisioning.database.TestDatabase;
import com.ransomleak.provisioning.demo.ResourceRows;
import com.ransomleak.provisioning.role.GroupMapping;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.filter.FilterParser;
import com.ransomleak.provisioning.user.UserMapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What identity providers ask all day uses an index, also for the login that row security binds: a
 * condition that is not leakproof would be kept away from the index there, and read the tenant. The
 * system property {@code scale.users} says how many users the tenant has; {@code -Pscale} makes it
 * 100,000.
 */
class LookupPlansTest {
  private static final int USERS = Integer.getInteger("scale.users", 20_000);

  /** PostgreSQL plans the first five executions of a function's statement for their values. */
  private static final int GENERIC_PLAN_AFTER = 5;

  private static final String FIRST_ID = "00000000-0000-7000-8000-000000000001";

  private static Connection application;
  private static UUID tenant;

  @BeforeAll
  static void aTenantWithManyUsers() throws Exception {
    try (Connection migrator = TestDatabase.access().connectAsMigrator()) {
      tenant = TestDatabase.newTenant(migrator);
      TestDatabase.update(
          migrator,
          ResourceRows.users(
              """
              select ?, cast('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid), d, d
              from generate_series(1, ?) n, lateral jsonb_build_object(
                'userName', 'user' || n || '@x', 'externalId', 'e' || n, 'active', true,
                'emails', jsonb_build_array(jsonb_build_object('value', 'user' || n || '@x', 'type', 'work')),
                'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
                  jsonb_build_object('value', 'e' || n / 10)) d
              """),
          tenant,
          USERS);
      TestDatabase.update(
          migrator,
          ResourceRows.roles(
              """
              select ?, cast('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid), d, d
              from generate_series(1, 5000) n, lateral jsonb_build_object('displayName', 'role' || n, 'displayNameKey', 'role' || n) d
              """),
          tenant);
      TestDatabase.update(
          migrator,
          """
          insert into provisioning.role_member (tenant_id, role_id, user_id)
          select u.tenant_id, r.id, u.id
          from provisioning.scim_user u join provisioning.role r using (tenant_id)
          where tenant_id = ? and r.id = u.id
          """,
          tenant);
      TestDatabase.update(
          migrator,
          "vacuum analyze provisioning.scim_user, provisioning.user_email, provisioning.role,"
              + " provisioning.role_member");
    }
    application = TestDatabase.access().connect();
    TestDatabase.enter(application, tenant);
  }

  @AfterAll
  static void close() throws SQLException {
    application.close();
  }

  @ParameterizedTest(name = "{0} by {1}")
  @DisplayName("F-19, F-20: lookups of users")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "userName eq \"user77@x\"                          | user_name_key = 'user77@x'",
        "externalId eq \"e77\"                             | external_id = 'e77'",
        "id eq \"" + FIRST_ID + "\"                        | id = '" + FIRST_ID + "'",
        "emails eq \"user77@x\"                            | value_key = 'user77@x'",
        "emails[type eq \"work\"].value eq \"user77@x\"    | value_key = 'user77@x'",
        "id eq \"" + FIRST_ID + "\" and manager eq \"e0\"  | id = '" + FIRST_ID + "'",
        "userName eq \"user7@x\" or externalId eq \"e77\"  | external_id = 'e77'",
        "userName sw \"user777\"                           | user_name_key >= 'user777'",
        "groups.value eq \"" + FIRST_ID + "\"              | role_id = '" + FIRST_ID + "'",
      })
  void usersAreFoundByIndex(String filter, String indexCondition) throws SQLException {
    assertIndexed(filter, UserMapping.TABLE, "scim_user u", indexCondition);
  }

  @ParameterizedTest(name = "{0} by {1}")
  @DisplayName("F-19, F-20: lookups of groups")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "displayName eq \"ROLE77\"                                | name_key = 'role77'",
        "id eq \""
            + FIRST_ID
            + "\" and members eq \""
            + FIRST_ID
            + "\" | user_id = '"
            + FIRST_ID
            + "'",
        "members.value eq \"" + FIRST_ID + "\"                    | user_id = '" + FIRST_ID + "'",
      })
  void rolesAreFoundByIndex(String filter, String indexCondition) throws SQLException {
    assertIndexed(filter, GroupMapping.TABLE, "role r", indexCondition);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("What the resources ask of functions and pages touches only the rows it answers")
  @CsvSource(
      delimiter = '|',
      value = {
        "select id from provisioning.read_user(?, '" + FIRST_ID + "')",
        "select id from provisioning.find_user_by_user_name(?, 'user77@x')",
        "select id from provisioning.find_user_by_external_id(?, 'e77')",
        "select id from provisioning.lock_user(?, '" + FIRST_ID + "')",
        "select document from provisioning.user_resource where tenant_id = ? and id >= '"
            + FIRST_ID
            + "' order by id limit 1",
        "select document from provisioning.user_resource where tenant_id = ? and id >= "
            + "'00000000-0000-7000-8000-000000004000' order by id limit 1",
        "select document from provisioning.scim_user where tenant_id = ? and (member_name collate"
            + " \"und-x-icu\", id) > ('user', '"
            + FIRST_ID
            + "') order by member_name collate \"und-x-icu\", id limit 1",
      })
  void oneRowIsRead(String sql) throws SQLException {
    for (int i = 0; i < GENERIC_PLAN_AFTER + 1; i++) {
      Scans before = Scans.of(application);
      assertEquals(1, TestDatabase.strings(application, sql, List.of(tenant)).size());
      Scans after = Scans.of(application);
      assertEquals(before.sequential(), after.sequential(), "sequential scans");
      assertEquals(1, after.rowsFetched() - before.rowsFetched(), "rows of users fetched");
    }
  }

  @Test
  @DisplayName("A read by key finds its own tenant's row on a connection that is used many times")
  void readsNameTheTenantForThemselvesOnly() throws Exception {
    String read = "select id from provisioning.read_user(?, '" + FIRST_ID + "')";
    try (Connection reused = TestDatabase.access().connect()) {
      for (int i = 0; i < 4 * GENERIC_PLAN_AFTER; i++) {
        assertEquals(List.of(FIRST_ID), TestDatabase.strings(reused, read, List.of(tenant)));
        assertEquals(List.of(), TestDatabase.strings(reused, read, List.of(UUID.randomUUID())));
        assertThrows(
            SQLException.class,
            () ->
                TestDatabase.strings(
                    reused, "select id from provisioning.scim_user limit 1", List.of()));
      }
    }
  }

  @Test
  @DisplayName("Q-08: the place of a deep page is found in the key alone")
  void aDeepPageReadsNoRowBeforeIt() throws SQLException {
    Scans before = Scans.of(application);
    int offset = USERS - 10;
    assertEquals(
        List.of("00000000-0000-7000-8000-%012x".formatted(offset + 1)),
        TestDatabase.strings(
            application,
            "select provisioning.user_id_at_offset(?, ?, ?)",
            List.of(tenant, offset, USERS)));
    Scans after = Scans.of(application);
    assertEquals(before.sequential(), after.sequential(), "sequential scans");
    assertEquals(0, after.rowsFetched() - before.rowsFetched(), "rows of users fetched");
  }

  private static void assertIndexed(
      String filter, ResourceMapping mapping, String table, String indexCondition)
      throws SQLException {
    SqlFragment sql =
        SqlFilter.compile(FilterParser.parse(filter, mapping.type(), new Warnings()), mapping);
    String alias = table.substring(table.indexOf(' ') + 1);
    String plan =
        String.join(
            "\n",
            TestDatabase.strings(
                application,
                "explain select %2$s.id from provisioning.%1$s where %2$s.tenant_id = :tenant and (%3$s)"
                    .formatted(table, alias, sql.text()),
                tenant,
                sql));
    assertFalse(plan.contains("Seq Scan"), plan);
    assertTrue(
        plan.lines()
            .anyMatch(line -> line.contains("Index Cond:") && line.contains(indexCondition)),
        plan);
  }
}
