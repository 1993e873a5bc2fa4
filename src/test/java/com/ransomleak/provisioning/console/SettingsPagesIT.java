package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What administrators choose in place of the settings of the deployment. */
@TestTenant(value = "dunder", administrator = true)
@TestTenant(value = "scarif", administrator = true)
@TestTenant(value = "oscorp", administrator = true)
@Tag("one-server")
class SettingsPagesIT {
  private static final String TENANT = "dunder";
  private static final String PAGE = "/admin/integrations/settings";
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
  @DisplayName("A chosen setting applies at once, is recorded, and can be given back")
  void recordValues() throws IOException {
    String user = OKTA.user(name);
    browser.open(PAGE);
    assertTrue(browser.text().contains("Default of your operator."), browser.text());
    browser.select("recordValues-value", "true");
    browser.submit("recordValues-save");
    assertEquals("The setting was saved.", browser.message());
    assertTrue(browser.text().contains("Chosen by " + Browser.ADMINISTRATOR), browser.text());
    for (int width : new int[] {1440, 768, 390}) {
      browser.resize(width, 900);
      browser.inspect("settings-" + width);
    }
    browser.resize(1280, 900);
    browser.print();
    assertTrue(browser.find("#recordValues-value").isDisplayed(), "The value is on paper.");
    assertFalse(browser.find("#recordValues-reset").isDisplayed());
    assertFalse(browser.find("#adding").isDisplayed(), "A heading without its form.");
    browser.prefer("light");

    rename(user, "Recorded");
    assertTrue(newest(name).contains("Recorded"), newest(name));
    browser.open(PAGE);
    browser.submit("recordValues-reset");
    assertFalse(browser.has("#recordValues-reset"));
    rename(user, "Hidden");
    assertFalse(newest(name).contains("Hidden"), newest(name));
    assertTrue(
        newest("setting").contains("The setting “Values in the activity” was changed"),
        newest("setting"));
    assertTrue(
        newest("values+in+the+activity").contains("The setting “Values in the activity”"),
        "The search finds a setting by its label.");
  }

  private static void rename(String user, String title) {
    OKTA.patch(
            "/Users/" + user, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"" + title + "\"}")
        .expect(200);
  }

  /** The newest entry of the activity for a search. */
  private static String newest(String search) {
    browser.open("/admin/integrations/activity?search=" + search);
    browser.submitBy("#entries tbody tr:first-child td.main a");
    return browser.text();
  }

  @Test
  @DisplayName(
      "A setting of the operator for the tenant itself cannot be chosen, by no form either")
  void locked() {
    ConsoleClient admin = ConsoleClient.at("oscorp").signedIn(Browser.ADMINISTRATOR);
    ConsoleClient.Answer page = admin.get(PAGE);
    assertTrue(page.body().contains("Set by your operator"), page.body());
    ConsoleClient.Form forged = page.form("removing").with("removeAlias", "lab");
    assertTrue(admin.post(PAGE, forged).body().contains("Your operator has set team-aliases."));
    assertTrue(admin.get(PAGE).body().contains("Laboratory"), "unchanged");
  }

  @ParameterizedTest
  @CsvSource({
    "createTeams, value, perhaps, \"perhaps\" is not true or false",
    "archiveTeams, value, PT2600000000H, is not an ISO-8601 duration from PT1S to",
    "archiveTeams, value, -P1D, is not an ISO-8601 duration",
    "createTeams, expected, false, this was changed elsewhere"
  })
  @DisplayName(
      "A forged value and a page that is no longer current change nothing, with the reason")
  void rejected(String form, String field, String value, String reason) {
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    ConsoleClient.Form forged =
        admin.get(PAGE).form(form).with(field, value).with(form + "-save", "");
    ConsoleClient.Answer answer = admin.post(PAGE, forged);
    assertTrue(answer.body().replace("&quot;", "\"").contains(reason), answer.body());
    assertFalse(admin.get(PAGE).body().contains("perhaps"));
  }

  @Test
  @DisplayName("A shorter session is chosen within the limit of the operator, and ends open ones")
  void sessionTimes() throws Exception {
    ConsoleClient admin = ConsoleClient.at("scarif").signedIn(Browser.ADMINISTRATOR);
    ConsoleClient.Answer page = admin.get(PAGE);
    for (String field : new String[] {"sessionIdle", "sessionLifetime"}) {
      ConsoleClient.Form form = page.form(field).with(field + "-save", "");
      for (String odd : new String[] {"P2D", "PT1S", "-PT5M", "x", "PT99999999999999999H"}) {
        ConsoleClient.Answer refused = admin.post(PAGE, form.with("value", odd));
        assertEquals(200, refused.status());
        assertFalse(refused.body().contains("The setting was saved"), odd);
      }
      assertTrue(admin.post(PAGE, form.with("value", "P2D")).body().contains("Choose at most"));
    }
    age("created_at", "2 hours");
    assertEquals(200, admin.get(PAGE).status());
    choose(admin, "sessionLifetime", "PT1H");
    assertEquals("/sign-in", admin.get(PAGE).redirect());

    admin = ConsoleClient.at("scarif").signedIn(Browser.ADMINISTRATOR);
    age("last_seen_at", "10 minutes");
    assertEquals(200, admin.get(PAGE).status());
    choose(admin, "sessionIdle", "PT5M");
    assertEquals(200, admin.get(PAGE).status());
    age("last_seen_at", "10 minutes");
    assertEquals("/sign-in", admin.get(PAGE).redirect());
    admin = ConsoleClient.at("scarif").signedIn(Browser.ADMINISTRATOR);
    assertTrue(admin.get(PAGE).body().contains("1 hour"));
    assertTrue(reset(admin, "sessionIdle").contains("instead of 5 minutes"), "says what it means");
    assertTrue(reset(admin, "sessionLifetime").contains("instead of 1 hour"));
    age("created_at", "2 hours");
    assertEquals(200, admin.get(PAGE).status());
  }

  private static void choose(ConsoleClient admin, String form, String value) {
    admin.post(PAGE, admin.get(PAGE).form(form).with("value", value).with(form + "-save", ""));
  }

  private static String reset(ConsoleClient admin, String form) {
    return admin.post(PAGE, admin.get(PAGE).form(form).with(form + "-reset", "")).body();
  }

  /** Moves a time of all sessions back, so that no test has to wait. */
  private static void age(String column, String time) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement change =
            migrator.prepareStatement(
                "update provisioning.console_session s set "
                    + column
                    + " = now() - ?::interval from provisioning.tenant t"
                    + " where t.tenant_id = s.tenant_id and t.subdomain = 'scarif'")) {
      change.setString(1, time);
      change.executeUpdate();
    }
  }
}
