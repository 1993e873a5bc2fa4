package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ReportsOf;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The aliases of teams on the page Settings: merging teams, and undoing it. */
@TestTenant(value = "kessel", administrator = true)
@TestTenant(value = "lothal", administrator = true)
@Tag("one-server")
class AliasPagesIT {
  private static final String TENANT = "kessel";
  private static final String PAGE = "/admin/integrations/settings";
  private static final ScimClient OKTA = ScimClient.of(TENANT);
  private static final ReportsOf REPORTS = new ReportsOf(TENANT);

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
  @DisplayName("Two teams are merged after a preview; removing the aliases separates them again")
  void merging() throws Exception {
    String research = "Research " + name;
    String lab = "Laboratory " + name;
    person("ada", lab);
    person("bob", research);
    browser.open(PAGE + "?alias=" + lab.replace(" ", "+") + "&team=" + research.replace(" ", "+"));
    assertTrue(
        browser
            .text()
            .contains(
                "The team "
                    + lab
                    + " becomes empty and is archived later. One person has the department "
                    + lab
                    + " and will belong to the team "
                    + research),
        browser.text());
    assertEquals("teams", browser.find("#team").getAttribute("list"));
    assertTrue(browser.has("#teams option[value='" + research + "']"), "chosen from a list");
    browser.inspect("settings-merge");
    browser.submit("addAlias");
    assertEquals(research, browser.heading(), "the team that stays");
    assertEquals(
        lab + " was merged into " + research + ". One person moves within a few minutes.",
        browser.message());
    browser.open("/admin/reports/team?id=" + team(lab).getString("id"));
    assertTrue(browser.text().contains("Merged into " + research), "at once: " + browser.text());
    assertFalse(browser.text().contains("Merge into another team"), browser.text());
    browser.open(PAGE);
    assertTrue(browser.find("#aliasTable").getText().contains(lab), "as it is written");
    Eventually.holds("ada has moved", () -> assertEquals("2", people(research)));
    assertEquals("0", people(lab));
    browser.open("/admin/reports/team?id=" + team(lab).getString("id"));
    assertTrue(browser.text().contains("Merged into " + research), browser.text());
    browser.inspect("team-merged");

    browser.submitBy("main .note a[href*='remove=']");
    assertTrue(
        browser
            .find("#removal")
            .getText()
            .contains(
                "One person with the department "
                    + lab
                    + " moves from the team "
                    + research
                    + " to the team "
                    + lab),
        browser.text());
    assertEquals("Undo the merge", browser.find("#removal button").getText());
    assertFalse(browser.has("#removal button[name=removeAlias]"), "It has one alias.");
    for (int width : new int[] {1440, 768, 390}) {
      browser.resize(width, 900);
      browser.inspect("settings-remove-alias-" + width);
    }
    browser.resize(1280, 900);
    String question = browser.path();
    browser.submitBy("#removal button[name=undoMerge]");
    assertTrue(browser.message().contains("The merge was undone."), browser.message());
    browser.open(question);
    assertTrue(browser.message().contains("This link no longer works"), browser.message());
    browser.open("/admin/reports/team?id=" + team(lab).getString("id"));
    assertFalse(browser.text().contains("Merged into"), "at once: " + browser.text());
    Eventually.holds("ada has moved back", () -> assertEquals("1", people(research)));
    assertEquals("1", people(lab));
  }

  @Test
  @DisplayName("A merge that added several aliases is undone by one action")
  void undoMerge() throws Exception {
    String research = "Research " + name;
    String lab = "Laboratory " + name;
    person("ada", lab);
    person("bob", research);
    String page = "/admin/reports/team?id=" + team(lab).getString("id");
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    admin.post(
        page, admin.get(page).form("renaming").with("name", "Lab " + name).with("rename", ""));
    browser.open(PAGE + "?alias=Lab+" + name + "&team=" + research.replace(" ", "+"));
    browser.submit("addAlias");
    Eventually.holds("ada has moved", () -> assertEquals("2", people(research)));
    browser.open(PAGE);
    undo("Lab " + name);
    String question = browser.find("#removal").getText();
    assertTrue(question.contains("Nobody has the department Lab " + name), question);
    assertTrue(
        question.contains("One person with one of the departments Lab " + name + ", "), question);
    browser.inspect("settings-undo-merge");
    browser.submitBy("#removal button[name=undoMerge]");
    Eventually.holds("ada has moved back", () -> assertEquals("1", people(research)));
    browser.open(PAGE);
    assertFalse(browser.text().contains(lab), browser.text());
  }

