package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The filters and columns that a user of the list of people chooses. */
@TestTenant(value = "monsters", administrator = true)
@Tag("one-server")
class PeopleFiltersIT {
  private static final String TENANT = "monsters";
  private static final String PAGE = "/admin/reports/people";
  private static final ScimClient OKTA = ScimClient.of(TENANT);
  private static final String NAME = ScimClient.unique();

  private static Browser browser;
  private static String boss;
  private static String worker;

  @BeforeAll
  static void data() {
    boss = person("boss", "Roz Sharp", "Head", "Office", "");
    worker = person("worker", "Mike Green", "Coach", "Laugh Floor", boss);
    person("twin", "Roz Sharper", "Coach", "Laugh Floor", "");
    OKTA.group("Coaches " + NAME, worker);
    browser = Browser.administrator(TENANT);
  }

  @AfterAll
  static void leave() {
    browser.close();
  }

  @Test
  @DisplayName("Team, role, manager and title are chosen by name; the address has them")
  void filters() throws Exception {
    browser.open(PAGE + "?search=" + NAME);
    assertTrue(browser.has("#teams option[value='Laugh Floor " + NAME + "']"), "suggested");
    assertTrue(browser.has("#roles option[value='Coaches " + NAME + "']"), "suggested");
    browser.type("team", "LAUGH  floor " + NAME);
    browser.submitBy("main form button");
    assertEquals(List.of("Mike Green " + NAME, "Roz Sharper " + NAME), found());
    assertTrue(browser.path().contains("team=LAUGH"), browser.path());
    assertEquals("Laugh Floor " + NAME, value("team"));
    browser.click("details.more summary");
    browser.type("by-title", "coach");
    browser.type("role", "Coaches " + NAME);
    browser.type("manager", NAME + "-boss");
    browser.submitBy("main form button");
    assertEquals(List.of("Mike Green " + NAME), found());
    assertTrue(browser.text().contains("Direct reports of"), browser.text());
    assertEquals("Roz Sharp " + NAME, browser.find(".chips a[href*='person?id=']").getText());
    assertTrue(browser.find("details.more .badge").getText().startsWith("3"));
    browser.inspect("people-filters");
    browser.submitBy("#people th a");
    assertEquals(List.of("Mike Green " + NAME), found(), "A link of the list keeps the filters.");
    assertEquals("Coaches " + NAME, value("role"));
    String csv = browser.find("main form a[href*='format=csv']").getAttribute("href");
    String lines =
        ConsoleClient.at(TENANT)
            .signedIn(Browser.ADMINISTRATOR)
            .get(csv.substring(csv.indexOf("/api/")))
            .body();
    assertEquals(2, lines.lines().count(), lines);
    browser.resize(390, 844);
    browser.inspect("people-filters-phone");
    browser.resize(1440, 900);
  }

  @Test
  @DisplayName("A manager is found by displayName, also if others have it as a part of theirs")
  void manager() {
    browser.open(PAGE + "?manager=roz+sharp+" + NAME);
    assertEquals(List.of("Mike Green " + NAME), found());
    assertEquals(NAME + "-boss", value("manager"));
    browser.open(PAGE + "?manager=" + boss);
    assertEquals(NAME + "-boss", value("manager"));
  }

  @Test
  @DisplayName("A role is found with other blanks, a displayName before longer ones")
  void names() {
    String kim = person("kim", "Kim Park", "Head", "Office", "");
    person("under-kim", "Below Kim", "Coach", "Office", kim);
    for (int i = 0; i < 6; i++) {
      person("aaron" + i, "Aaron" + i + " Kim Park", "Coach", "Office", "");
    }
    browser.open(PAGE + "?manager=Kim+Park+" + NAME);
    assertEquals(List.of("Below Kim " + NAME), found());
    OKTA.group("Night  Coaches " + NAME, worker);
    browser.open(PAGE + "?role=night+coaches++" + NAME);
    assertEquals(List.of("Mike Green " + NAME), found());
  }

  @Test
  @DisplayName("A download has all columns until the user chooses some")
  void download() {
    browser.open(PAGE + "?search=" + NAME);
    browser.submitBy("main form button");
    assertTrue(browser.path().contains("columns="), "The form sends columns: " + browser.path());
    String csv = browser.find("main form a[href*='format=csv']").getAttribute("href");
    assertFalse(csv.contains("columns="), csv);
    browser.open(PAGE + "?columns=email");
    csv = browser.find("main form a[href*='format=csv']").getAttribute("href");
    assertTrue(csv.endsWith("columns=email&sort=name"), csv);
  }

