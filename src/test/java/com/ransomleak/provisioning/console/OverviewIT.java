package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The figures that a timer keeps, and the page that shows them. */
@TestTenant(value = "cyberdyne", administrator = true)
class OverviewIT {
  private static final String TENANT = "cyberdyne";
  private static final Duration TWO_TICKS = Duration.ofMinutes(2);
  private static final String OF_TENANT =
      " join provisioning.tenant t using (tenant_id) where t.subdomain = '" + TENANT + "' and ";

  private final ScimClient okta = ScimClient.of(TENANT);
  private final String name = ScimClient.unique();

  @Test
  @DisplayName(
      "Metrics of today are recorded within a minute: people, teams, team sizes, each request once")
  void figures() throws Exception {
    okta.post(
            "/Users",
            ScimClient.userBody(
                name,
                ",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"department\":\"Figures"
                    + " "
                    + name
                    + "\"}"))
        .expect(201);
    okta.post("/Users", ScimClient.userBody(name, "")).expect(409);
    String entry =
        one(
            "select max(id::text) from provisioning.activity"
                + OF_TENANT
                + "resource_name = '"
                + name
                + "'");
    Eventually.holds(
        "counted",
        TWO_TICKS,
        () ->
            assertTrue(
                one("select max(last_activity::text) from provisioning.daily_metrics"
                            + OF_TENANT
                            + "true")
                        .compareTo(entry)
                    >= 0));
    assertEquals(
        one(
            "select count(*) || ' ' || count(*) filter (where status >= 400) from"
                + " provisioning.activity a"
                + OF_TENANT
                + "actor_kind = 'provider' and a.id <= (select max(last_activity::text)::uuid from"
                + " provisioning.daily_metrics f where f.tenant_id = t.tenant_id)"),
        one(
            "select sum(exchanges) || ' ' || sum(refused) from provisioning.daily_metrics"
                + OF_TENANT
                + "day >= current_date - 1"));
    assertEquals(
        "1",
        one(
            "select z.people from provisioning.team_size z join provisioning.team m on m.tenant_id"
                + " = z.tenant_id and m.id = z.team_id where m.name = 'Figures "
                + name
                + "'"));
    assertEquals(
        one("select count(*) from provisioning.scim_user" + OF_TENANT + "active"),
        one(
            "select active_people from provisioning.daily_metrics"
                + OF_TENANT
                + "true order by day desc limit 1"));
  }

  @Test
  @DisplayName("The overview shows current numbers, and charts that are readable as tables")
  void overview() throws Exception {
    okta.user(name);
    execute(
        """
        insert into provisioning.daily_metrics (tenant_id, day, active_people, inactive_people, teams, pending_managers, exchanges, refused, last_activity)
        select tenant_id, current_date - n, 1000 - n * 7, 20 + n / 4, 40 - n / 10, n %% 9, 300 + (n * 37) %% 200, n %% 40, null
        from provisioning.tenant, generate_series(2, 80) n where subdomain = '%s' and n not between 30 and 33 on conflict do nothing
        """
            .formatted(TENANT));
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open("/admin/reports/overview");
      assertEquals(
          one("select count(*) from provisioning.scim_user" + OF_TENANT + "active"),
          browser.find("#tile-people + .tile-number").getText());
      String description = browser.find("#people-desc").getAttribute("textContent");
      assertTrue(description.startsWith("active: 440 on "), description);
      assertTrue(browser.has("svg[role=img] polyline[points]"), "lines");
      assertTrue(browser.has("svg[role=img] rect[height]"), "bars");
      browser.inspect("overview");
      browser.click("figure.graph summary");
      assertTrue(browser.find("figure.graph table").getText().contains("440"));
      browser.resize(390, 800);
      browser.inspect("overview-phone");
      assertFalse(
          (Boolean)
              browser.script(
                  "return document.documentElement.scrollWidth >"
                      + " document.documentElement.clientWidth"),
          "nothing is cut on a phone");
    }
  }

  private static String one(String question) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query = database.createStatement();
        var row = query.executeQuery(question)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  private static void execute(String statement) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var update = database.createStatement()) {
      update.execute(statement);
    }
  }
}
