package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.database.DatabaseCopy;
import com.ransomleak.provisioning.database.TestDatabase;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code db/tenant} rejects, and what it does when nodes run or something goes wrong. */
@Tag("one-server")
class TenantCommandIT {
  private static final String TENANT = DatabaseCopy.TENANT;

  private static DatabaseAccess from;
  private static DatabaseAccess to;

  @TempDir private Path folder;

  @BeforeAll
  static void createDatabases() throws Exception {
    from = TenantCommand.copy("commands_from");
    to = TenantCommand.empty("commands_to");
  }

  @Test
  @DisplayName("Wrong names, answers, logins and databases are rejected with a message")
  void wrongInput() throws Exception {
    TenantCommand command = new TenantCommand(from, folder);
    for (String name : List.of("O'Neil", "a\";drop", "$(id)", "Acme", "default", "a b", "ä", "")) {
      String message = command.run(2, "", "erase", name, "--yes", name);
      assertTrue(message.startsWith("\"" + name + "\" cannot be the name"), message);
    }
    String typed = ProjectFiles.file("db", "tenant").toString();
    assertEquals("See " + typed + " --help.", command.run(2, "", "rename", TENANT));
    assertEquals(
        "There is no tenant \"nobody\". See: " + typed + " list", command.fail("erase", "nobody"));
    String exists = command.fail("add", TENANT, "--yes", TENANT);
    assertTrue(
        exists.endsWith("The tenant \"gringotts\" already exists in this database."), exists);
    String refused = command.run(1, "y\n", "suspend", TENANT);
    assertTrue(refused.endsWith("\"y\" is not \"gringotts\". Nothing was changed."), refused);
    String unwritable =
        command.fail("suspend", TENANT, "--report", "missing/report.txt", "--yes", TENANT);
    assertTrue(unwritable.contains("The report cannot be written to missing/"), unwritable);
    for (String other : List.of("gen_random_uuid(), suspended_at", "tenant_id, now()")) {
      String erase =
          """
          select provisioning.erase_tenant(subdomain, %2$s, true) from provisioning.tenant where subdomain = '%1$s'
          """;
      SQLException changed =
          assertThrows(SQLException.class, () -> update(from, erase.formatted(TENANT, other)));
      assertTrue(changed.getMessage().contains("Start again."), changed::toString);
    }
    assertEquals("t", one(from, "select suspended_at is null from provisioning.tenant", TENANT));
    Map<String, String> application =
        Map.of("PGUSER", DatabaseAccess.USER, "PGPASSWORD", from.password());
    String hidden = command.with(application).fail("list");
    assertTrue(hidden.contains("Row security hides rows from provisioning_app"), hidden);
    String wrong = command.with(Map.of("PGDATABASE", "postgres")).fail("list");
    assertTrue(wrong.startsWith("The database \"postgres\" has no tables of this release"), wrong);
    String password = command.with(Map.of("PGPASSWORD", "wrong")).fail("list");
    assertTrue(password.contains("password authentication failed"), password);
  }