  @Test
  @DisplayName("A name that means nothing or several people finds nobody, and says why")
  void wrong() throws Exception {
    String foreign = ScimClient.of("globex").user(NAME + "-foreign");
    browser.open(PAGE + "?team=No+Such+Floor&role=%27%22%3Cb%3E&manager=" + foreign);
    assertTrue(browser.message().contains("There is no team “No Such Floor”"), browser.message());
    assertTrue(browser.message().contains("There is no role “'\"<b>”"), browser.message());
    assertTrue(browser.message().contains("Nobody is called “" + foreign), browser.message());
    assertEquals("No Such Floor", value("team"), "what was entered is kept");
    assertEquals("true", browser.find("#team").getAttribute("aria-invalid"));
    assertFalse(browser.has("#people"), "Nobody is shown.");
    browser.inspect("people-filters-unknown");
    browser.open(PAGE + "?manager=" + NAME + "+sharp");
    assertTrue(
        browser.message().contains("Enter one of these: " + NAME + "-boss, " + NAME + "-twin."),
        browser.message());
  }

  @ParameterizedTest
  @CsvSource({
    "state=zzz, The address has a value for state that",
    "without=xyz, The address has a value for without that",
    "sort=banana, There is no order “banana”. Known orders: userName"
  })
  @DisplayName("A parameter with an unknown value is named")
  void nonsense(String query, String error) {
    browser.open(PAGE + "?" + query);
    assertTrue(browser.find("main .note[role=alert]").getText().startsWith(error), browser.text());
    assertFalse(browser.text().contains("Nobody matches"), browser.text());
  }

  @Test
  @DisplayName("The browser remembers chosen columns; a link with columns wins")
  void columns() {
    browser.open(PAGE);
    browser.click("details.more + details.more summary");
    browser.click("input[name=columns][value=email]");
    browser.click("input[name=columns][value=manager]");
    browser.submitBy("[name=remember]");
    assertFalse(browser.path().contains("remember"), browser.path());
    browser.open(PAGE);
    assertTrue(header().contains("E-mail") && !header().contains("Manager"), header());
    browser.open(PAGE + "?columns=country");
    assertTrue(header().contains("Country") && !header().contains("E-mail"), header());
    browser.open(PAGE);
    assertTrue(header().contains("E-mail"), "A link changes nothing: " + header());
    browser.click("details.more + details.more summary");
    browser.submitBy("details.more + details.more p a");
    assertTrue(header().contains("Manager") && !header().contains("E-mail"), header());
  }

  @Test
  @DisplayName("The cookie is for the server alone; of a forged one, only known columns count")
  void cookie() {
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    ConsoleClient.Answer kept = admin.get(PAGE + "?remember=columns&columns=email");
    assertEquals(303, kept.status());
    String cookie = kept.cookie("provisioning-columns");
    assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), cookie);
    for (String forged : new String[] {"%%%", "x", encoded("\0,<b>,shoe-size"), encoded("")}) {
      String page = with(admin, forged).get(PAGE).body();
      assertTrue(page.contains(">Manager</th>") && !page.contains("shoe-size"), page);
    }
    String page = with(admin, encoded("<b>,country")).get(PAGE).body();
    assertTrue(page.contains(">Country</th>") && !page.contains(">Manager</th>"), page);
  }

  private static ConsoleClient with(ConsoleClient client, String columns) {
    return client.with("Cookie", client.cookie() + "; provisioning-columns=" + columns);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String header() {
    return browser.find("#people thead").getText();
  }

  private static String value(String id) {
    return browser.find("#" + id).getAttribute("value");
  }

  private static List<String> found() {
    return browser.find("#people").findElements(By.cssSelector("td.main a")).stream()
        .map(WebElement::getText)
        .sorted()
        .toList();
  }

  private static String person(
      String userName, String displayName, String title, String team, String manager) {
    return OKTA.post(
            "/Users",
            ScimClient.userBody(
                NAME + "-" + userName,
                """
                ,"displayName":"%s %s","title":"%s",
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"%s %s","manager":{"value":"%s"}}\
                """
                    .formatted(displayName, NAME, title, team, NAME, manager)))
        .expect(201)
        .id();
  }
}
