package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages of teams, in a tenant where departments do not create teams. */
@TestTenant(value = "oscorp", administrator = true)
@Tag("one-server")
class TeamPagesIT {
  private static final String TENANT = "oscorp";
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  private static final ScimClient OKTA = ScimClient.of(TENANT);

  private static Browser browser;

  private final String name = ScimClient.unique();

  @BeforeAll
  static void signIn() {
    browser = Browser.administrator(TENANT);
  }

  @AfterAll
  static void leave() {
    browser.close();
  }

  @Test
  @DisplayName("Departments without a team are a finding; creating the team adds their people")
  void aTeamForThoseWhoWait() throws Exception {
    String department = "Goblin Works " + name;
    person(department, ",\"displayName\":\"Norman O.\",\"title\":\"Founder\"");
    person("goblin  works " + name, "");
    browser.open("/admin/integrations/findings");
    assertTrue(browser.text().contains(department), browser.text());
    browser.inspect("findings-teamless");

    make(department);
    assertEquals(department, browser.heading());
    assertTrue(browser.message().contains("was created"), browser.message());
    assertTrue(browser.text().contains("Norman O."), browser.text());
    assertEquals("2", fact("Active people"));
    browser.inspect("team");
    ConsoleClient client = ConsoleClient.at(TENANT).with("Cookie", browser.cookie());
    String csv =
        client.get(browser.path()).between("href=\"/api/v1/teams/", "\"").replace("&amp;", "&");
    assertEquals(200, client.get("/api/v1/teams/" + csv).status(), csv);
    browser.open("/admin/integrations/findings");
    assertFalse(browser.text().contains(department), browser.text());
    browser.open("/admin/integrations/activity?search=" + name);
    assertTrue(browser.text().contains("Team " + department + " was created"), browser.text());
    assertTrue(browser.text().contains("2 people with this department joined it."), browser.text());
  }

  @Test
  @DisplayName("A renamed team is found by its previous name too; a name belongs to one team")
  void renaming() throws Exception {
    make("Vault " + name);
    String address = browser.path();
    browser.type("name", "Treasury " + name);
    browser.submit("rename");
    assertEquals("Treasury " + name, browser.heading());
    assertTrue(browser.message().contains("was renamed"), browser.message());
    assertEquals(address, browser.path());
    browser.reload();
    assertEquals("", browser.message(), "Reloading sends no form again.");
    assertTrue(browser.text().contains("Vault " + name + " previous name"), browser.text());
    person("VAULT " + name, "");
    person("treasury " + name, "");
    browser.open(address);
    assertEquals("2", fact("Active people"));

    make("Other " + name);
    person("Other " + name, "");
    browser.reload();
    browser.type("name", "Vault " + name);
    browser.submit("rename");
    String error = browser.find("#nameError").getText();
    assertTrue(error.contains("already leads to the team \"Treasury " + name), error);
    assertEquals("Vault " + name, browser.find("#name").getDomProperty("value"), "as it was typed");
    assertFalse(browser.has("#switchArchived"), "The team has people.");
    assertTrue(browser.text().contains("it cannot be archived"), browser.text());
    browser.inspect("team-refused");
    browser.reload();
    assertEquals("Other " + name, browser.heading());
    assertEquals("", browser.message(), "Reloading sends no form again.");
    make("  vault   " + name);
    rejectsNewTeam("already leads to the team");
    make("Lab");
    rejectsNewTeam("alias of the team \"Laboratory\"");
    make("   ");
    rejectsNewTeam("needs a name");
    browser.inspect("team-new-rejected");
  }

  @Test
  @DisplayName(
      "Only a team without members can be archived; it is restored by hand or by a new member")
  void archiving() throws Exception {
    make("Short-lived " + name);
    String address = browser.path();
    browser.submit("switchArchived");
    assertTrue(browser.message().contains("was archived"), browser.message());
    browser.submit("switchArchived");
    assertTrue(browser.message().contains("was restored"), browser.message());
    browser.submit("switchArchived");
    browser.submit("switchArchived");
    ConsoleClient.Form archive =
        ConsoleClient.at(TENANT)
            .with("Cookie", browser.cookie())
            .get(address)
            .form("archiving")
            .with("switchArchived", "");
    browser.submit("switchArchived");
    String user = person("short-lived " + name, "");
    browser.open(address);
    assertFalse(browser.has("#facts .state + .state"), "only: renamed");
    assertFalse(browser.has("#switchArchived"), "The button is offered where it works.");
    assertTrue(browser.text().contains("This team has people, so it cannot be archived"));
    ConsoleClient.Answer late =
        ConsoleClient.at(TENANT).with("Cookie", browser.cookie()).post(address, archive);
    assertTrue(late.body().contains("still has 1 person"), late.body());
    OKTA.delete("/Users/" + user).expect(204);
  }