  @Test
  @DisplayName("Undoing a merge gives the team back with the aliases that it had before")
  void undoWithAliases() throws Exception {
    String research = "Research " + name;
    String lab = "Laboratory " + name;
    person("ada", lab);
    person("bob", research);
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    alias(admin, "Benches " + name, lab);
    person("cy", "Benches " + name);
    assertEquals("2", people(lab));
    assertTrue(
        alias(admin, lab, research).contains("2 people have one of the departments Benches"));
    Eventually.holds("both have moved", () -> assertEquals("3", people(research)));
    String again =
        admin
            .get(
                PAGE
                    + "?alias="
                    + ConsolePage.encoded(lab)
                    + "&team="
                    + ConsolePage.encoded("Science " + name))
            .body();
    assertTrue(again.contains("2 people"), "Those of its own alias move with it.");
    assertTrue(again.contains("Benches " + name), again);
    browser.open(PAGE);
    assertTrue(browser.has("a[title='Remove this alias: Benches " + name + "']"), "not a merge");
    undo(lab);
    String question = browser.find("#removal").getText();
    assertTrue(
        question.contains("2 people with one of the departments " + lab + ", Benches " + name),
        question);
    assertTrue(question.contains(research), question);
    browser.submitBy("#removal button[name=undoMerge]");
    Eventually.holds("both have moved back", () -> assertEquals("1", people(research)));
    assertEquals("2", people(lab));
    assertTrue(admin.get(PAGE).body().contains("enches " + name), "The alias stays.");
  }

  @Test
  @DisplayName("An alias is not added if others were changed after the preview")
  void changedMeanwhile() {
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    String preview = PAGE + "?alias=Den+" + name + "&team=Burrow+" + name;
    ConsoleClient.Form form = admin.get(preview).form("addition").with("addAlias", "");
    alias(admin, "Burrow " + name, "Warren " + name);
    ConsoleClient.Answer stale = admin.post(PAGE, form);
    assertTrue(stale.body().contains("Nothing was changed"), stale.body());
    assertTrue(stale.body().contains("Warren " + name), "the preview of now");
  }

  /** Opens the question from the menu of a merged name. */
  private static void undo(String merged) {
    String link = "a[title='Undo the merge: " + merged + "']";
    browser.click("#aliasTable tr:has(" + link + ") .menu summary");
    browser.submitBy(link);
  }

  /** Adds an alias; returns the page of the preview. */
  private static String alias(ConsoleClient admin, String alias, String team) {
    ConsoleClient.Answer preview =
        admin.get(
            PAGE + "?alias=" + ConsolePage.encoded(alias) + "&team=" + ConsolePage.encoded(team));
    admin.post(PAGE, preview.form("addition").with("addAlias", ""));
    return preview.body();
  }

  @ParameterizedTest
  @CsvSource({
    "a;b, Sales, 'alias: expected the name of a department or team, without ; and =.'",
    "Sales, a=b, 'team: expected the name of a department or team, without ; and =.'",
    "Sales, ' SALES', are names of the same team"
  })
  @DisplayName("An alias that means nothing is rejected with the reason, beside the form")
  void badAlias(String alias, String team, String reason) throws IOException {
    browser.open(
        PAGE + "?alias=" + ConsolePage.encoded(alias) + "&team=" + ConsolePage.encoded(team));
    String error = browser.find("#aliasError").getText();
    assertTrue(error.contains(reason), error);
    assertFalse(browser.has("#addAlias"));
    browser.inspect("settings-refused");
  }

  @Test
  @DisplayName("Aliases can be given back to the default, unless they are the default")
  void noAliases() {
    ConsoleClient admin = ConsoleClient.at("lothal").signedIn(Browser.ADMINISTRATOR);
    String preview = PAGE + "?alias=Depot+" + name + "&team=Stores+" + name;
    admin.post(PAGE, admin.get(preview).form("addition").with("addAlias", ""));
    String alias = "depot " + name;
    assertTrue(admin.get(PAGE).body().contains(alias));
    assertTrue(
        admin
            .post(PAGE, admin.get(PAGE).form("removing").with("removeAlias", alias))
            .body()
            .contains("The alias was removed."));
    assertFalse(admin.get(PAGE).body().contains(alias));
    assertFalse(admin.get(PAGE).body().contains("resetAliases"), "There are no aliases.");
    admin.post(PAGE, admin.get(preview).form("addition").with("addAlias", ""));
    admin.post(PAGE, admin.get(PAGE).form("removing").with("resetAliases", ""));
    assertFalse(admin.get(PAGE).body().contains(alias));
  }

  @Test
  @DisplayName("A NUL in a name is left out")
  void nul() {
    ConsoleClient admin = ConsoleClient.at("lothal").signedIn(Browser.ADMINISTRATOR);
    String preview = PAGE + "?alias=Dock+" + name + "&team=Port+" + name;
    ConsoleClient.Form forged =
        admin.get(preview).form("addition").with("alias", "Do\0ck " + name).with("addAlias", "");
    assertEquals(200, admin.post(PAGE, forged).status());
    assertTrue(admin.get(PAGE).body().contains("dock " + name));
  }

  private void person(String suffix, String department) {
    OKTA.post(
            "/Users",
            ScimClient.userBody(
                name + suffix,
                ",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"department\":\""
                    + department
                    + "\"}"))
        .expect(201);
  }

  private String people(String team) {
    return team(team).get("people").toString();
  }

  private static JsonObject team(String name) {
    return REPORTS
        .json("/teams?state=all&search=" + name.replace(" ", "+"))
        .getJsonArray("items")
        .getJsonObject(0);
  }
}
