package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
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

/** The pages about people, for a user with all permissions. */
@TestTenant(value = "monsters", administrator = true)
@Tag("one-server")
class PeoplePagesIT {
  private static final String TENANT = "monsters";
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  private static final ScimClient OKTA =
      ScimClient.of(TENANT).with("User-Agent", "Okta SCIM Client 1.0.0");

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
  @DisplayName(
      "A viewer of reports sees all roles with permissions and numbers, and the people of a role")
  void rolesAndTheirPeople() throws Exception {
    String viewer = name + "-viewer";
    String group = OKTA.group("Ranks " + name, OKTA.user(viewer), OKTA.user(name + "-other"));
    for (int i = 100; i < 152; i++) {
      OKTA.group("Rank " + i + " " + name);
    }
    grant(group);
    try (Browser reader = Browser.signedIn(TENANT, viewer)) {
      reader.submitBy("nav a[href$='/admin/reports/roles']");
      assertEquals("Roles", reader.heading());
      assertFalse(reader.has("nav a[href*='/admin/roles']"), "may not change them");
      reader.open("/admin/reports/roles?sort=-people&search=RANKS+" + name);
      assertEquals("Ranks " + name, reader.find("#roles tbody a").getText());
      assertEquals("2", reader.find("#roles tbody td.number").getText());
      assertTrue(reader.find("#roles tbody tr").getText().contains("View Reports"));
      assertTrue(
          reader
              .find("form[role=search] a")
              .getAttribute("href")
              .endsWith("/api/v1/roles?format=csv&search=RANKS+" + name + "&sort=-people"));
      reader.inspect("roles-report");
      reader.submitBy("#roles tbody a");
      assertEquals("People", reader.heading());
      assertTrue(reader.text().contains(name + "-other"), reader.text());
      reader.open("/admin/reports/roles?search=rank+1");
      assertTrue(reader.text().contains("Rank 149 " + name), reader.text());
      assertFalse(reader.text().contains("Rank 150 " + name), "50 a page");
      reader.submitBy("a[rel=next]");
      assertTrue(reader.text().contains("Rank 151 " + name), reader.text());
      reader.open("/admin/reports/roles?search=no-role-of-this-name");
      assertTrue(reader.text().contains("No role matches"), reader.text());
      reader.open("/admin/reports/roles?sort=people&after=" + "A".repeat(200));
      assertEquals("Roles", reader.heading());
      reader.resize(390, 800);
      reader.inspect("roles-report-phone");
    }
  }

  @Test
  @DisplayName(
      "People: search and filters are part of the address, a page has 50 people, an empty list says"
          + " why")
  void people() throws Exception {
    String boss = create("waternoose", "Henry J. Waternoose", "CEO", "");
    for (int i = 0; i < 52; i++) {
      create(
          "scarer" + (100 + i),
          "Scarer " + (100 + i),
          "Scarer",
          "\"department\":\"Scare Floor %1$s\",\"manager\":{\"value\":\"" + boss + "\"}");
    }
    browser.open("/admin/reports/people");
    browser.type("search", name);
    browser.submitBy("main form button");
    assertTrue(browser.path().contains("search=" + name), browser.path());
    assertTrue(browser.text().contains("Henry J. Waternoose"), browser.text());
    assertTrue(browser.text().contains("Scarer 148"), browser.text());
    assertFalse(browser.text().contains("Scarer 149"), "50 a page, by name.");
    browser.inspect("people");
    browser.submitBy("a[rel=next]");
    assertTrue(browser.text().contains("Scarer 151"), browser.text());
    assertFalse(browser.text().contains("Scarer 148"), "Each person is on one page.");

    browser.open(
        "/admin/reports/people?manager=" + boss + "&sort=name&search=" + name + "-scarer151");
    assertTrue(browser.text().contains("Direct reports of"), browser.text());
    assertEquals("Henry J. Waternoose", browser.find(".chips a").getText());
    assertTrue(browser.text().contains("Scarer 151"), browser.text());
    assertEquals(1L, browser.script("return document.querySelectorAll('#people tbody tr').length"));
    browser.open("/admin/reports/people?search=nobody-has-this-name");
    assertTrue(browser.text().contains("Nobody matches"), browser.text());
    browser.inspect("people-empty");
    browser.open("/admin/reports/people?team=nonsense&sort=nonsense&after=nonsense");
    assertTrue(browser.text().contains("There is no team “nonsense”"), browser.text());
    String csv =
        (String)
            browser.script(
                "return document.querySelector('main .downloads a').getAttribute('href')");
    assertTrue(csv.startsWith("/api/v1/people?format=csv&team=nonsense"), csv);
  }