  @Test
  @DisplayName("A form sent twice, or older than another change, changes nothing")
  void staleForms() {
    make("Stale " + name);
    String path = browser.path();
    ConsoleClient client = ConsoleClient.at(TENANT).with("Cookie", browser.cookie());
    ConsoleClient.Form form =
        client.get(path).form("renaming").with("name", "Renewed " + name).with("rename", "");
    ConsoleClient.Answer reversed = client.post(path, form.with("name", "Red\u202Enoos"));
    assertTrue(reversed.body().contains("control characters"), reversed.body());
    assertTrue(client.post(path, form).body().contains("The team was renamed."));
    assertTrue(client.post(path, form).body().contains("Nothing was changed"));
    assertTrue(
        client
            .post(path, form.with("name", "Third " + name))
            .body()
            .contains("Nothing was changed"));
    ConsoleClient.Form archive = client.get(path).form("archiving").with("switchArchived", "");
    assertTrue(client.post(path, archive).body().contains("The team was archived."));
    assertTrue(client.post(path, archive).body().contains("Nothing was changed"));
    browser.open(path);
    assertEquals("Renewed " + name, browser.heading());
  }

  @Test
  @DisplayName("The list is searched, sorted and paged; each team is on one page")
  void theList() throws Exception {
    sql(
        """
        with made as (insert into provisioning.team (tenant_id, id, name, name_key)
          select tenant_id, gen_random_uuid(), 'Squad %1$s ' || lpad(n::text, 2, '0'), 'squad %1$s ' || lpad(n::text, 2, '0')
          from provisioning.tenant, generate_series(1, 55) n where subdomain = '%2$s' returning *)
        insert into provisioning.team_name (tenant_id, name_key, team_id) select tenant_id, name_key, id from made
        """
            .formatted(name, TENANT));
    person("Squad " + name + " 07", "");
    sql(
        """
        insert into provisioning.team_size (tenant_id, team_id, day, people)
        select tenant_id, id, current_date - 40, 5 from provisioning.team where name_key = 'squad %s 07'
        """
            .formatted(name));
    browser.open("/admin/reports/teams?search=SQUAD+" + name);
    assertTrue(browser.text().contains("Squad " + name + " 50"), browser.text());
    assertFalse(browser.text().contains("Squad " + name + " 51"), browser.text());
    assertTrue(browser.text().contains("-4"), "one now, five forty days ago");
    browser.submitBy("a[rel=next]");
    assertTrue(browser.text().contains("Squad " + name + " 51"), browser.text());
    assertFalse(browser.text().contains("Squad " + name + " 50"), browser.text());
    browser.open("/admin/reports/teams?sort=-people&search=squad+" + name);
    assertEquals("Squad " + name + " 07", browser.find("#teams tbody a").getText());
    browser.inspect("teams");
    browser.resize(390, 800);
    browser.inspect("teams-phone");
    browser.resize(1280, 900);
    browser.open("/admin/reports/teams?state=archived&search=squad+" + name);
    assertTrue(browser.text().contains("No team matches"), browser.text());
    for (String odd :
        new String[] {
          "teams?sort=nonsense&state=x&after=%00&search=%00",
          "teams?sort=-people&after=bmFtZQ",
          "teams?sort=-people&after=" + "A".repeat(200),
          "teams?sort=-created&after=" + "A".repeat(400),
          "team?id=" + browser.path().length() + "x",
          "team?id=00000000-0000-7000-8000-000000000000",
          "team"
        }) {
      browser.open("/admin/reports/" + odd);
      assertTrue(
          browser.heading().equals("Teams") || browser.heading().equals("Page not found"),
          odd + ": " + browser.text());
    }
  }

  @Test
  @DisplayName("A user who only views reports starts at Home and can change nothing")
  void viewersOnly() throws Exception {
    make("Seen " + name);
    String team = browser.path();
    String viewer = name + "-viewer";
    String group = OKTA.group("Viewers " + name, OKTA.user(viewer));
    sql(
        "insert into provisioning.role_permission (tenant_id, role_id, permission) select"
            + " tenant_id, id, 'VIEW_REPORTS' from provisioning.role where id = '"
            + group
            + "'");
    try (Browser other = Browser.signedIn(TENANT, viewer)) {
      assertEquals("Home", other.heading());
      other.inspect("home-viewer");
      other.open("/admin/reports/teams");
      assertFalse(other.has("#create"), other.text());
      other.open(team);
      assertEquals("Seen " + name, other.heading());
      assertFalse(other.has("#rename"), other.text());
    }
    try (Browser nobody = Browser.at(TENANT)) {
      nobody.open(team);
      assertEquals("Sign in", nobody.heading());
    }
  }

  /** In the open panel, at the field. */
  private static void rejectsNewTeam(String reason) {
    String error = browser.visible("#newTeam #newNameError").getText();
    assertTrue(error.contains(reason), error);
    assertEquals("newName", browser.script("return document.activeElement.id"));
  }

  private static void make(String name) {
    browser.open("/admin/reports/teams");
    browser.click("#newTeam summary");
    browser.type("newName", name);
    browser.submit("create");
  }

  private static String fact(String term) {
    return (String)
        browser.script(
            "return [...document.querySelectorAll('dt')].find(dt => dt.textContent ==="
                + " arguments[0]).nextElementSibling.textContent",
            term);
  }

  private static String person(String department, String more) {
    return OKTA.post(
            "/Users",
            ScimClient.userBody(
                ScimClient.unique(),
                more + ",\"%s\":{\"department\":\"%s\"}".formatted(ENTERPRISE, department)))
        .expect(201)
        .id();
  }

  private static void sql(String statement) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var update = database.createStatement()) {
      update.execute(statement);
    }
  }
}
