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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The first page: whether provisioning works, and the figures that a timer keeps. */
@TestTenant(value = "cyberdyne", administrator = true)
@TestTenant(value = "wernham", administrator = true)
@Tag("one-server")
class HomeIT {
  private static final String TENANT = "cyberdyne";
  private static final String HEALTH_TENANT = "wernham";
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
    ScimClient.anonymous(TENANT).get("/Users").expect(401);
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
                + "actor_kind = 'provider' and not (status = 401 and token_id is null) and a.id <="
                + " (select max(last_activity::text)::uuid from provisioning.daily_metrics f where"
                + " f.tenant_id = t.tenant_id)"),
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
  @DisplayName("Home says by itself whether provisioning works, and links to the rejected request")
  void health() throws Exception {
    ScimClient client = ScimClient.of(HEALTH_TENANT);
    client.user(name);
    try (Browser browser = Browser.administrator(HEALTH_TENANT)) {
      assertEquals("/admin/home", browser.path(), "the first page");
      browser.open("/admin/reports/overview");
      assertEquals("/admin/home", browser.path(), "the former address");
      assertTrue(browser.find("#health").getText().startsWith("Healthy"), browser.text());
      for (int i = 0; i < 12; i++) {
        client.post("/Users", ScimClient.userBody(name, "")).expect(409);
      }
      ScimClient.anonymous(HEALTH_TENANT).get("/Users").expect(401);
      Eventually.holds(
          "the page changes without being reloaded",
          () ->
              assertTrue(browser.find("#health").getText().startsWith("Degraded"), browser.text()));
      assertTrue(browser.text().contains("in the last hour were rejected"), browser.text());
      assertTrue(
          browser
              .find(".health-bad .plain-list")
              .getText()
              .lines()
              .noneMatch(line -> line.startsWith("401")),
          "Anybody can send that.");
      browser.inspect("home-degraded");
      assertTrue(browser.text().contains("The charts begin on the second day"), browser.text());
      assertFalse(browser.has(".graph"), "one value is not a line");
      browser.submitBy(".reasons a");
      assertEquals("/admin/integrations/activity?kind=rejected", browser.path());
    }
  }

  @Test
  @DisplayName("Home shows current numbers, and charts that are readable as tables")
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
      browser.open("/admin/home");
      assertEquals(
          one("select count(*) from provisioning.scim_user" + OF_TENANT + "active"),
          browser.find("#tile-people + .tile-number").getText());
      String description = browser.find("#people-desc").getAttribute("textContent");
      assertTrue(description.startsWith("active: 440 on "), description);
      assertTrue(browser.has("svg[role=img] polyline[points]"), "lines");
      assertTrue(browser.has("svg[role=img] rect[height]"), "bars");
      browser.inspect("home");
      String today = "figure.graph .day:last-of-type";
      String people = browser.find(today).getAttribute("textContent");
      assertTrue(
          people.contains(
              "active "
                  + one("select count(*) from provisioning.scim_user" + OF_TENANT + "active")
                  + ","),
          "today's value is current: " + people);
      browser.hover(today);
      assertEquals(people, browser.find("figure.graph .values").getText());
      browser.click("figure.graph summary");
      assertTrue(browser.find("figure.graph table").getText().contains("440"));
      for (int width : new int[] {1440, 768, 390, 360}) {
        browser.resize(width, 900);
        double smallest =
            ((Number)
                    browser.script(
                        """
                        return Math.min(...[...document.querySelectorAll('.graph svg[role=img]')].map(chart =>
                          parseFloat(getComputedStyle(chart.querySelector('text')).fontSize) * chart.getBoundingClientRect().width / 640));
                        """))
                .doubleValue();
        assertTrue(smallest >= 11, "A label has " + smallest + " px at " + width);
      }
      browser.resize(1280, 900);
      browser.submitBy(".tabs a[href*='days=7#']");
      assertEquals("/admin/home?days=7#charts", browser.path());
      assertEquals(
          6, browser.find("figure.graph > svg").findElements(By.cssSelector(".day")).size());
      browser.resize(390, 800);
      browser.inspect("home-phone");
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
