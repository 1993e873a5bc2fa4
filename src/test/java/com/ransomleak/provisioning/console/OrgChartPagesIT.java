package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The pages of the org chart. */
@TestTenant(value = "weyland", administrator = true)
@Tag("one-server")
class OrgChartPagesIT {
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
    String top = OKTA.user(name + "-top", "Ada " + name, null, "");
    OKTA.user(name + "-middle", "Bo " + name, name + "-top", "");
    for (int i = 100; i < 152; i++) {
      OKTA.user(name + "-leaf" + i, "Leaf " + i + " " + name, name + "-middle", "");
    }
    OKTA.patch(
            "/Users/" + id(name + "-leaf100"),
            "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}")
        .expect(200);

    browser.open("/admin/reports/org-chart");
    assertTrue(browser.text().contains("Ada " + name), browser.text());
    browser.inspect("org-chart");
    press("#chart a.focus[href$='" + top + "']");
    assertEquals("Ada " + name, browser.heading());
    assertTrue(browser.text().contains("1 direct report"), browser.text());
    press("#chart a.focus");
    assertEquals("Bo " + name, browser.heading());
    assertTrue(browser.text().contains("52 direct reports"), browser.text());
    assertTrue(browser.text().contains("Leaf 149"), browser.text());
    assertFalse(browser.text().contains("Leaf 150"), "50 a page");
    assertTrue(
        browser.find("#chart li").getText().contains("Inactive"),
        browser.find("#chart li").getText());
    browser.inspect("org-chart-person");
    press("a[rel=next]");
    assertTrue(browser.text().contains("Leaf 151"), browser.text());
    assertFalse(browser.text().contains("Leaf 149"), browser.text());
    press(".way li:nth-child(2) a");
    assertEquals("Ada " + name, browser.heading());
    press("#chart a.name");
    assertTrue(browser.path().startsWith("/admin/reports/person?id="), "A name opens the person.");

