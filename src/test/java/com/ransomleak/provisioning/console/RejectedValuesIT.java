package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Why a push failed: the entry of a rejected request, with the value if the tenant records it. */
@TestTenant(value = "gringotts", administrator = true, settings = "record-values=true")
@TestTenant(value = "wonka", administrator = true)
@Tag("one-server")
class RejectedValuesIT {
  private static final String LONG = "Head \u202E" + "x".repeat(1_100);
  private static final String RENAME = "{\"op\":\"replace\",\"path\":\"%s\",\"value\":\"%s\"}";

  private final String name = ScimClient.unique();

  @Test
  @DisplayName(
      "Why did the push of Ada fail? From the person's page, two clicks lead to the value sent")
  void fromThePerson() throws IOException {
    ScimClient okta = ScimClient.of("gringotts");
    String id = okta.user(name, "Ada " + name, null, "");
    okta.patch("/Users/" + id, RENAME.formatted("title", LONG)).expect(400);
    try (Browser browser = Browser.administrator("gringotts")) {
      browser.open("/admin/reports/person?id=" + id);
      browser.submitBy("#lines tbody tr:first-child a");
      assertEquals("PATCH /Users was rejected: " + name, browser.heading());
      String rejected = browser.find("#rejected").getText();
      assertTrue(rejected.contains("title"), rejected);
      assertTrue(rejected.contains("Head \\u{202E}xxx"), rejected);
      assertTrue(rejected.endsWith("x…"), "shortened: " + rejected);
      assertTrue(
          browser.text().contains("invalidValue A value is missing, too long"), browser.text());
      assertFalse(browser.has("a[href*='changes?activity=']"), "A rejection changes nothing.");
      for (int width : new int[] {1440, 768, 390}) {
        browser.resize(width, 900);
        browser.inspect("activity-entry-rejected-" + width);
      }
    }
    JsonObject entry =
        ApiClient.ofActivity("gringotts")
            .get("/activity?kind=rejected&search=" + name)
            .expect(200)
            .items()
            .get(0);
    assertEquals("title", entry.getString("rejectedAttribute"));
    assertTrue(entry.getString("rejectedValue").startsWith("Head \\u{202E}xxx"), entry.toString());
    String csv =
        ApiClient.ofActivity("gringotts")
            .get("/activity?format=csv&kind=rejected&search=" + name)
            .expect(200)
            .body();
    assertTrue(csv.contains(",title,Head \\u{202E}xxx"), csv);
  }

  @Test
  @DisplayName(
      "A create without userName is found by displayName or externalId, if values are recorded")
  void nameless() {
    ScimClient okta = ScimClient.of("gringotts");
    okta.post("/Users", "{\"displayName\":\"Nora " + name + "\",\"externalId\":\"x\"}").expect(400);
    okta.post("/Users", "{\"externalId\":\"00u-" + name + "\"}").expect(400);
    ConsoleClient admin = ConsoleClient.at("gringotts").signedIn(Browser.ADMINISTRATOR);
    String found = admin.get("/admin/integrations/activity?search=" + name).body();
    assertTrue(found.contains("POST /Users was rejected: Nora " + name), found);
    assertTrue(found.contains("POST /Users was rejected: 00u-" + name), found);
    ScimClient.of("wonka").post("/Users", "{\"displayName\":\"Nora " + name + "\"}").expect(400);
    admin = ConsoleClient.at("wonka").signedIn(Browser.ADMINISTRATOR);
    String none = admin.get("/admin/integrations/activity?kind=rejected").body();
    assertTrue(none.contains("POST /Users was rejected"), none);
    assertFalse(none.contains("Nora " + name), "This tenant records no values.");
  }

  @Test
  @DisplayName("A name that is taken is shown as the value; it is found by a search")
  void conflict() {
    ScimClient okta = ScimClient.of("gringotts");
    String taken = okta.user(name);
    String other = okta.user(name + "-other");
    okta.patch("/Users/" + other, RENAME.formatted("userName", name.toUpperCase(Locale.ROOT)))
        .expect(409);
    try (Browser browser = Browser.administrator("gringotts")) {
      browser.open(
          "/admin/integrations/activity?kind=rejected&search="
              + name.toUpperCase(Locale.ROOT)
              + "+patch");
      browser.submitBy("#entries a");
      assertEquals("PATCH /Users was rejected: " + name + "-other", browser.heading());
      String rejected = browser.find("#rejected").getText();
      assertTrue(rejected.contains(name.toUpperCase(Locale.ROOT)), rejected);
      browser.submitBy("#holder a");
      assertEquals("/admin/reports/person?id=" + taken, browser.path(), "who has the value");

      okta.post("/Users", ScimClient.userBody(name, "")).expect(409);
      browser.open("/admin/integrations/activity?kind=rejected&search=" + name + "+post");
      browser.submitBy("#entries a");
      assertTrue(browser.text().contains("choose Applications → the app → Import"));
      assertFalse(browser.text().contains("filter=userName"), "no SCIM syntax in texts for people");
      browser.submitBy("main > p a");
      assertEquals(
          "/admin/integrations/activity?kind=rejected&search=" + name + "+post",
          browser.path(),
          "back to the same list");
    }
  }

  @Test
  @DisplayName("Without record-values the page says that, and leads to the setting")
  void notRecorded() throws IOException {
    ScimClient entra = ScimClient.of("wonka");
    String id = entra.user(name);
    entra.patch("/Users/" + id, RENAME.formatted("title", LONG)).expect(400);
    try (Browser browser = Browser.administrator("wonka")) {
      browser.open("/admin/integrations/activity?kind=rejected&search=" + name);
      browser.submitBy("#entries a");
      String rejected = browser.find("#rejected").getText();
      assertTrue(rejected.contains("title"), rejected);
      assertTrue(rejected.contains("Values were not recorded"), rejected);
      assertFalse(browser.text().contains("xxx"), browser.text());
      browser.inspect("activity-entry-rejected-no-value");
      browser.submitBy("#rejected a");
      assertEquals("Settings", browser.heading());
      assertTrue(browser.has("#recordValues-title"));
    }
  }
}
