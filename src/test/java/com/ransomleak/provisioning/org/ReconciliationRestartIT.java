package com.ransomleak.provisioning.org;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.demo.ResourceRows;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The timer when things go wrong or the configuration changes. Its tenants are known to the second
 * node alone, so that the first does not help.
 */
@Tag("one-server")
class ReconciliationRestartIT {
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  private static final int PEOPLE = 24_000;
  private static final int MANAGERS = 6_000;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Test
  @DisplayName("A node that dies in the middle of a sweep loses nothing, and nothing is done twice")
  void aNodeDiesWhileItSweeps() throws Exception {
    try (ServerProcess doomed = RunningServer.secondNode(onlyHere("skynet", Map.of()))) {
      people("skynet", "'lost-' || n", "null");
      // Some batches are done, the rest is not: the next is under way.
      Eventually.holds(
          "a sweep has begun", () -> assertTrue(linked("skynet") > 0 && linked("skynet") < PEOPLE));
      doomed.kill();
    }
    long before = linked("skynet");
    assertTrue(before < PEOPLE, "Killed too late: all was done");
    try (ServerProcess heir = RunningServer.secondNode(onlyHere("skynet", Map.of()))) {
      Eventually.holds("linked", PATIENCE, () -> assertEquals(PEOPLE, linked("skynet")));
      assertEquals(
          PEOPLE,
          count(
              "select count(*) from provisioning.scim_user where version = 2 and "
                  + ofTenant("skynet")),
          "Each was linked once");
      assertEquals(
          PEOPLE,
          count(
              "select sum((consequences #> '{0,LINES_LINKED,0}')::int) from provisioning.activity"
                  + " where action = 'managers.reconciled' and "
                  + ofTenant("skynet")),
          "and told once");
      assertTrue(heir.cpuTime().toMillis() > 0);
    }
  }

  @Test
  @DisplayName("When the tenant's order of keys changes, all lines are made anew, with progress")
  void theOrderChanges() throws Exception {
    // As a start with the usual order leaves it; each externalId is also the employeeNumber of
    // somebody else.
    execute(
        "select provisioning.enable_tenant('rekall');"
            + "insert into provisioning.reconciliation (tenant_id, manager_keys, finished_at)"
            + " select tenant_id, '{id,externalId,employeeNumber,userName,email}', now() from"
            + " provisioning.tenant where subdomain = 'rekall'");
    people("rekall", "'moved-' || n", "'boss-' || (n % " + MANAGERS + ")");
    assertEquals(PEOPLE, linked("rekall"));
    Map<String, String> order = Map.of("tenant.rekall.manager-keys", "employeeNumber,externalId");
    try (ServerProcess node = RunningServer.secondNode(onlyHere("rekall", order))) {
      Eventually.holds(
          "moved",
          PATIENCE,
          () ->
              assertEquals(
                  PEOPLE,
                  count(
                      "select count(*) from provisioning.scim_user u join provisioning.scim_user m"
                          + " on m.tenant_id = u.tenant_id and m.id = u.manager_id where"
                          + " m.employee_number = u.manager_reference_key and u."
                          + ofTenant("rekall"))));
      Eventually.holds(
          "the round is over",
          () ->
              assertEquals(
                  1,
                  count(
                      "select count(*) from provisioning.reconciliation where checked = total and"
                          + " total > 0 and finished_at is not null and manager_keys ="
                          + " '{employeeNumber,externalId}' and "
                          + ofTenant("rekall"))));
      assertEquals(
          PEOPLE,
          count(
              "select count(*) from provisioning.assignment_change where source = 'timer' and kind"
                  + " = 'manager' and "
                  + ofTenant("rekall")));
      assertTrue(node.cpuTime().toMillis() > 0);
    }
  }

  /** The settings that make a tenant the second node's own. */
  private static Map<String, String> onlyHere(String tenant, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("provisioning.tenants", RunningServer.tenantList() + "," + tenant);
    return settings;
  }

  /**
   * Managers and people who refer to them by externalId, as the application would write them.
   *
   * @param name the people's userName in SQL, {@code n} their number
   * @param manager the userName of their present manager in SQL, or null
   */
  private static void people(String tenant, String name, String manager) throws SQLException {
    String boss = "('B-' || (n % " + MANAGERS + "))";
    execute(
        insert(
                tenant,
                "generate_series(0, " + (MANAGERS - 1) + ") n",
                "'boss-' || n",
                "'B-' || n",
                "'b-' || ((n + 1) % " + MANAGERS + ")",
                "null",
                "null")
            + ";"
            + insert(
                tenant,
                "generate_series(1, " + PEOPLE + ") n",
                name,
                "'P-' || n",
                "null",
                boss,
                manager));
  }

  private static String insert(
      String tenant,
      String numbers,
      String userName,
      String externalId,
      String employeeNumber,
      String reference,
      String manager) {
    return ResourceRows.users(
        """
            select t.tenant_id, gen_random_uuid(),
              jsonb_strip_nulls(jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User', '%1$s'),
                'userName', %3$s, 'externalId', %4$s, 'active', true,
                '%1$s', jsonb_build_object('employeeNumber', %5$s, 'manager', jsonb_build_object('value', %6$s)))),
              jsonb_strip_nulls(jsonb_build_object('userName', %3$s, 'externalId', %4$s, 'active', true,
                '%1$s:employeeNumber', %5$s, '%1$s:manager', jsonb_build_object('value', %6$s, 'valueKey', lower(%6$s)))),
              (select m.id from provisioning.scim_user m where m.tenant_id = t.tenant_id and m.user_name_key = %7$s)
            from provisioning.tenant t, %8$s where t.subdomain = '%2$s'
        """
            .formatted(
                ENTERPRISE,
                tenant,
                userName,
                externalId,
                employeeNumber,
                reference,
                manager,
                numbers),
        ", manager_id");
  }

  private static long linked(String tenant) throws SQLException {
    return count(
        "select count(*) from provisioning.scim_user where manager_id is not null and "
            + ofTenant(tenant));
  }

  private static String ofTenant(String tenant) {
    return "tenant_id = (select tenant_id from provisioning.tenant where subdomain = '"
        + tenant
        + "')";
  }

  private static void execute(String statements) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        Statement statement = migrator.createStatement()) {
      migrator.setAutoCommit(false);
      statement.execute(statements);
      migrator.commit();
    }
  }

  private static long count(String question) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        Statement statement = migrator.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(1);
    }
  }
}
