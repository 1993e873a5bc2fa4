package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.TestTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The questions that people ask most, each answered in at most three clicks from any page. */
@TestTenant(value = "cogswell", administrator = true)
@Tag("one-server")
class SixQuestionsIT {
  private static final String TENANT = "cogswell";
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  private static final ScimClient OKTA = ScimClient.of(TENANT);

  private final String name = ScimClient.unique();
  private Browser browser;
  private int clicks;

  @BeforeEach
  void open() {
    browser = Browser.administrator(TENANT);
    browser.open("/admin/account/password");
  }

  @AfterEach
  void close() {
    browser.close();
    assertTrue(clicks <= 3, clicks + " clicks");
  }

  @Test
  @DisplayName("Is provisioning healthy right now?")
  void healthy() {
    OKTA.user(name);
    click("nav a[href$='/admin/home']");
    assertTrue(browser.has("#health .state"), browser.text());
    assertTrue(browser.text().contains("Last accepted change"), browser.text());
  }

  @Test
  @DisplayName("Why did the push of Ada fail?")
  void failure() {
    OKTA.user(name);
    String ada = person("Ada Lovelace " + name, name + "-ada", "");
    OKTA.patch(
            "/Users/" + ada,
            "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"" + name + "\"}")
        .expect(409);
    click("nav a[href$='/integrations/activity']");
    browser.type("search", "Ada Lovelace " + name);
    click("main form[role=search] button[type=submit]");
    click("#entries tbody tr:first-child td.main a");
    assertTrue(browser.text().contains("409"), browser.text());
    assertTrue(browser.text().contains("userName"), browser.text());
  }

  @Test
  @DisplayName("Who lost a role last week, and why?")
  void lostRole() {
    String ada = person("Ada " + name, name + "-ada", "");
    String role = OKTA.group("Pilots " + name, ada);
    OKTA.patch("/Groups/" + role, "{\"op\":\"remove\",\"path\":\"members\"}").expect(204);
    click("nav a[href$='/reports/changes']");
    browser.type("search", name);
    browser.select("kind", "role");
    browser.select("change", "lost");
    click("main form[role=search] button[type=submit]");
    assertTrue(browser.text().contains("Ada " + name), browser.text());
    click("#changes tbody tr:first-child td:last-child a");
    assertTrue(browser.text().contains("PATCH /Groups/" + role), browser.text());
  }

  @Test
  @DisplayName("Who has no manager?")
  void withoutManager() {
    person("Loner " + name, name + "-loner", "");
    person("Waiting " + name, name + "-waiting", name + "-nobody");
    click("nav a[href$='/integrations/findings']");
    click("a[href$='/reports/without-manager']");
    browser.type("search", name);
    click("main form[role=search] button[type=submit]");
    assertTrue(browser.text().contains("Loner " + name), browser.text());
    assertTrue(browser.text().contains("Waiting " + name), browser.text());
  }

  @Test
  @DisplayName("Who reports to Grace in all?")
  void allReports() {
    person("Grace " + name, name + "-grace", "");
    person("Alan " + name, name + "-alan", name + "-grace");
    person("Kurt " + name, name + "-kurt", name + "-alan");
    browser.type("find", name + "-grace");
    clicks++;
    browser.submit(() -> browser.press(Keys.ENTER));
    click("section[aria-labelledby=found-people] a.leaf");
    click("a[href^='all-reports?']");
    assertTrue(browser.text().contains("Alan " + name), browser.text());
    assertTrue(browser.text().contains("Kurt " + name), browser.text());
  }

  @Test
  @DisplayName("Did the test of the credentials arrive?")
  void arrived() throws Exception {
    click("nav a[href$='/integrations/scim-provisioning']");
    OKTA.get("/Users?count=1").expect(200);
    Eventually.holds(
        "the first step is green",
        () -> assertTrue(browser.has(".checklist li:first-child.done"), browser.text()));
  }

  private void click(String css) {
    clicks++;
    browser.submitBy(css);
  }

  private static String person(String displayName, String userName, String manager) {
    String line =
        manager.isEmpty()
            ? ""
            : ",\"" + ENTERPRISE + "\":{\"manager\":{\"value\":\"" + manager + "\"}}";
    return OKTA.post(
            "/Users",
            ScimClient.userBody(userName, ",\"displayName\":\"" + displayName + "\"" + line))
        .expect(201)
        .id();
  }
}
