package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.TestTenant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Activity and findings, for a user with all permissions. */
@TestTenant(value = "wonka", administrator = true)
@TestTenant(value = "gringotts", administrator = true, settings = "record-values=true")
@Tag("one-server")
class ActivityPagesIT {
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
      "Activity: filter, search, paging and reasons; an entry shows changes and consequences")
  void activity() throws Exception {
    String name = ScimClient.unique();
    String id =
        OKTA.post(
                "/Users",
                ScimClient.userBody(
                    name,
                    """
                    ,"displayName":"Bill W.","externalId":"%1$s","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{
                      "department":"Curse \\"Breaking\\" %1$s","manager":{"value":"%1$s-boss"}}\
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
        browser.text().contains("Team \"Curse \"Breaking\" " + name + "\" created."),
        browser.text());
    assertTrue(browser.text().contains("POST /Users was rejected: " + name), browser.text());
    assertEquals(
        true,
        browser.script(
            "const [last, listed] = ['#live-contact time', '#entries tbody time'].map(time =>"
                + " new Date(document.querySelector(time).dateTime)); return last >= listed"),
        "The last request is not older than the newest one of the list.");
    browser.inspect("activity");
    browser.open("/admin/integrations/activity?search=curse%20%22breaking%22%20" + name);
    assertTrue(browser.text().contains(name + " was created"), browser.text());
    browser.open("/admin/integrations/activity?search=sent%20again%20without%20changes");
    assertFalse(browser.text().contains(name), browser.text());
    browser.open("/admin/integrations/activity?search=nobody-has-this-name");
    assertTrue(browser.text().contains("Nothing matches"), browser.text());
    browser.open("/admin/integrations/activity?kind=rejected&search=" + name);
    browser.submitBy("#entries a");
    assertEquals("POST /Users was rejected: " + name, browser.heading());
    browser.open("/admin/integrations/activity?kind=rejected");
    assertTrue(browser.text().contains("Most frequent reasons for rejections"), browser.text());
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

    browser.open("/admin/integrations/activity?search=" + name + "&kind=warnings");
    assertTrue(browser.text().contains("Changed: displayName"), browser.text());
    browser.submitBy("#entries a");
    assertEquals(name + " was changed", browser.heading());
    assertTrue(browser.text().contains("Bill W."), "gringotts keeps values: " + browser.text());
    assertTrue(browser.text().contains("OPERATION_CASE"), browser.text());
    browser.inspect("activity-entry");
  }

  @Test
  @DisplayName("Activity: deactivation and reactivation are shown with before and after")
  void deactivated() {
    String name = ScimClient.unique();
    // wonka does not keep values.
    ScimClient entra = ScimClient.of("wonka");
    String id = entra.user(name);
    for (String active : List.of("False", "True")) {
      entra
          .patch(
              "/Users/" + id,
              "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"" + active + "\"}")
          .expect(200);
    }
    ConsoleClient admin = ConsoleClient.at("wonka").signedIn(Browser.ADMINISTRATOR);
    String list = admin.get("/admin/integrations/activity?search=" + name).body();
    assertTrue(list.contains(name + " was deactivated"), list);
    assertTrue(list.contains(name + " was reactivated"), list);
    ConsoleClient.Answer reactivated =
        admin.get(
            "/admin/integrations/activity-entry"
                + admin
                    .get("/admin/integrations/activity?search=" + name)
                    .between("href=\"activity-entry", "\""));
    String row = reactivated.between("<code>active</code>", "</tr>");
    assertTrue(row.indexOf("false") > 0 && row.indexOf("true") > row.indexOf("false"), row);
  }

  @Test
  @DisplayName("The advice about the last administrator is not the one about unique values")
  void adviceOfConflicts() {
    ScimClient entra = ScimClient.of("wonka");
    String administrator =
        entra
            .get("/Users?filter=userName eq \"" + Browser.ADMINISTRATOR + "\"")
            .text("/Resources/0/id");
    entra
        .patch(
            "/Users/" + administrator,
            "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}")
        .expect(409);
    String name = ScimClient.unique();
    entra.user(name);
    entra.post("/Users", ScimClient.userBody(name, "")).expect(409);
    ConsoleClient admin = ConsoleClient.at("wonka").signedIn(Browser.ADMINISTRATOR);
    String last = advice(admin, administrator);
    assertFalse(last.contains("unique"), last);
    assertTrue(last.contains("The sentence above says why, and what to do first."), last);
    String taken = advice(admin, name);
    assertTrue(taken.contains("A value that must be unique is already used."), taken);
  }

  /** Of the newest rejected request. */
  private static String advice(ConsoleClient admin, String search) {
    String list = "/admin/integrations/activity?status=409&search=" + search;
    String entry = admin.get(list).between("href=\"activity-entry", "\"").replace("&amp;", "&");
    return admin
        .get("/admin/integrations/activity-entry" + entry)
        .between("<p class=\"note\">", "</p>");
  }

  @Test
  @DisplayName("Activity: one operation of a bulk request links to all of them (B-11)")
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
    browser.submitBy("dl a[href^='activity?search=']");
    for (String line :
        List.of(
            name + "-one was created",
            name + "-two was created",
            "POST /Users was rejected: " + name + "-one",
            "A bulk request was processed",
            "2 operations executed.",
            "1 operation rejected.")) {
      assertTrue(browser.text().contains(line), browser.text());
    }
  }

  @Test
  @DisplayName("Activity: older entries are on older pages, each entry once")
  void olderPages() {
    String name = ScimClient.unique();
    for (int i = 0; i < 55; i++) {
      OKTA.user(name + "-" + i);
    }
    browser.open("/admin/integrations/activity?search=" + name);
    assertTrue(browser.text().contains(name + "-54 was created"));
    assertFalse(browser.text().contains(name + "-4 was created"));
    browser.submitBy("a[rel=next]");
    assertTrue(browser.text().contains(name + "-4 was created"));
    assertFalse(browser.text().contains(name + "-5 was created"), "A line is on one page.");
  }

  @Test
  @DisplayName("A long word does not widen the page, and a request without a token is anybody's")
  void longWords() {
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    ConsoleClient.Form make = admin.get("/admin/reports/teams").form("make");
    admin.post(
        "/admin/reports/teams",
        make.with("newName", ScimClient.unique() + "x".repeat(200)).with("create", ""));
    OKTA.group("Guild " + ScimClient.unique(), ScimClient.unique());
    ScimClient.anonymous(TENANT).get("/Users").expect(401);
    browser.open("/admin/integrations/activity");
    assertTrue(browser.text().contains("An unknown member was skipped."), browser.text());
    assertTrue(browser.text().contains("Unknown client"), browser.text());
    for (int width : new int[] {1440, 1024, 768, 390}) {
      browser.resize(width, 900);
      assertEquals(
          0L,
          browser.script(
              "return Math.max(0, document.documentElement.scrollWidth - window.innerWidth)"),
          width + " px");
    }
    browser.resize(1280, 900);
  }

  @Test
  @DisplayName("A request with an unknown token is not one of the identity provider")
  void lastRequest() {
    ConsoleClient admin = ConsoleClient.at("wonka").signedIn(Browser.ADMINISTRATOR);
    ScimClient.of("wonka").user(ScimClient.unique());
    String page = "/admin/integrations/activity";
    String before = admin.get(page).between("id=\"live-contact\"", "</time>");
    ScimClient.anonymous("wonka")
        .with("Authorization", "Bearer rlscim_" + "2".repeat(64))
        .get("/Users")
        .expect(401);
    ConsoleClient.Answer after = admin.get(page);
    assertTrue(after.body().contains("GET /Users came with an unknown token"), after.body());
    assertEquals(moment(before), moment(after.between("id=\"live-contact\"", "</time>")));
  }

  private static String moment(String time) {
    return time.replaceFirst("(?s).*datetime=\"([^\"]*)\".*", "$1");
  }

  @Test
  @DisplayName("Pause stops the automatic update of the activity; a search is not updated")
  void pause() throws Exception {
    browser.open("/admin/integrations/activity");
    browser.click("#pause");
    assertEquals("Resume updates", browser.find("#pause").getText());
    String name = ScimClient.unique();
    OKTA.user(name);
    browser.click("#pause");
    Eventually.holds("moves again", () -> assertTrue(browser.text().contains(name)));
    browser.open("/admin/integrations/activity?search=" + name);
    assertFalse(browser.has("#live"), "Each search looks through everything.");
  }

  @Test
  @DisplayName(
      "Findings show pending managers, unknown members, shared addresses and missing externalIds"
          + " until they are corrected")
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
}