  @Test
  @DisplayName("Every table belongs to the copy of a tenant, also one that a later version adds")
  void everyTableIsCopied() throws Exception {
    assertEquals(
        "flyway_schema_history, node",
        one(
            from,
            """
            select string_agg(relname, ', ' order by relname) from pg_class
            where relnamespace = 'provisioning'::regnamespace and relkind in ('r', 'p')
              and relname not in (select name from provisioning.tenant_tables())
            """,
            null));
    String table =
        """
        create table provisioning.badge (tenant_id uuid, id uuid, user_id uuid, "colour of it" text,
          primary key (tenant_id, id), foreign key (tenant_id, user_id) references provisioning.scim_user)
        """;
    DatabaseAccess later = TenantCommand.copy("commands_later");
    update(later, table);
    update(
        later,
        """
        insert into provisioning.badge select tenant_id, gen_random_uuid(), id, E'a\\nb\\t\\\\' || user_name from provisioning.scim_user
        """);
    TenantCommand command = new TenantCommand(later, folder);
    List<String> rows = TenantCommand.rows(later, TENANT);
    assertTrue(rows.stream().anyMatch(row -> row.startsWith("badge ")), rows::toString);
    command.run("suspend", TENANT, "--yes", TENANT);
    command.run("export", TENANT, "later", "--yes", TENANT);
    update(
        later,
        "delete from provisioning.badge where user_id in (select id from provisioning.scim_user"
            + " where display_name = 'Alan')");
    String changed = command.fail("erase", TENANT, "--exported", "later", "--yes", TENANT);
    assertTrue(changed.contains("badge has "), changed);
    String since = "update provisioning.tenant set suspended_at = suspended_at + interval '1 s'";
    update(later, since);
    String used = command.fail("erase", TENANT, "--exported", "later", "--yes", TENANT);
    assertTrue(used.contains("The tenant was in use after the export: it is suspended"), used);
    command.run("erase", TENANT, "--within-grace", "--yes", TENANT);
    assertEquals(List.of(), TenantCommand.rows(later, TENANT));
    command.run("import", "later", "--yes", TENANT);
    assertEquals(rows, TenantCommand.rows(later, TENANT));
  }

  @Test
  @DisplayName("A tenant is created, renamed, suspended and resumed while nodes run")
  void tenantsOfRunningNodes() throws Exception {
    TenantCommand command = new TenantCommand(to, folder);
    String plan = command.run("add", "initech", "--plan");
    assertTrue(plan.contains("add initech to provisioning.tenants"), plan);
    assertEquals("0", one(to, "select count(*) from provisioning.tenant", "initech"));
    command.run("add", "initech", "--yes", "initech");
    String id = one(to, "select tenant_id from provisioning.tenant", "initech");
    beat("initech", id);
    assertTrue(
        command.run("resume", "initech", "--yes", "initech").contains("serves it (1): node"));
    beat("initech", id);
    String more =
        command.fail("resume", "initech", "--nodes", "2", "--wait", "0", "--yes", "initech");
    assertTrue(more.contains("Lists it: node"), more);
    beat("initech", id);
    String listed = command.run("list");
    assertTrue(
        listed.matches("(?s).*initech +\\| in use +\\| +\\| +0 \\| +2 \\| 1 of 1 .*"), listed);

    beat("initech", id);
    String busy = command.fail("suspend", "initech", "--wait", "0", "--yes", "initech");
    assertTrue(busy.contains("Lists it: node"), busy);
    assertTrue(command.fail("erase", "initech", "--within-grace").contains("is in use"));
    command.run("rename", "initech", "initrode", "--yes", "initech");
    assertEquals(id, one(to, "select tenant_id from provisioning.tenant", "initrode"));
    String former = "\"initrode\" was called \"initech\" before";
    String added = command.fail("add", "initech", "--yes", "initech");
    assertTrue(added.contains(former), added);
    String taken = "The tenant \"initrode\" already exists in this database.";
    String renamed = command.fail("rename", "initrode", "initrode", "--yes", "initrode");
    assertTrue(renamed.endsWith(taken), renamed);
    assertImpossible(command.run("add", "initech", "--plan"), former);
    assertImpossible(command.run("add", "initrode", "--plan"), taken);
    assertImpossible(command.run("rename", "initrode", "initrode", "--plan"), taken);
    String back = command.run("rename", "initrode", "initech", "--plan");
    assertTrue(back.contains("Restart one node after the other."), back);
    command.run("rename", "initrode", "initech", "--yes", "initrode");
    assertEquals(id, one(to, "select tenant_id from provisioning.tenant", "initech"));

    update(to, "update provisioning.node set seen_at = now() - interval '2 minutes'");
    String lost = command.fail("suspend", "initech", "--yes", "initech");
    assertTrue(lost.contains("did not report that they stopped: node, process 1, last"), lost);
    command.run("suspend", "initech", "--ignore-lost", "--yes", "initech");
    update(to, "delete from provisioning.node");
    assertEquals("f", one(to, "select suspended_at is null from provisioning.tenant", "initech"));
    String waiting = command.fail("resume", "initech", "--wait", "0", "--yes", "initech");
    assertTrue(waiting.contains("No node runs."), waiting);
    update(to, "update provisioning.tenant set suspended_at = now() - interval '10 years'");
    String unknown = "is not known while no node runs";
    assertTrue(command.fail("erase", "initech", "--yes", "initech").contains(unknown));
    assertImpossible(command.run("erase", "initech", "--plan"), unknown);
    String possible = command.run("erase", "initech", "--within-grace", "--plan");
    assertFalse(possible.contains("Not possible now"), possible);
    update(
        to,
        """
        insert into provisioning.node (node_id, name, tenants, subdomains, removed_tenant_grace)
        values (gen_random_uuid(), 'other', '{}', '{}', interval '11 years')
        """);
    String ends = "The grace period of the tenant ends ";
    assertImpossible(command.run("erase", "initech", "--plan"), ends);
    update(to, "update provisioning.node set removed_tenant_grace = interval '9 years'");
    String over = command.run("erase", "initech", "--plan");
    assertFalse(over.contains("Not possible now"), over);
    update(to, "delete from provisioning.node");
    beat("initech", id);
    String late =
        command.run(3, "", "resume", "initech", "--report", "/dev/full", "--yes", "initech");
    assertTrue(late.contains("has done its work, but then it failed"), late);
  }