  @Test
  @DisplayName(
      "A person: reporting line, reports, roles with sources, attributes with sources, timeline")
  void person() throws Exception {
    String top = create("top", "Henry J. Waternoose", "CEO", "");
    String boss = create("boss", "Roz", "Dispatcher", "\"manager\":{\"value\":\"" + top + "\"}");
    String sulley =
        create(
            "sulley",
            "James P. Sullivan",
            "Scarer",
            "\"employeeNumber\":\"E-1-%1$s\",\"department\":\"Scare Floor"
                + " %1$s\",\"manager\":{\"value\":\""
                + boss
                + "\"}");
    create("mike", "Mike Wazowski", "Coach", "\"manager\":{\"value\":\"E-1-%1$s\"}");
    for (int i = 0; i < 55; i++) {
      OKTA.patch(
              "/Users/" + sulley,
              "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Scarer of day " + i + "\"}")
          .expect(200);
    }
    OKTA.group("Scarers " + name, sulley);
    browser.open("/admin/reports/people?search=" + name + "-sulley");
    browser.submitBy("#people tbody a");
    assertEquals("James P. Sullivan", browser.heading());
    for (String seen :
        new String[] {
          "Roz",
          "Henry J. Waternoose",
          "Mike Wazowski",
          "Scare Floor " + name,
          "Scarers " + name,
          "Scarer of day 54",
          "E-1-" + name,
          "Changed: title.",
          "Role gained: Scarers " + name
        }) {
      assertTrue(browser.text().contains(seen), seen + " in " + browser.text());
    }
    assertTrue(
        browser.find("#attributeTable").getText().contains("Not changed since the creation"),
        "the provider sent no active");
    assertTrue(browser.has("#lines tr:first-child a[href*='activity-entry']"), "Role gained");
    browser.inspect("person");
    browser.resize(390, 844);
    browser.inspect("person-phone");
    browser.resize(1280, 900);
    browser.submitBy("a[rel=next]");
    assertTrue(browser.text().contains("Created."), browser.text());
    browser.submitBy("ol.steps a");
    assertEquals("Roz", browser.heading());

    browser.open("/admin/integrations/activity?search=" + sulley);
    browser.submitBy("#entries a");
    browser.submitBy("main dd a");
    assertEquals("James P. Sullivan", browser.heading());
    browser.submitBy("#heldRoles a[href*='activity-entry']");
    assertTrue(browser.heading().contains("Scarers " + name), browser.heading());
    browser.open("/admin/integrations/activity?person=" + sulley);
    assertTrue(
        browser.find("#entries").getText().contains("Scarers " + name),
        "A group push that named the person");
  }

  @Test
  @DisplayName(
      "A person with a pending manager, an inactive administrator, and names that look like markup")
  void oddPeople() throws Exception {
    String odd =
        create(
            "odd",
            "<script>document.title='x'</script><b>Randall</b> #{visitor}",
            "& <i>Scarer</i>",
            "\"manager\":{\"value\":\"<u>nobody</u>\"},\"department\":\"<s>Floor</s> %1$s\"");
    String administrators = browserRole();
    OKTA.patch("/Users/" + odd, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}")
        .expect(200);
    browser.open("/admin/reports/person?id=" + odd);
    assertEquals("<script>document.title='x'</script><b>Randall</b> #{visitor}", browser.heading());
    assertTrue(browser.text().contains("No user matches this reference."), browser.text());
    assertTrue(browser.text().contains("<u>nobody</u>"), browser.text());
    assertTrue(browser.find("main dl").getText().contains("Inactive since"), browser.text());
    assertFalse(browser.has("main h1 b, main s, main u, main i, main script"));
    browser.inspect("person-pending");
    browser.open("/admin/reports/people?search=" + name);
    assertTrue(browser.text().contains("Inactive"), browser.text());
    assertFalse(browser.has("#people b, #people i"));

    browser.open(administrators);
    browser.submitBy("#memberTable tbody a");
    assertEquals("Admin Administrator", browser.heading());
    assertTrue(
        browser.text().contains("Manage Integrations\nby role Administrator"), browser.text());
    browser.inspect("person-administrator");
    browser.open("/admin/reports/person?id=" + name);
    assertEquals("Page not found", browser.heading());
  }

  /** The one permission that opens reports and nothing else. */
  private static void grant(String role) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var insert = database.createStatement()) {
      insert.execute(
          "insert into provisioning.role_permission (tenant_id, role_id, permission) select"
              + " tenant_id, id, 'VIEW_REPORTS' from provisioning.role where id = '"
              + role
              + "'");
    }
  }

  private static String browserRole() {
    browser.open("/admin/roles/roles?search=administrator");
    browser.submitBy("#roles tbody a");
    return browser.path();
  }

  /** {@code %1$s} in the enterprise extension is this test's own name. */
  private String create(String suffix, String displayName, String title, String enterprise) {
    return OKTA.post(
            "/Users",
            ScimClient.userBody(
                name + "-" + suffix,
                ",\"displayName\":\"%s\",\"title\":\"%s\",\"phoneNumbers\":[{\"value\":\"+1 555 0100\",\"type\":\"work\"}],\"%s\":{%s}"
                    .formatted(displayName, title, ENTERPRISE, enterprise.formatted(name))))
        .expect(201)
        .id();
  }
}
