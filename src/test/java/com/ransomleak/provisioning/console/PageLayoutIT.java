package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The head of a page, the bar above a list, the menus of its rows, and the settings. */
@TestTenant(value = "nakatomi", administrator = true)
@Tag("one-server")
class PageLayoutIT {
  private static final String NAME = ScimClient.unique();
  private static final String MENU = "#administrators tr:has(.menu) .menu";

  private static Browser browser;
  private static String role;

  @BeforeAll
  static void data() {
    ScimClient okta = ScimClient.of("nakatomi");
    String[] members = new String[20];
    for (int i = 0; i < members.length; i++) {
      members[i] =
          okta.user(
              NAME + i + ".takagi@nakatomi-plaza.example.com",
              "Joseph Yoshinobu Takagi " + i,
              null,
              ",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"department\":\"Floor %d %s\"}"
                  .formatted(i, NAME));
    }
    role = okta.group("Security " + NAME, members);
    browser = Browser.administrator("nakatomi");
    browser.resize(1440, 900);
    browser.open("/admin/roles/role?id=" + role);
    for (String permission : new String[] {"VIEW_REPORTS", "VIEW_ACTIVITY"}) {
      browser.click("#requested-" + permission);
    }
    browser.submit("preview");
    browser.submit("change");
  }

  @AfterAll
  static void leave() {
    browser.close();
  }