  @Test
  @DisplayName("Requests cannot use the switch that keeps triggers from adding rows")
  void triggersStayOnForRequests() throws Exception {
    String id = one(from, "select tenant_id from provisioning.tenant", TENANT);
    String changes = "select count(*)::text from provisioning.assignment_change";
    String membership = " from provisioning.role_member order by role_id, user_id limit 1)";
    try (Connection application = from.connect();
        Statement statement = application.createStatement()) {
      application.setAutoCommit(false);
      statement.execute(
          "select set_config('provisioning.tenant_transfer', 'on', true),"
              + " set_config('provisioning.tenant', '%s', true)".formatted(id));
      assertEquals(
          List.of("f"),
          TestDatabase.strings(application, "select provisioning.is_tenant_transfer()", List.of()));
      // Foreign keys delete the memberships as the owner of the tables.
      for (String delete :
          List.of(
              "delete from provisioning.scim_user where id = (select user_id" + membership,
              "delete from provisioning.role where id = (select role_id" + membership)) {
        List<String> before = TestDatabase.strings(application, changes, List.of());
        statement.execute(delete);
        assertNotEquals(before, TestDatabase.strings(application, changes, List.of()), delete);
      }
      application.rollback();
    }
  }

  /** The plan says why the command would fail, and no steps for the nodes. */
  private static void assertImpossible(String plan, String reason) {
    assertTrue(plan.contains("Not possible now: ") && plan.contains(reason), plan);
    assertFalse(plan.contains("On every node"), plan);
  }

  private static void beat(String subdomain, String tenant) throws SQLException {
    one(
        to,
        """
        select count(*) from provisioning.heartbeat('01900000-0000-7000-8000-000000000001', 'node, process 1',
          array['%s'::uuid], array['%s'], interval '30 days')
        """
            .formatted(tenant, subdomain),
        null);
  }

  private static String one(DatabaseAccess database, String sql, String subdomain)
      throws SQLException {
    try (Connection migrator = database.connectAsMigrator()) {
      return subdomain == null
          ? TestDatabase.strings(migrator, sql, List.of()).get(0)
          : TestDatabase.strings(migrator, sql + " where subdomain = ?", List.of(subdomain)).get(0);
    }
  }

  private static void update(DatabaseAccess database, String sql) throws SQLException {
    try (Connection migrator = database.connectAsMigrator();
        Statement statement = migrator.createStatement()) {
      statement.execute(sql);
    }
  }
}
