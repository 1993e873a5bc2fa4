package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The pages about managers, the org chart and pending managers, and the check of all lines. */
class LinePagesIT {
  private static final String TENANT = "weyland";
  private static final ScimClient OKTA = ScimClient.of(TENANT);

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
  @DisplayName("The org chart can be browsed by keyboard, level by level, down and up")
  void theChart() throws Exception {
    String name = ScimClient.unique();
    String top = person(name + "-top", "Ada " + name, null, "");
    person(name + "-middle", "Bo " + name, name + "-top", "");
    for (int i = 100; i < 152; i++) {
      person(name + "-leaf" + i, "Leaf " + i + " " + name, name + "-middle", "");
    }
    OKTA.patch(
            "/Users/" + id(name + "-leaf100"),
            "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}")
        .expect(200);

    browser.open("/admin/reports/org-chart");
    assertTrue(browser.text().contains("Ada " + name), browser.text());
    browser.inspect("org-chart");
    press("#chart a[href$='" + top + "']");
    assertEquals("Ada " + name, browser.heading());
    assertTrue(browser.text().contains("1 direct report"), browser.text());
    press("#chart a");
    assertEquals("Bo " + name, browser.heading());
    assertTrue(browser.text().contains("52 direct reports"), browser.text());
    assertTrue(browser.text().contains("Leaf 149"), browser.text());
    assertFalse(browser.text().contains("Leaf 150"), "50 a page");
    assertTrue(
        browser.find("#chart li").getText().contains("inactive"),
        browser.find("#chart li").getText());
    browser.inspect("org-chart-person");
    press("main .row a");
    assertTrue(browser.text().contains("Leaf 151"), browser.text());
    assertFalse(browser.text().contains("Leaf 149"), browser.text());
    press(".way li:nth-child(2) a");
    assertEquals("Ada " + name, browser.heading());

    browser.open("/admin/reports/org-chart?root=01890000-0000-7000-8000-000000000000");
    assertEquals("Page not found", browser.heading());
    browser.open("/admin/reports/org-chart?root=" + top + "&after=nonsense&sort=-nothing");
    assertEquals("Ada " + name, browser.heading(), "What means nothing counts as not asked.");
  }

  @Test
  @DisplayName("The managers above a user below a loop are each named once")
  void theWayBelowACircle() {
    String name = ScimClient.unique();
    person(name + "-1", "One " + name, name + "-2", "");
    person(name + "-2", "Two " + name, name + "-1", "");
    String tail = person(name + "-tail", "Tail " + name, name + "-1", "");
    person(name + "-own", "Own " + name, name + "-own", "");
    String below = person(name + "-below", "Below " + name, name + "-own", "");
    browser.open("/admin/reports/org-chart?root=" + tail);
    assertEquals(List.of("Two " + name, "One " + name, "Tail " + name), namesOnTheWay(name));
    browser.open("/admin/reports/org-chart?root=" + below);
    assertEquals(List.of("Own " + name, "Below " + name), namesOnTheWay(name));
    assertFalse(browser.find(".way").getText().contains("…"), browser.find(".way").getText());

    String former = null;
    for (int i = 0; i <= 22; i++) {
      person(name + "-deep" + i, "Deep " + i + " " + name, former, "");
      former = name + "-deep" + i;
    }
    browser.open("/admin/reports/org-chart?root=" + id(former));
    assertEquals(21, namesOnTheWay(name).size());
    assertTrue(browser.find(".way").getText().contains("…"), browser.find(".way").getText());
  }

  /** From the top to whoever is shown. */
  private static List<String> namesOnTheWay(String name) {
    return browser.find(".way").getText().lines().filter(line -> line.endsWith(name)).toList();
  }

