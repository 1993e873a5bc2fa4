package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;

/** The page of changes. */
@TestTenant(value = "gringotts", administrator = true)
@Tag("one-server")
class ChangesPagesIT {
  private static final String TENANT = "gringotts";
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
  @DisplayName(
      "Who lost a role last week, and why: a period keeps the filters that were just chosen")
  void whoLostARole() throws IOException {
    String person = OKTA.user(name + "goblin");
    String role = OKTA.group("Vault keepers " + name, person);
    OKTA.patch("/Groups/" + role, "{\"op\":\"remove\",\"path\":\"members\"}").expect(204);

    browser.open("/admin/account/password");
    browser.submitBy("nav a[href$=changes]");
    browser.select("kind", "role");
    browser.select("change", "lost");
    browser.submitBy(".tabs button:nth-of-type(3)");
    assertEquals("Last 7 days", browser.find(".tabs [aria-current=true]").getText());
    assertTrue(browser.find(".chips").getText().contains("Kind: Roles"), browser.text());
    assertTrue(browser.text().contains("Role lost Vault keepers " + name), browser.text());
    for (int width : new int[] {1440, 768, 390}) {
      browser.resize(width, 900);
      browser.inspect("changes-" + width);
      assertTrue(
          width < 1440 || browser.find("#changes tbody tr").getSize().height < 50,
          "A row is one line.");
    }
    browser.resize(1280, 900);
    browser.submitBy("#changes tbody tr:first-child td:last-child a");
    assertTrue(browser.heading().contains("Vault keepers " + name), browser.heading());
    assertTrue(browser.text().contains("PATCH /Groups/" + role), browser.text());

    browser.submitBy("a[href*='changes?activity=']");
    assertTrue(browser.text().contains("Role lost Vault keepers " + name), browser.text());
    browser.open("/admin/roles/role?id=" + role);
    browser.submitBy("a[href*='changes?role=']");
    assertTrue(
        browser.text().contains("Changes of the role Vault keepers " + name), browser.text());
  }

  @Test
  @DisplayName("Many changes of one cause are one row, which leads to all of them")
  void groups() throws IOException {
    String[] members = new String[30];
    for (int i = 0; i < members.length; i++) {
      members[i] = OKTA.user(name + "teller" + i, name + "teller" + i, null, "");
    }
    String role = OKTA.group("Tellers " + name, members);
    OKTA.patch("/Groups/" + role, "{\"op\":\"remove\",\"path\":\"members\"}").expect(204);
    browser.open("/admin/reports/changes?kind=role&role=" + role);
    assertEquals(2, browser.find("#changes tbody").findElements(By.cssSelector("tr")).size());
    String rows = browser.find("#changes tbody").getText();
    assertTrue(rows.contains("30 people"), rows);
    assertTrue(rows.contains("20 of 30 people"), "The next page has the others.");
    assertTrue(rows.contains("Role lost Tellers " + name), rows);
    assertTrue(browser.text().contains("1–50 of 60"), "The list counts changes.");
    browser.inspect("changes-groups");
    browser.submitBy("#changes tbody tr:first-child a[href*=activity]");
    assertTrue(browser.text().contains(name + "teller4"), browser.text());
    assertTrue(browser.text().contains("1–30 of 30"), browser.text());
    assertFalse(browser.text().contains("Role gained"), browser.text());
    browser.open("/admin/home");
    browser.submitBy("[aria-labelledby=changed] a[href*='changes?activity=']");
    assertTrue(browser.text().contains("Role lost Tellers " + name), browser.text());
  }

  @Test
  @DisplayName("The changes of yesterday are one click away")
  void yesterday() {
    browser.open("/admin/reports/changes");
    browser.submitBy(".tabs button:nth-of-type(2)");
    String day = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
    assertEquals(day, browser.find("#from").getAttribute("value"));
    assertEquals(day, browser.find("#to").getAttribute("value"));
    assertEquals("Yesterday", browser.find(".tabs [aria-current=true]").getText());
  }

  @Test
  @DisplayName("Changes of deleted people name them, without a link that leads nowhere")
  void deleted() throws IOException {
    String person = OKTA.user(name + "griphook");
    OKTA.delete("/Users/" + person).expect(204);
    browser.resize(390, 800);
    browser.open("/admin/reports/changes?search=" + name);
    assertTrue(browser.text().contains(name + "griphook Deleted"), browser.text());
    assertFalse(browser.has("#changes a[href*='" + person + "']"));
    browser.inspect("changes-phone");
    browser.open("/admin/reports/changes?search=" + name + "&from=2999-01-01");
    assertEquals("", browser.message());
    assertTrue(browser.text().contains("Nothing changed in this selection."), browser.text());
    browser.resize(1280, 900);
  }

  @Test
  @DisplayName("An entry leads to its changes only if it has some")
  void entriesWithoutChanges() {
    String person = OKTA.user(name + "bogrod");
    OKTA.patch("/Users/" + person, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Teller\"}")
        .expect(200);
    String link = "a[href*='changes?activity=']";
    browser.open("/admin/integrations/activity?search=" + name + "+changed");
    browser.submitBy("#entries a");
    assertEquals(name + "bogrod was changed", browser.heading());
    assertFalse(browser.has(link), browser.text());
    browser.open("/admin/integrations/activity?search=" + name + "+created");
    browser.submitBy("#entries a");
    browser.submitBy(link);
    assertTrue(browser.text().contains("Created."), browser.text());
  }

  @ParameterizedTest
  @CsvSource({
    "reports/changes?from=nonsense, from",
    "reports/changes?kind=nonsense, kind",
    "reports/without-manager?reason=nonsense, reason",
    "integrations/activity?status=nonsense, status",
    "integrations/activity?kind=nonsense, kind"
  })
  @DisplayName("A filter that the list does not know is named; it does not look like good news")
  void unknownFilters(String page, String filter) {
    browser.open("/admin/" + page);
    String note = browser.find(".note.bad").getText();
    assertTrue(note.contains("a value for " + filter + " that"), note);
    assertFalse(browser.has(".empty"), browser.text());
  }
}
