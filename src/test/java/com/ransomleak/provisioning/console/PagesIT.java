package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Behavior that all pages share. */
@TestTenant(value = "gringotts", administrator = true)
@TestTenant(value = "aperture", administrator = true)
class PagesIT {
  private static final String TENANT = "gringotts";

  private static Browser browser;

  @BeforeAll
  static void signIn() {
    RunningServer.get().token(TENANT);
    browser = Browser.administrator(TENANT);
  }

  @AfterAll
  static void leave() {
    browser.close();
  }

  @Test
  @DisplayName("Times are in the zone of the browser, values can be copied, Escape closes a dialog")
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
  @DisplayName("Changing the own password requires the current one and ends all other sessions")
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
      assertTrue(mine.message().contains("current password is wrong"), mine.message());
      change(mine, Browser.PASSWORD, next);
      assertTrue(mine.text().contains("Your password was changed"), mine.text());
      other.reload();
      assertEquals("Sign in", other.heading());
    }
  }

  private static void change(Browser browser, String former, String next) {
    browser.type("current", former);
    browser.type("password", next);
    browser.type("repeated", next);
    browser.submit("change");
  }

  @Test
  @DisplayName(
      "The result of an action is a status that can be closed, an error is an alert; the page says"
          + " in which zone times are")
  void results() throws Exception {
    try (Browser own = Browser.administrator("gringotts")) {
      own.moveTo(ZoneId.of("Asia/Tokyo"));
      own.open("/admin/integrations/scim-provisioning");
      assertEquals("Times are in Asia/Tokyo (UTC+9).", own.find("#zone").getText());
      WebElement time = own.find("dl.facts time");
      assertTrue(
          time.getAttribute("title").contains("(" + time.getAttribute("datetime") + ")"),
          time.getAttribute("title"));
      own.open("/admin/account/password");
      assertFalse(own.has("[data-dismiss]"), "Without a result there is nothing to close.");
      change(own, "wrong", "velvet harbour tangent 93");
      assertTrue(
          own.visible(".notices[role=alert] #messages")
              .getText()
              .contains("current password is wrong"));
      own.inspect("result-error");
      own.open("/admin/reports/teams");
      own.click("#newTeam summary");
      own.type("newName", "Result " + ScimClient.unique());
      own.submit("create");
      assertFalse(own.visible(".notices[role=status] #messages").getText().isEmpty());
      own.inspect("result");
      own.click("[data-dismiss]");
      assertEquals("", own.message());
      assertEquals("content", own.script("return document.activeElement.id"));
    }
  }

  @Test
  @DisplayName(
      "A page that loads for longer than 300 ms shows progress, which ends when the user comes"
          + " back")
  void slow() throws Exception {
    browser.open("/admin/integrations/activity");
    browser.script(
        """
        const main = document.querySelector('main');
        new MutationObserver(() => sessionStorage.seen =
          main.ariaBusy + ' ' + document.getElementById('loading').checkVisibility()).observe(main, {attributes: true});
        """);
    browser.delay(Duration.ofMillis(1500));
    browser.submitBy("nav a[href$='/integrations/settings']");
    browser.delay(Duration.ZERO);
    assertEquals("true true", browser.script("return sessionStorage.seen"));
    browser.script(
        "document.querySelector('form[role=search]').dispatchEvent(new Event('submit', {bubbles:"
            + " true}))");
    Eventually.holds(
        "the progress is shown", () -> assertTrue(browser.find("#loading").isDisplayed()));
    browser.script("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))");
    assertFalse(browser.find("#loading").isDisplayed());
    assertEquals("false", browser.find("main").getAttribute("aria-busy"));
  }

  @Test
  @DisplayName("Errors are shown in a page of the same style")
  void errors() throws Exception {
    browser.open("/admin/integrations/activity-entry?id=1");
    assertEquals("Page not found", browser.heading());
    browser.open("/no-such-page");
    assertEquals("Page not found", browser.heading());
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

  @Test
  @DisplayName("The colors follow the system until they are chosen by hand; the choice stays")
  void colors() {
    browser.open("/admin/integrations/scim-provisioning");
    Object light = background();
    browser.prefer("dark");
    Object dark = background();
    assertNotEquals(light, dark);
    browser.click("#theme");
    assertEquals(light, background());
    browser.reload();
    assertEquals(light, background());
    assertEquals("Colors: light", browser.find("#theme").getAttribute("aria-label"));
    browser.prefer("light");
    browser.click("#theme");
    assertEquals(dark, background());
    browser.click("#theme");
    assertEquals(light, background());
    assertEquals("Colors: as the system", browser.find("#theme").getAttribute("aria-label"));
  }

  private static Object background() {
    return browser.script("return getComputedStyle(document.body).backgroundColor");
  }

  @Test
  @DisplayName("On a phone, a button opens the menu")
  void menu() throws Exception {
    browser.resize(390, 800);
    browser.open("/admin/integrations/scim-provisioning");
    WebElement menu = browser.find("#navigation");
    assertFalse(menu.isDisplayed());
    browser.click("#menu");
    assertTrue(menu.isDisplayed());
    assertEquals("true", browser.find("#menu").getAttribute("aria-expanded"));
    browser.inspect("phone-menu");
    browser.click("#menu");
    assertFalse(menu.isDisplayed());
    browser.resize(1280, 900);
    assertTrue(menu.isDisplayed());
  }
}
