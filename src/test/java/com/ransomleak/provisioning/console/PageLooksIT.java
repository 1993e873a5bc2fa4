package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header of all pages, and the page of a person, in a browser: on a desk and on a phone. */
@TestTenant(value = "gringotts", administrator = true)
@Tag("one-server")
class PageLooksIT {
  private static final String TENANT = "gringotts";

  private static Browser browser;
  private static String boss;
  private static String endless;

  @BeforeAll
  static void data() {
    ScimClient okta = ScimClient.of(TENANT);
    String name = ScimClient.unique();
    boss = okta.user(name);
    endless =
        okta.user("wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft" + name);
    okta.group("Doors " + name, endless);
    for (int i = 0; i < 12; i++) {
      okta.user(name + i, "Goblin " + i, name, "");
    }
    browser = Browser.administrator(TENANT);
  }

  @AfterAll
  static void leave() {
    browser.close();
  }

  @Test
  @DisplayName("On a phone the header cuts nothing, and Sign out is an icon with a name")
  void header() {
    browser.resize(390, 900);
    browser.open("/admin/reports/people");
    assertEquals(
        List.of(),
        browser.script(
            """
            const outside = box => box.left < 0 || box.right > innerWidth;
            return [...document.querySelectorAll('.top, .top *')]
              .filter(element => element.checkVisibility() && outside(element.getBoundingClientRect())
                || element.matches('.tenant') && element.scrollWidth > element.clientWidth)
              .map(element => element.outerHTML);
            """));
    assertEquals("Sign out", browser.find("#signOut").getAccessibleName());
    assertTrue(browser.find("#signOut").getSize().getWidth() <= 40);
    assertTrue(browser.find(".leave .icon").isDisplayed());
  }

  @Test
  @DisplayName("A download link stays on one line, and no crumb repeats the title of its page")
  void lines() {
    browser.resize(390, 900);
    browser.open("/admin/integrations/activity");
    assertEquals(
        true,
        browser.script(
            "return [...document.querySelectorAll('main form a.ui-button')].every(link =>"
                + " getComputedStyle(link).whiteSpace === 'nowrap')"));
    for (String page : List.of("home", "reports/people", "reports/org-chart", "account/sessions")) {
      browser.open("/admin/" + page);
      assertEquals("", browser.find(".crumbs").getText(), page);
    }
  }

  @Test
  @DisplayName("A person's page shows ten direct reports, and a link to all")
  void directReports() {
    browser.resize(1440, 900);
    browser.open("/admin/reports/person?id=" + boss);
    assertEquals(
        10L,
        browser.script("return document.querySelectorAll('[aria-labelledby=line] ul li').length"));
    assertEquals(
        "All 12 direct reports", browser.find("[aria-labelledby=line] a.ui-button").getText());
    browser.submitBy("[aria-labelledby=line] a.ui-button");
    assertTrue(browser.text().contains("1–12 of 12"), browser.text());
  }

  @ParameterizedTest(name = "at {0} px")
  @ValueSource(ints = {640, 768, 1024, 1200})
  @DisplayName("A long value without spaces wraps, and the timeline cuts no time")
  void longValues(int width) {
    browser.resize(width, 900);
    browser.open("/admin/reports/person?id=" + endless);
    assertEquals(
        List.of(),
        browser.script(
            """
            return [...document.querySelectorAll('main, .card, .list td, .list td > div > div')]
              .filter(part => part.scrollWidth > part.clientWidth).map(part => part.textContent);
            """));
    assertEquals(true, browser.script("return document.documentElement.scrollWidth <= innerWidth"));
    assertTrue(browser.find("#heldRoles").getText().endsWith("No permissions"));
  }

  @Test
  @DisplayName(
      "On a phone facts about a person, except user name and e-mail, are beside their labels")
  void beside() {
    browser.resize(390, 900);
    browser.open("/admin/reports/person?id=" + boss);
    assertEquals(
        true,
        browser.script(
            """
            return [...document.querySelectorAll('dl.facts dd:not(.whole)')].every(value =>
              value.getBoundingClientRect().left >= value.previousElementSibling.getBoundingClientRect().right);
            """));
  }
}