    browser.open("/admin/reports/org-chart?root=01890000-0000-7000-8000-000000000000");
    assertEquals("Page not found", browser.heading());
    browser.open("/admin/reports/org-chart?root=" + top + "&after=nonsense&sort=-nothing");
    assertEquals("Ada " + name, browser.heading(), "What means nothing counts as not asked.");
  }

  @Test
  @DisplayName("The tree opens and closes people by links, and a search opens the path to a person")
  void theTree() throws Exception {
    String name = ScimClient.unique();
    String top = OKTA.user(name + "-top", "Ada " + name, null, "");
    String middle = OKTA.user(name + "-middle", "Bo " + name, name + "-top", "");
    for (int i = 100; i < 152; i++) {
      OKTA.user(name + "-leaf" + i, "Leaf " + i + " " + name, name + "-middle", "");
    }
    String last = id(name + "-leaf151");
    browser.open("/admin/reports/org-chart?find=leaf+" + name);
    assertTrue(browser.text().contains("1–20 of 52. Add a word"), browser.text());
    browser.open("/admin/reports/org-chart?find=leaf+151+" + name);
    browser.submitBy("#hits + ul a");
    assertEquals("Leaf 151 " + name, browser.find("#chart [aria-current=true] a").getText());
    assertTrue(browser.find("#at-" + top).getText().contains("1 direct report, 53 in all"));
    assertTrue(browser.find("#at-" + middle).getText().contains("All direct reports"));
    assertTrue(browser.text().contains("Leaf 149 " + name), browser.text());
    assertFalse(browser.text().contains("Leaf 150 " + name), "the first 50, and the one");
    browser.inspect("org-chart-tree");
    browser.resize(390, 844);
    browser.inspect("org-chart-tree-phone");
    assertEquals(
        List.of(),
        browser.script(
            """
            return [...document.querySelectorAll('.tree .focus')].filter(focus => {
              const job = focus.parentElement.querySelector('.job').getBoundingClientRect();
              return focus.getBoundingClientRect().top >= job.bottom;
            }).map(focus => focus.ariaLabel);
            """),
        "Focus is beside the title and team, on no line of its own.");
    browser.resize(1440, 900);
    browser.print();
    assertFalse(browser.find(".tree .focus").isDisplayed());
    browser.prefer("light");
    press("#at-" + middle + " .toggle");
    assertFalse(browser.has("#at-" + last), browser.text());
    assertEquals("false", browser.find("#at-" + middle + " .toggle").getAttribute("aria-expanded"));
    press("#at-" + top + " .toggle");
    assertFalse(browser.has("#at-" + middle), browser.text());
    press("#at-" + top + " .toggle");
    assertTrue(browser.has("#at-" + middle), browser.text());

    browser.open("/admin/reports/org-chart");
    press(".tree .links a[href$='levels=2']");
    assertEquals("true", browser.find("#at-" + middle + " .toggle").getAttribute("aria-expanded"));
    assertTrue(browser.text().contains("Leaf 149 " + name), browser.text());
    press("#at-" + middle + " .toggle");
    assertFalse(browser.text().contains("Leaf 149 " + name), browser.text());
    assertTrue(browser.has("#at-" + middle), "The other people stay open.");

    String loop = OKTA.user(name + "-1", "One " + name, name + "-2", "");
    OKTA.user(name + "-2", "Two " + name, name + "-1", "");
    browser.open("/admin/reports/org-chart?levels=3");
    assertTrue(browser.has("#at-" + middle), browser.text());
    browser.open("/admin/reports/org-chart?person=" + loop);
    assertEquals("One " + name, browser.find("#chart [aria-current=true] a.name").getText());
    browser.open("/admin/reports/org-chart?find=nobody-has-this-name&open=nonsense," + top);
    assertTrue(browser.text().contains("Nobody matches"), browser.text());
    browser.open("/admin/reports/org-chart?person=01890000-0000-7000-8000-000000000000");
    assertEquals("Page not found", browser.heading());
  }

  @Test
  @DisplayName("The managers above a user below a loop are each named once")
  void theWayBelowACircle() {
    String name = ScimClient.unique();
    OKTA.user(name + "-1", "One " + name, name + "-2", "");
    OKTA.user(name + "-2", "Two " + name, name + "-1", "");
    String tail = OKTA.user(name + "-tail", "Tail " + name, name + "-1", "");
    OKTA.user(name + "-own", "Own " + name, name + "-own", "");
    String below = OKTA.user(name + "-below", "Below " + name, name + "-own", "");
    browser.open("/admin/reports/org-chart?root=" + tail);
    assertEquals(List.of("Two " + name, "One " + name, "Tail " + name), namesOnTheWay(name));
    browser.open("/admin/reports/org-chart?root=" + below);
    assertEquals(List.of("Own " + name, "Below " + name), namesOnTheWay(name));
    assertFalse(browser.find(".way").getText().contains("…"), browser.find(".way").getText());

    String former = null;
    for (int i = 0; i <= 22; i++) {
      OKTA.user(name + "-deep" + i, "Deep " + i + " " + name, former, "");
      former = name + "-deep" + i;
    }
    browser.open("/admin/reports/org-chart?root=" + id(former));
    assertEquals(21, namesOnTheWay(name).size());
    assertTrue(browser.find(".way").getText().contains("…"), browser.find(".way").getText());
  }

  /** The names of the path, from the top to the person that is shown. */
  private static List<String> namesOnTheWay(String name) {
    return browser.find(".way").getText().lines().filter(line -> line.endsWith(name)).toList();
  }

  /** The key Enter on a link that has the focus. */
  private static void press(String css) {
    browser.submit(() -> browser.visible(css).sendKeys(Keys.ENTER));
  }

  private static String id(String userName) {
    return OKTA.get("/Users?filter=userName eq \"" + userName + "\"")
        .expect(200)
        .text("/Resources/0/id");
  }
}