  @Test
  @DisplayName("Managers: sorted by direct reports, in another order, and searched")
  void managers() throws Exception {
    String name = ScimClient.unique();
    person(name + "-top", "Ada " + name, null, "");
    person(name + "-middle", "Bo " + name, name + "-top", "");
    for (int i = 0; i < 3; i++) {
      person(name + "-leaf" + i, "Leaf " + name, name + "-middle", "");
    }
    browser.open("/admin/reports/managers?search=" + name);
    assertEquals(
        "Bo " + name,
        browser.find("#managers tbody tr:first-child a").getText(),
        "Most direct reports first");
    assertEquals("1 4 2", numbers("#managers tbody tr:nth-child(2)"));
    browser.inspect("managers");
    browser.submitBy(".tabs a[href*='sort=name']");
    assertEquals("Ada " + name, browser.find("#managers tbody tr:first-child a").getText());
    browser.open("/admin/reports/managers?search=nobody-has-this-name");
    assertTrue(browser.text().contains("No manager matches"), browser.text());
  }

  @Test
  @DisplayName("Pending managers: not found and ambiguous references, with age and affected people")
  void pending() throws Exception {
    String name = ScimClient.unique();
    person(name + "-a", "Ada " + name, "nobody-" + name, "");
    person(name + "-b", "Bo " + name, "nobody-" + name, "");
    person(name + "-c", "Cy " + name, name + "@twins.example", "");
    for (String twin : new String[] {"x", "y"}) {
      OKTA.post(
              "/Users",
              "{\"userName\":\"%1$s-%2$s\",\"externalId\":\"%1$s-%2$s\",\"emails\":[{\"value\":\"%1$s@twins.example\"}]}"
                  .formatted(name, twin))
          .expect(201);
    }
    browser.open("/admin/reports/pending?search=" + name);
    assertTrue(browser.text().contains("Not found"), browser.text());
    assertTrue(browser.text().contains("2 people have this e-mail address"), browser.text());
    browser.inspect("pending");
    browser.submitBy("#pending tbody tr:first-child a");
    assertEquals("People with a pending manager", browser.heading());
    assertTrue(browser.text().contains("Bo " + name), browser.text());
    assertFalse(browser.text().contains("Cy " + name), browser.text());
    browser.inspect("waiting");

    browser.open("/admin/integrations/findings");
    assertTrue(browser.text().contains("Ambiguous"), browser.text());
    person("nobody-" + name, "Dee " + name, null, "");
    browser.reload();
    assertFalse(browser.text().contains("nobody-" + name), "Gone when the manager has arrived");
  }

  @Test
  @DisplayName(
      "Findings: reporting loops, people who are their own manager, references that are too long")
  void findings() throws Exception {
    String name = ScimClient.unique();
    person(name + "-1", "One " + name, name + "-2", "");
    person(name + "-2", "Two " + name, name + "-3", "");
    person(name + "-3", "Three " + name, name + "-1", "");
    person(name + "-own", "Own " + name, name + "-own", "");
    person(name + "-long", "Long " + name, "long" + "x".repeat(1_000), "");
    browser.open("/admin/integrations/findings");
    assertTrue(browser.find("#circlesTable").getText().contains(name + "-1 → " + name + "-2 → "));
    assertTrue(browser.find("#selfTable").getText().contains(name + "-own"));
    assertTrue(browser.find("#unusableTable").getText().contains("1004"));
    browser.inspect("findings-lines");
    browser.submitBy("#circlesTable a");
    assertTrue(browser.text().contains("is in a reporting loop"), browser.text());
    browser.inspect("org-chart-circle");
    browser.open("/admin/reports/org-chart");
    assertTrue(browser.find(".chart .state.warn").getText().contains("loop"));
  }

