package com.ransomleak.provisioning.org;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Aliases that come with one start of the server and are gone with the next. */
@Tag("one-server")
class AliasesIT {
  private static final String TENANT = "omni";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  @DisplayName(
      "An alias that went gives the name back to whose it was, and nobody is teamless between")
  void anAliasComesAndGoes() throws Exception {
    try (ServerProcess before = node(Map.of())) {
      person("founder", "Old Name");
      person("other", "Other");
      awaitTeams("founder=Old Name other=Other");
      // As the console renames a team: departments of the former name still lead to it.
      execute(
          "insert into provisioning.team_name (tenant_id, name_key, team_id) select tenant_id, 'new"
              + " name', id from provisioning.team where name = 'Old Name' and "
              + ofTenant());
      execute(
          "update provisioning.team set name = 'New Name', name_key = 'new name', made_by_hand ="
              + " true where name = 'Old Name' and "
              + ofTenant());
      awaitTeams("founder=New Name other=Other");
      assertEquals(true, before.cpuTime().toMillis() > 0);
    }
    String lost =
        IntStream.range(0, 100).mapToObj(i -> ";A" + i + "=Nowhere").collect(Collectors.joining());
    try (ServerProcess with =
        node(
            Map.of(
                "tenant.omni.create-teams",
                "false",
                "tenant.omni.team-aliases",
                "Old Name=Other;Branch=Other" + lost))) {
      // A batch of departments that get no team must not keep the ones behind it waiting.
      for (int i = 0; i < 100; i++) {
        person("lost" + i, "A" + i);
      }
      person("branch", "Branch");
      awaitTeams("branch=Other founder=Other other=Other");
      assertEquals(true, with.cpuTime().toMillis() > 0);
    }
    execute(
        "delete from provisioning.scim_user where user_name_key like 'lost%' and " + ofTenant());
    execute("delete from provisioning.assignment_change where " + ofTenant());
    try (ServerProcess without = node(Map.of())) {
      awaitTeams("branch=Branch founder=New Name other=Other");
      assertEquals(true, without.cpuTime().toMillis() > 0);
    }
    assertEquals(
        "2 without 0",
        one(
            "select count(*) || ' without ' || count(*) filter (where after_id is null) from"
                + " provisioning.assignment_change where kind = 'team' and "
                + ofTenant()));
  }

  private static ServerProcess node(Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("provisioning.tenants", RunningServer.tenantList() + "," + TENANT);
    return RunningServer.secondNode(settings);
  }

  /** A row as the application would write it, except that nobody looks for the team. */
  private static void person(String userName, String department) throws SQLException {
    execute(
        ResourceRows.users(
                """
                select tenant_id, gen_random_uuid(),
                  jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User', '%1$s'),
                    'userName', '%2$s', 'active', true, '%1$s', jsonb_build_object('department', '%3$s')),
                  jsonb_build_object('userName', '%2$s', 'active', true,
                    '%1$s:department', lower('%3$s'), '%1$s:departmentKey', lower('%3$s'))
                from provisioning.tenant where subdomain = '%4$s'
                """)
            .formatted(
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                userName,
                department,
                TENANT));
  }

  private static void awaitTeams(String expected) throws Exception {
    Eventually.holds(
        expected,
        PATIENCE,
        () ->
            assertEquals(
                expected,
                one(
                    "select string_agg(u.user_name_key || '=' || t.name, ' ' order"
                        + " by u.user_name_key) from provisioning.scim_user u join"
                        + " provisioning.team t on t.tenant_id = u.tenant_id and t.id = u.team_id"
                        + " where u."
                        + ofTenant())));
  }

  private static String ofTenant() {
    return "tenant_id = (select tenant_id from provisioning.tenant where subdomain = '"
        + TENANT
        + "')";
  }

  private static void execute(String statement) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        Statement update = migrator.createStatement()) {
      update.execute(statement);
    }
  }

  private static String one(String question) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        Statement statement = migrator.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }
}
