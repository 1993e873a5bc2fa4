package com.ransomleak.provisioning.org;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Names of teams that an alias of the configuration has taken over. */
@TestTenant(value = "cyberdyne", administrator = true)
class TeamNamesIT {
  private static final String TENANT = "cyberdyne";

  @Test
  @DisplayName("A team cannot get the name of another team, even while an alias has taken it over")
  void anotherTeamsOwnName() throws Exception {
    sql(
        """
        with made as (insert into provisioning.team (tenant_id, id, name, name_key)
          select tenant_id, gen_random_uuid(), 'T 1000', 't 1000' from provisioning.tenant where subdomain = '%s'
          on conflict do nothing returning *)
        insert into provisioning.team_name (tenant_id, name_key, team_id) select tenant_id, name_key, id from made
        on conflict do nothing\
        """
            .formatted(TENANT));
    String genisys = "select id from provisioning.team where name = 'Genisys'";
    Eventually.holds(
        "the alias leads to Genisys",
        () ->
            assertEquals(
                one(genisys),
                one("select team_id from provisioning.team_name where name_key = 't 1000'")));
    String path = "/admin/reports/team?id=" + one(genisys);
    ConsoleClient client = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    ConsoleClient.Answer answer =
        client.post(
            path, client.get(path).form("renaming").with("name", " t  1000").with("rename", ""));
    assertEquals(200, answer.status());
    assertTrue(
        answer.body().contains("There is a team &quot;T 1000&quot; already")
            || answer.body().contains("There is a team \"T 1000\" already"),
        answer.body());
    // Nothing of it happened.
    assertEquals(
        "Genisys", one("select name from provisioning.team where id = '" + one(genisys) + "'"));
    ScimClient.of(TENANT).get("/Users?count=0").expect(200);
  }

  private static String one(String question) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query = database.createStatement();
        var row = query.executeQuery(question)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  private static void sql(String statement) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var update = database.createStatement()) {
      update.execute(statement);
    }
  }
}
