package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The search from every page, and the list of all reports of a manager. */
@TestTenant(value = "yoyodyne", administrator = true)
@Tag("one-server")
class SearchPagesIT {
  private static final String TENANT = "yoyodyne";
  private static final ScimClient OKTA = ScimClient.of(TENANT);
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("The key / focuses the search, which shows people, teams and roles with full lists")
  void find() throws Exception {
    String exact = person(name + "-zz", "Zoë " + name, "");
    for (int i = 1; i < 8; i++) {
      person(name + "-aa" + i, name + "-zz Helper " + i, "");
    }
    OKTA.group("Role " + name, exact);
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open("/admin/account/password");
      browser.press("/");
      browser.submit(() -> browser.find("#find").sendKeys(name + "-ZZ" + Keys.ENTER));
      assertEquals("Search", browser.heading());
      assertTrue(browser.path().startsWith("/admin/search?q="), browser.path());
      assertEquals("results", browser.script("return document.activeElement.id"));
      List<String> people = texts(browser, "[aria-labelledby=found-people] li a");
      assertEquals(5, people.size());
      assertEquals("Zoë " + name, people.get(0), "The userName is exact.");
      browser.open("/admin/search?q=" + name + "+zoe");
      assertEquals(List.of("Zoë " + name), texts(browser, "[aria-labelledby=found-people] li a"));
      browser.open("/admin/search?q=" + exact);
      browser.inspect("search-id");
      browser.open("/admin/search?q=" + name);
      assertTrue(browser.has("[aria-labelledby=found-teams] li a"), browser.text());
      assertTrue(browser.has("[aria-labelledby=found-roles] li a"), browser.text());
      assertTrue(
          texts(browser, "[aria-labelledby=found-activity] li a")
              .contains("Role Role " + name + " was created"),
          browser.text());
      browser.inspect("search");
      browser.submitBy("[aria-labelledby=found-people] a.ui-button");
      assertTrue(browser.text().contains("1–8 of 8"), browser.text());
      browser.open("/admin/search");
      assertTrue(browser.text().contains("Search for people, teams, roles"), browser.text());
      browser.inspect("search-start");
      browser.open("/admin/search?q=x");
      assertTrue(browser.text().contains("Type two or more characters"), browser.text());
      browser.open("/admin/search?q=nothing-has-this-name");
      assertTrue(browser.text().contains("Nothing matches"), browser.text());
      browser.resize(390, 844);
      browser.open("/admin/reports/people");
      browser.submitBy(".find-link");
      assertEquals("Search", browser.heading());
      browser.open("/admin/search?q=" + name);
      browser.inspect("search-phone");
    }
  }

  @Test
  @DisplayName("A person whose name does not match is listed with the field that does")
  void otherField() {
    String number = "E00409" + name;
    OKTA.post(
            "/Users",
            ScimClient.userBody(
                ScimClient.unique(),
                ",\"displayName\":\"Numbered\",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"employeeNumber\":\""
                    + number
                    + "\"}"))
        .expect(201);
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    String found = admin.get("/admin/search?q=409" + name).body();
    assertTrue(found.contains("Employee number " + number), found);
    assertFalse(admin.get("/admin/search?q=Numbered").body().contains("Employee number"));
    String both = admin.get("/admin/search?q=numbered+409" + name).body();
    assertTrue(both.contains("Employee number " + number), "The other word is in the name.");
  }

  @Test
  @DisplayName("The search shows only what the user may open, and nothing of other tenants")
  void permissions() {
    String member = OKTA.user(name + "-viewer");
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    admin.grant("VIEW_REPORTS", "/admin/roles/role?id=" + OKTA.group("Viewers " + name, member));
    String page = "/admin/search?q=" + name;
    String seen = ConsoleClient.at(TENANT).signedIn(name + "-viewer").get(page).body();
    assertTrue(seen.contains("found-people") && seen.contains("found-roles"), seen);
    assertFalse(seen.contains("found-activity") || seen.contains("/roles/role?"), seen);
    OKTA.user(name + "-nobody");
    String none = ConsoleClient.at(TENANT).signedIn(name + "-nobody").get(page).body();
    assertFalse(none.contains("found-") || none.contains("id=\"find\""), none);
    String theirs = ScimClient.of("globex").user(name + "-theirs");
    assertTrue(admin.get("/admin/search?q=" + theirs).body().contains("Nothing matches"));
    assertTrue(admin.get("/admin/search?q=%00%27%22%3Cb%3E").body().contains("Nothing matches"));
  }

  @Test
  @DisplayName("Everybody below a manager is a list with level, search and order")
  void allReports() throws Exception {
    String top = person(name + "-top", "Grace " + name, "");
    String middle = person(name + "-middle", "Middle " + name, top);
    person(name + "-leaf", "Aaron " + name, middle);
    person(name + "-other", "Other " + name, "");
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open("/admin/search?q=" + name + "-top");
      browser.submitBy("[aria-labelledby=found-people] li a");
      browser.submitBy("a[href^='all-reports']");
      assertEquals("Everybody who reports to Grace " + name, browser.heading());
      assertEquals(List.of("Middle " + name, "Aaron " + name), texts(browser, "#below td.main a"));
      assertEquals(List.of("1", "2"), texts(browser, "#below td.number"));
      assertEquals(List.of("All levels: 2", "Level 1: 1", "Level 2: 1"), texts(browser, ".tabs a"));
      browser.inspect("all-reports");
      browser.submitBy(".tabs a:last-child");
      assertEquals(List.of("Aaron " + name), texts(browser, "#below td.main a"));
      assertEquals("Level 2: 1", browser.find(".tabs a[aria-current=true]").getText());
      browser.submitBy(".tabs a");
      browser.submitBy("#below th a");
      assertEquals(List.of("Aaron " + name, "Middle " + name), texts(browser, "#below td.main a"));
      browser.type("search", name + " aar");
      browser.submitBy("main form button");
      assertEquals(List.of("Aaron " + name), texts(browser, "#below td.main a"));
      assertFalse(
          browser.find(".tabs a").getAttribute("href").contains("search="),
          "A number of people is the number that its link shows.");
      String csv = browser.find("main form a[href*='format=csv']").getAttribute("href");
      assertTrue(csv.contains("/people/" + top + "/reports?format=csv&depth=all"), csv);
      ConsoleClient client = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
      String lines = client.get(csv.substring(csv.indexOf("/api/"))).body();
      assertTrue(lines.contains(name + "-leaf") && !lines.contains(name + "-middle,"), lines);
      browser.open("/admin/reports/all-reports?id=" + name);
      assertEquals("Page not found", browser.heading());
    }
  }

  private static List<String> texts(Browser browser, String css) {
    return browser.find("main").findElements(By.cssSelector(css)).stream()
        .map(element -> element.getText().strip())
        .toList();
  }

  private String person(String userName, String displayName, String manager) {
    String line = manager.isEmpty() ? "" : ",\"manager\":{\"value\":\"" + manager + "\"}";
    return OKTA.post(
            "/Users",
            ScimClient.userBody(
                userName,
                ",\"displayName\":\"%s\",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"department\":\"Team %s\"%s}"
                    .formatted(displayName, name, line)))
        .expect(201)
        .id();
  }
}
