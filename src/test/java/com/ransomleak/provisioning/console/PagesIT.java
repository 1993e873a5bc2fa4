package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.ScimClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Each page with something on it, seen by a person with all permissions. */
class PagesIT {
  private static final String TENANT = "gringotts";
  private static final ScimClient OKTA =
      ScimClient.of(TENANT).with("User-Agent", "Okta SCIM Client 1.0.0");

  private static Browser browser;

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
      "Activity: filter, search, paging, causes; an entry tells what changed and what followed")
  void activity() throws Exception {
    String name = ScimClient.unique();
    String id =
        OKTA.post(
                "/Users",
                ScimClient.userBody(
                    name,
                    """
                    ,"displayName":"Bill W.","externalId":"%1$s","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{
                      "department":"Curse-Breaking %1$s","manager":{"value":"%1$s-boss"}}\
                    """
                        .formatted(name)))
            .expect(201)
            .id();
    OKTA.patch("/Users/" + id, "{\"op\":\"Replace\",\"path\":\"displayName\",\"value\":\"Bill\"}")
        .expect(200);
    OKTA.post("/Users", ScimClient.userBody(name, "")).expect(409);
    OKTA.get("/Users?filter=userName%20zz%20%22x%22").expect(400);

    browser.open("/admin/integrations/activity?search=" + name);
    assertTrue(browser.text().contains(name + " was created"), browser.text());
    assertTrue(
        browser.text().contains("Team \"Curse-Breaking " + name + "\" created."), browser.text());
    assertTrue(browser.text().contains("POST /Users was refused: " + name), browser.text());
    browser.inspect("activity");
    browser.open("/admin/integrations/activity?search=nobody-has-this-name");
    assertTrue(browser.text().contains("Nothing matches"), browser.text());
    browser.open("/admin/integrations/activity?kind=refused");
    assertTrue(browser.text().contains("Why requests were refused"), browser.text());
    browser.inspect("activity-refused");
    for (String unknown : List.of(name, name + "'s")) {
      OKTA.patch("/Users/" + id, "{\"op\":\"" + name + unknown.length() + "\"}").expect(400);
      OKTA.delete("/Users/" + unknown).expect(404);
    }
    browser.reload();
    String causes = browser.find("#causesTable").getText();
    assertFalse(causes.contains(name), causes);
    assertEquals(2, causes.split("User … not found\\.", -1).length, "one cause: " + causes);
    assertTrue(causes.contains("op must be add, remove or replace, not …."), causes);

    browser.open("/admin/integrations/activity?search=" + name + "&kind=tolerated");
    browser.submitBy("#entries a");
    assertEquals(name + " was changed", browser.heading());
    assertTrue(browser.text().contains("Bill W."), "gringotts keeps values: " + browser.text());
    assertTrue(browser.text().contains("OPERATION_CASE"), browser.text());
    browser.inspect("activity-entry");
  }

  @Test
  @DisplayName("Activity: from one operation of a bulk request to all of them (B-11)")
  void operationsOfABulkRequest() {
    String name = ScimClient.unique();
    String one = ScimClient.userBody(name + "-one", "");
    String operation = "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"%s\",\"data\":%s}";
    OKTA.post(
            "/Bulk",
            "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
                + operation.formatted("a", one)
                + ","
                + operation.formatted("b", ScimClient.userBody(name + "-two", ""))
                + ","
                + operation.formatted("c", one)
                + "]}")
        .expect(200);
    browser.open("/admin/integrations/activity?search=" + name + "-two");
    browser.submitBy("#entries a");
    assertEquals(name + "-two was created", browser.heading());
    browser.submitBy("a[href^='activity?search=']");
    for (String line :
        List.of(
            name + "-one was created",
            name + "-two was created",
            "POST /Users was refused: " + name + "-one",
            "A bulk request was carried out",
            "2 operations carried out.",
            "1 operation refused.")) {
      assertTrue(browser.text().contains(line), browser.text());
    }
  }

  @Test
  @DisplayName("Activity: older pages hold what is older, each line once")
  void olderPages() {
    String name = ScimClient.unique();
    for (int i = 0; i < 55; i++) {
      OKTA.user(name + "-" + i);
    }
    browser.open("/admin/integrations/activity?search=" + name);
    assertTrue(browser.text().contains(name + "-54 was created"));
    assertFalse(browser.text().contains(name + "-4 was created"));
    browser.submitBy("main > p:last-child a");
    assertTrue(browser.text().contains(name + "-4 was created"));
    assertFalse(browser.text().contains(name + "-5 was created"), "A line is on one page.");
  }

  @Test
  @DisplayName(
      "Findings: who waits for whom, unknown members, shared addresses, no externalId; gone when"
          + " mended")
  void findings() throws Exception {
    String name = ScimClient.unique();
    String waiting =
        OKTA.post(
                "/Users",
                ScimClient.userBody(
                    name,
                    """
                    ,"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"%s-boss"}}\
                    """
                        .formatted(name)))
            .expect(201)
            .id();
    OKTA.post(
            "/Users",
            "{\"userName\":\""
                + name
                + "-twin\",\"emails\":[{\"value\":\""
                + name
                + "@example.com\"}]}")
        .expect(201);
    String stranger = "01890000-0000-7000-8000-" + String.format("%012x", name.hashCode());
    OKTA.group("Vault " + name, waiting, stranger);

    browser.open("/admin/integrations/findings");
    for (String seen : new String[] {name + "-boss", stranger, name + "@example.com", name}) {
      assertTrue(browser.text().contains(seen), seen + " in " + browser.text());
    }
    browser.inspect("findings");

    OKTA.post("/Users", ScimClient.userBody(name + "-b", ",\"externalId\":\"" + name + "-boss\""))
        .expect(201);
    browser.reload();
    assertFalse(browser.text().contains(name + "-boss"), browser.text());
  }

  @Test
  @DisplayName(
      "Roles: permissions are granted after a preview; an administrative role takes pushes only"
          + " when allowed")
  void roles() throws Exception {
    String name = "Goblins " + ScimClient.unique();
    String griphook = OKTA.user(ScimClient.unique() + "-griphook");
    String group = OKTA.group(name, griphook);

    browser.open("/admin/roles/roles?search=" + name.replace(' ', '+'));
    browser.inspect("roles");
    browser.submitBy("#roles a");
    assertEquals(name, browser.heading());
    browser.inspect("role");

    browser.click("input[value=MANAGE_ROLES]");
    browser.submit("preview");
    assertTrue(browser.text().contains("1 person would gain Manage Roles"), browser.text());
    assertTrue(browser.text().contains("griphook"), browser.text());
    browser.inspect("role-preview");
    browser.submit("change");
    assertTrue(browser.message().contains("were changed"), browser.message());

    String leave = "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + griphook + "\\\"]\"}";
    assertTrue(OKTA.patch("/Groups/" + group, leave).expect(409).detail().contains("Roles"));
    browser.submit("switchPush");
    assertTrue(browser.message().contains("SCIM may now push"), browser.message());
    OKTA.patch("/Groups/" + group, leave).expect(204);
  }

  @Test
  @DisplayName("A role and an account are found in any case and composition, as everywhere else")
  void foundAsFolded() throws Exception {
    String unique = ScimClient.unique();
    String name = "\u00c4rger " + unique + " \u039f\u0394\u039f\u03a3";
    OKTA.group(name);
    String search = "A\u0308RGER " + unique + " \u03bf\u03b4\u03bf\u03c2";
    browser.open("/admin/roles/roles?search=" + URLEncoder.encode(search, StandardCharsets.UTF_8));
    assertTrue(browser.find("#roles").getText().contains(unique), browser.text());

    OKTA.user(name);
    for (String typed : List.of(name, search)) {
      String link = OpsCommand.passwordLink(RunningServer.get().access(), TENANT, typed);
      assertTrue(link.startsWith("/set-password#"), typed);
    }
  }

  @Test
  @DisplayName("Roles: a colleague gets a link to set a password, and signs in")
  void passwordLink() throws Exception {
    String name = ScimClient.unique() + "-bogrod";
    String colleague = OKTA.user(name);
    String group = OKTA.group("Auditors " + name, colleague);
    browser.open("/admin/roles/role?id=" + group);
    browser.click("input[value=VIEW_REPORTS]");
    browser.submit("preview");
    browser.submit("change");
    browser.submitBy("#memberTable button");
    String link = browser.find("#passwordLink").getText();
    browser.inspect("role-password-link");

    try (Browser other = Browser.at(TENANT)) {
      other.open(link.replace(other.origin(), ""));
      other.type("password", Browser.PASSWORD);
      other.type("again", Browser.PASSWORD);
      other.submit("set");
      assertEquals("Overview", other.heading());
      other.open("/admin/integrations/activity");
      assertEquals("Not for you", other.heading());
      other.inspect("error-403");
    }
  }

  @Test
  @DisplayName("The last who can manage integrations keeps the permission")
  void theLastAdministrator() {
    browser.open("/admin/roles/roles?search=administrator");
    browser.submitBy("#roles a");
    String role = browser.path();
    for (String[] permission :
        new String[][] {
          {"MANAGE_INTEGRATIONS", "Manage Integrations"}, {"MANAGE_ROLES", "Manage Roles"}
        }) {
      browser.open(role);
      browser.click("input[value=" + permission[0] + "]");
      browser.submit("preview");
      assertTrue(browser.text().contains("would lose " + permission[1]), browser.text());
      browser.submit("change");
      assertTrue(browser.message().contains("last active user"), browser.message());
    }
    browser.open("/admin/integrations/scim-provisioning");
    assertEquals("SCIM provisioning", browser.heading());
  }

  @Test
  @DisplayName("Times are in the viewer's zone, values are copied, Escape closes a question")
  void inTheBrowser() throws Exception {
    browser.open("/admin/integrations/scim-provisioning");
    browser.click("[data-copy=baseUrl]");
    assertEquals(browser.find("#baseUrl").getText(), browser.clipboard());
    assertEquals("Copied", browser.find("[data-copy=baseUrl]").getText());

    ZoneId tokyo = ZoneId.of("Asia/Tokyo");
    browser.moveTo(tokyo);
    browser.reload();
    WebElement generated = browser.find("dl.facts time:not(.ago)");
    ZonedDateTime there =
        OffsetDateTime.parse(generated.getAttribute("datetime")).atZoneSameInstant(tokyo);
    String shown = generated.getText();
    // By 24 hours or by 12, as the browser's language has it.
    assertTrue(
        shown.contains(there.format(DateTimeFormatter.ofPattern("HH:mm:ss")))
            || shown.contains(there.format(DateTimeFormatter.ofPattern("h:mm:ss"))),
        there + " in " + shown);

    browser.click("#generate");
    assertTrue(browser.visible("#confirm").isDisplayed());
    browser.press(Keys.ESCAPE);
    Eventually.holds(
        "the question is gone", () -> assertFalse(browser.find("#confirm").isDisplayed()));
  }

  @Test
  @DisplayName("The activity stops moving when the person says so; a search does not move at all")
  void pause() throws Exception {
    browser.open("/admin/integrations/activity");
    browser.click("#pause");
    assertEquals("Update by itself", browser.find("#pause").getText());
    String name = ScimClient.unique();
    OKTA.user(name);
    browser.click("#pause");
    Eventually.holds("moves again", () -> assertTrue(browser.text().contains(name)));
    browser.open("/admin/integrations/activity?search=" + name);
    assertFalse(browser.has("#live"), "Each search looks through everything.");
  }

  @Test
  @DisplayName("One's own password: the former one is asked for, and all other sessions end")
  void changePassword() throws Exception {
    String next = "velvet harbour tangent 93";
    try (Browser other = Browser.administrator("aperture");
        Browser mine = Browser.at("aperture")) {
      mine.open("/sign-in");
      mine.type("userName", Browser.ADMINISTRATOR);
      mine.type("password", Browser.PASSWORD);
      mine.submit("signIn");
      mine.open("/admin/account/password");
      mine.inspect("password");
      change(mine, "wrong", next);
      assertTrue(mine.message().contains("not right"), mine.message());
      change(mine, Browser.PASSWORD, next);
      assertTrue(mine.text().contains("The password was changed"), mine.text());
      other.reload();
      assertEquals("Sign in", other.heading());
    }
  }

  @Test
  @DisplayName("What is not there is told in a page of the same style")
  void errors() throws Exception {
    browser.open("/admin/integrations/activity-entry?id=1");
    assertEquals("Nothing here", browser.heading());
    browser.open("/no-such-page");
    assertEquals("Nothing here", browser.heading());
    browser.inspect("error-404");
    browser.openHost("no-such-tenant", "/");
    assertEquals("No tenant at this address", browser.heading());
    browser.inspect("error-no-tenant");
    browser.open("/admin/integrations/scim-provisioning");
    browser.script("document.querySelector('#form [name=form-token]').value = 'forged'");
    browser.click("#generate");
    browser.submitBy(".ui-confirmdialog-yes");
    assertEquals("This form was not accepted", browser.heading());
    browser.inspect("error-forged");
  }

  @Test
  @DisplayName("Pages fit a phone, and the keyboard reaches the content first")
  void small() throws Exception {
    browser.resize(400, 800);
    browser.open("/admin/integrations/scim-provisioning");
    browser.inspect("phone");
    for (String page :
        new String[] {
          "integrations/scim-provisioning",
          "integrations/activity",
          "integrations/findings",
          "roles/roles",
          "account/password"
        }) {
      browser.open("/admin/" + page);
      assertEquals(
          true,
          browser.script("return document.documentElement.scrollWidth <= innerWidth"),
          "Nothing to scroll sideways on " + page);
    }
    browser.resize(1280, 900);
    assertEquals(
        "#content", browser.script("return document.querySelector('a').getAttribute('href')"));
  }

  private static void change(Browser browser, String former, String next) {
    browser.type("former", former);
    browser.type("password", next);
    browser.type("again", next);
    browser.submit("change");
  }
}