  @ParameterizedTest
  @CsvSource({
    "reports/people, 13",
    "reports/teams, 13",
    "reports/changes, 13",
    // Each of these entries has a warning, which is shown whole.
    "integrations/activity, 10",
    "roles/administrators, 13"
  })
  @DisplayName("At 1440 × 900 a window has many whole rows of a list")
  void rowsInTheWindow(String page, int expected) {
    browser.open("/admin/" + page);
    long frame = (Long) browser.script("return outerHeight - innerHeight");
    browser.resize(1440, (int) (900 + frame));
    long rows =
        (Long)
            browser.script(
                "return [...document.querySelectorAll('.panel .list tbody tr')].filter(row =>"
                    + " row.getBoundingClientRect().bottom <= innerHeight).length");
    assertTrue(rows >= expected, rows + " rows");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "roles/administrators, Invite an administrator",
    "reports/teams, New team",
    "integrations/report-access, Generate token",
    "integrations/activity, Pause updates"
  })
  @DisplayName("The action of a page stands beside its title")
  void actions(String page, String action) {
    browser.resize(1440, 900);
    browser.open("/admin/" + page);
    assertEquals(action, browser.find(".actions").getText());
    assertEquals(
        true,
        browser.script(
            """
            const [title, action] = ['h1', '.actions'].map(part => document.querySelector(part).getBoundingClientRect());
            return action.left >= title.right && action.top < title.bottom && action.bottom > title.top;
            """));
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 768, 390})
  @DisplayName(
      "The inputs below More filters and Columns are inside the window; Escape closes them")
  void moreFilters(int width) throws IOException {
    browser.resize(width, 900);
    browser.open("/admin/reports/people");
    for (String more : new String[] {"details.more", "details.more + details.more"}) {
      browser.click(more + " summary");
      assertEquals(
          true,
          browser.script(
              "const box = document.querySelector(arguments[0] + ' > div').getBoundingClientRect();"
                  + " return box.left >= 0 && box.right <= innerWidth && box.width > 200",
              more));
      browser.inspect("more-filters-" + more.length() + "-" + width);
      browser.press(Keys.ESCAPE);
      assertFalse(browser.has(more + "[open]"));
      assertEquals(more + " summary", focused(more + " summary"));
    }
  }

  @Test
  @DisplayName("A filter is a chip that removes it, and Clear filters removes all of them")
  void chips() throws IOException {
    browser.resize(1440, 900);
    browser.open(
        "/admin/reports/people?search=" + NAME + "&state=active&role=" + role + "&sort=-name");
    String chips = browser.find(".chips").getText();
    assertTrue(chips.contains("With the role Security " + NAME), chips);
    assertTrue(chips.contains("State: Active"), chips);
    browser.inspect("chips");
    browser.submitBy(".chips a[href*=role]:not([href*=state])");
    assertTrue(browser.path().contains("role=" + role), browser.path());
    assertFalse(browser.path().contains("state="), browser.path());
    browser.submitBy(".chips .clear");
    assertEquals("/admin/reports/people?sort=-name", browser.path());
    assertFalse(browser.has(".chips"));
  }

  @Test
  @DisplayName(
      "The chip of a filter by person or team links to its page, unless the person is deleted")
  void chipsOfPeopleAndTeams() {
    String userName = NAME + "-gruber";
    ScimClient okta = ScimClient.of("nakatomi");
    String gruber =
        okta.user(
            userName,
            "Hans Gruber",
            null,
            ",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"department\":\"Vault"
                + " "
                + NAME
                + "\"}");
    browser.open("/admin/reports/changes?person=" + gruber);
    browser.submitBy(".chips a:not(.remove, .clear)");
    assertEquals("Hans Gruber", browser.heading());
    String team = browser.find("main a[href*='team?id=']").getAttribute("href").split("=", 2)[1];
    browser.open("/admin/reports/people?role=" + role + "&team=" + team);
    assertTrue(browser.find(".chips").getText().contains("Security"), "a role has no link");
    browser.submitBy(".chips a:not(.remove, .clear)");
    assertEquals("Vault " + NAME, browser.heading());
    okta.delete("/Users/" + gruber).expect(204);
    browser.open("/admin/reports/changes?person=" + gruber);
    assertTrue(browser.find(".chips").getText().contains(userName), browser.text());
    assertFalse(browser.has(".chips a:not(.remove, .clear)"));
  }

  @Test
  @DisplayName(
      "A question begins at Cancel, Tab follows what is seen, Escape and Cancel return the focus")
  void question() throws Exception {
    browser.resize(1440, 900);
    browser.open("/admin/integrations/scim-provisioning");
    for (Keys end : new Keys[] {Keys.ESCAPE, Keys.ENTER}) {
      browser.script("document.getElementById('revoke').focus()");
      browser.press(Keys.ENTER);
      Eventually.holds(
          "the question",
          () -> assertEquals(".ui-confirmdialog-no", focused(".ui-confirmdialog-no")));
      browser.inspect("question");
      assertEquals(
          true,
          browser.script(
              "const [no, yes] = ['no', 'yes'].map(name =>"
                  + " document.querySelector('.ui-confirmdialog-' + name).getBoundingClientRect());"
                  + " return no.right < yes.left && no.top === yes.top"));
      browser.press(Keys.TAB);
      assertEquals(".ui-confirmdialog-yes", focused(".ui-confirmdialog-yes"));
      browser.press(Keys.TAB);
      Eventually.holds(
          "inside the question",
          () -> assertEquals(".ui-confirmdialog-no", focused(".ui-confirmdialog-no")));
      browser.press(end);
      Eventually.holds(
          "the button has the focus", () -> assertEquals("#revoke", focused("#revoke")));
      assertFalse(browser.find("#confirm").isDisplayed());
    }
  }

  @Test
  @DisplayName(
      "The menu of a row opens by keyboard; Escape closes it and returns the focus, a click outside"
          + " closes it")
  void menu() throws IOException {
    browser.resize(1440, 900);
    browser.open("/admin/roles/administrators");
    browser.script("document.querySelector(arguments[0] + ' summary').focus()", MENU);
    browser.press(Keys.ENTER);
    assertTrue(browser.visible(MENU + "[open] a[href*=remove]").isDisplayed());
    browser.inspect("row-menu");
    browser.press(Keys.TAB);
    assertEquals(MENU + " button", focused(MENU + " button"));
    browser.press(Keys.ESCAPE);
    assertFalse(browser.has(MENU + "[open]"));
    assertEquals(MENU + " summary", focused(MENU + " summary"));
    browser.press(Keys.ENTER);
    assertTrue(browser.has(MENU + "[open]"));
    browser.click("h1");
    assertFalse(browser.has(MENU + "[open]"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 1280, 390})
  @DisplayName("The page of a person with a role from the console does not scroll sideways")
  void person(int width) throws IOException {
    browser.open("/admin/roles/administrators?search=" + Browser.ADMINISTRATOR);
    browser.resize(width, 900);
    browser.submitBy("#administrators td a[href*=person]");
    assertEquals(true, browser.script("return document.documentElement.scrollWidth <= innerWidth"));
    assertEquals(
        List.of(),
        browser.script(
            """
            return [...document.querySelectorAll('main .card')].filter(card => card.scrollWidth > card.clientWidth)
              .map(card => card.getAttribute('aria-labelledby'));
            """));
    browser.inspect("person-with-role-" + width);
  }

  @Test
  @DisplayName("On a phone, Escape closes the navigation and returns the focus to its button")
  void navigation() {
    browser.resize(390, 844);
    browser.open("/admin/reports/teams");
    browser.click("#menu");
    assertTrue(browser.find("#navigation").isDisplayed());
    browser.script("document.querySelector('#navigation a').focus()");
    browser.press(Keys.ESCAPE);
    assertFalse(browser.find("#navigation").isDisplayed());
    assertEquals("#menu", focused("#menu"));
    assertEquals("false", browser.find("#menu").getDomAttribute("aria-expanded"));
  }

  @Test
  @DisplayName("A list shows the first name of several, and a number that opens the others")
  void names() throws IOException {
    for (int width : new int[] {1440, 390}) {
      browser.resize(width, 900);
      browser.open("/admin/roles/administrators?search=" + NAME + "1.");
      assertFalse(browser.text().contains("View Reports"), browser.text());
      browser.click("#administrators .rest summary");
      assertTrue(browser.text().contains("View Reports"), browser.text());
      browser.inspect("administrators-names-" + width);
    }
  }

  @Test
  @DisplayName("Save appears beside a setting when another value is chosen")
  void save() {
    browser.resize(1440, 900);
    browser.open("/admin/integrations/settings");
    assertFalse(browser.find("#recordValues-save").isDisplayed());
    browser.select("recordValues-value", "true");
    assertTrue(browser.find("#recordValues-save").isDisplayed());
    browser.select("recordValues-value", "false");
    assertFalse(browser.find("#recordValues-save").isDisplayed());
  }

  /** The selector, if what it finds first has the focus. */
  private static Object focused(String css) {
    return browser.script(
        "return document.activeElement === document.querySelector(arguments[0]) ? arguments[0] :"
            + " document.activeElement.outerHTML",
        css);
  }
}