  @Test
  @DisplayName("The button checks all reporting lines, once for a double click")
  void checkNow() throws Exception {
    String name = ScimClient.unique();
    person(name + "-boss", "Ada " + name, null, "");
    person(name + "-report", "Bo " + name, name + "-boss", "");
    ConsoleClient twin = ConsoleClient.at(TENANT).with("Cookie", browser.cookie());
    AtomicReference<ConsoleClient.Form> stale = new AtomicReference<>();
    Eventually.holds(
        "begun, as soon as no round of the timer is under way",
        () -> {
          browser.open("/admin/integrations/findings");
          stale.set(twin.get("/admin/integrations/findings").form("checkForm"));
          browser.submit("checkNow");
          assertTrue(browser.message().contains("The check was started"), browser.message());
        });
    long asked = Long.parseLong(stale.get().fields().get("expected"));
    assertTrue(
        twin.post("/admin/integrations/findings", stale.get().with("checkNow", ""))
            .body()
            .contains("No new check was started"),
        "The second click begins nothing.");
    Eventually.holds(
        "seen to be over",
        () -> {
          String words = browser.find("#live").getText();
          assertTrue(words.contains("Done"), words);
          assertTrue(
              words.matches(
                  "(?s).*[1-9][0-9,]* of [1-9][0-9,]* references were checked, 0 lines"
                      + " changed.*"),
              words);
        });
    assertEquals(
        Long.toString(asked + 1),
        read("select request_count from provisioning.reconciliation where " + OF_TENANT));
    browser.open("/admin/integrations/activity?kind=console");
    assertTrue(
        browser.text().contains("A check of all reporting lines was started"), browser.text());
  }

  @Test
  @DisplayName("The progress of a check is shown live to every administrator")
  void progress() throws Exception {
    browser.open("/admin/reports/pending");
    try (Connection busy = RunningServer.get().access().connectAsMigrator();
        Statement statement = busy.createStatement()) {
      busy.setAutoCommit(false);
      // As of a round of another node, whose present batch takes a while.
      do {
        statement.execute(
            "update provisioning.reconciliation set total = 9812, checked = 4000, changed = 12,"
                + " cause = 'order', finished_at = null, cursor = '' where "
                + OF_TENANT);
        busy.commit();
        statement.execute(
            "select from provisioning.reconciliation where " + OF_TENANT + " for update");
      } while (!"4000"
          .equals(read("select checked from provisioning.reconciliation where " + OF_TENANT)));
      Eventually.holds(
          "the numbers",
          () -> {
            String words = browser.find("#live").getText();
            assertTrue(
                words.contains("4,000 of 9,812 references checked, 12 lines changed"), words);
            assertTrue(words.contains("The order of keys was changed"), words);
          });
      assertEquals("4000", browser.find("progress").getAttribute("value"));
      browser.inspect("pending-progress");
      busy.rollback();
    }
    Eventually.holds(
        "the timer went on, and the page shows it",
        () -> assertTrue(browser.find("#live").getText().contains("Done")));
  }

  /** The key Enter on a link that has the focus. */
  private static void press(String css) {
    browser.script("window.left = true");
    browser.visible(css).sendKeys(Keys.ENTER);
    Object left;
    do {
      left = browser.script("return !window.left && document.readyState === 'complete'");
    } while (!Boolean.TRUE.equals(left));
  }

  private static String numbers(String row) {
    return String.join(
        " ",
        browser.find(row).findElements(org.openqa.selenium.By.cssSelector("td.number")).stream()
            .map(cell -> cell.getText())
            .toList());
  }

  private static String person(String userName, String displayName, String manager, String more) {
    String block =
        manager == null
            ? ""
            : ",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"manager\":{\"value\":\""
                + manager
                + "\"}}";
    return OKTA.post(
            "/Users",
            "{\"userName\":\"%1$s\",\"externalId\":\"%1$s\",\"displayName\":\"%2$s\",\"title\":\"Engineer\"%3$s%4$s}"
                .formatted(userName, displayName, block, more))
        .expect(201)
        .id();
  }

  private static String id(String userName) {
    return OKTA.get("/Users?filter=userName eq \"" + userName + "\"")
        .expect(200)
        .text("/Resources/0/id");
  }

  private static final String OF_TENANT =
      "tenant_id = (select tenant_id from provisioning.tenant where subdomain = '" + TENANT + "')";

  private static String read(String question) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        Statement statement = migrator.createStatement();
        var row = statement.executeQuery(question)) {
      return row.next() ? row.getString(1) : null;
    }
  }
}
