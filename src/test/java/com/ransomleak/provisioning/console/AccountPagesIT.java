package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The pages of the own account, and the choice when a token expires. */
@TestTenant(value = "tessier", administrator = true)
@TestTenant(value = "lethe", administrator = true)
@TestTenant(value = "gekko", administrator = true)
class AccountPagesIT {
  private static final String TENANT = "lethe";

  /** Where no other test uses the token that this one replaces. */
  private static final String TOKEN_TENANT = "gekko";

  private static final String PAGE = "/admin/account/sessions";
  private static final String SCIM_PAGE = "/admin/integrations/scim-provisioning";

  @Test
  @DisplayName("The page lists the user's sessions and can end one of them or all")
  void sessions() throws Exception {
    try (Browser browser = Browser.administrator(TENANT)) {
      ConsoleClient elsewhere =
          ConsoleClient.at(TENANT)
              .with("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/130.0")
              .signedIn(Browser.ADMINISTRATOR);
      browser.open(PAGE);
      String table = browser.find("#sessionList").getText();
      assertTrue(table.contains("Firefox on Windows"), table);
      assertTrue(table.contains("Chrome on Linux 127.0.0.1 This session"), table);
      assertTrue(table.contains("127.0.0.1"), table);
      browser.inspect("account-sessions");
      browser.resize(390, 844);
      browser.inspect("account-sessions-phone");
      browser.resize(1280, 900);

      browser.submitBy("#sessionList button");
      assertTrue(browser.message().contains("was signed out"), browser.message());
      int left = 10;
      while (browser.has("#sessionList button") && left-- > 0) {
        browser.submitBy("#sessionList button");
      }
      assertEquals("/sign-in", elsewhere.get(PAGE).redirect());
      assertFalse(browser.has("#others"), "There is no other session.");
      browser.click("#everywhere");
      browser.submitBy(".ui-confirmdialog-yes");
      assertTrue(browser.text().contains("You are signed out"), browser.text());
      browser.open(PAGE);
      assertEquals("Sign in", browser.heading());
    }
  }

  @Test
  @DisplayName(
      "A session of another user is treated as unknown; signing out everywhere ends all own"
          + " sessions")
  void sessionsOfOthers() {
    ScimClient okta = ScimClient.of(TENANT);
    String name = ScimClient.unique();
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    admin.grant(
        "VIEW_REPORTS", "/admin/roles/role?id=" + okta.group("Sessions " + name, okta.user(name)));
    ConsoleClient person = ConsoleClient.at(TENANT).signedIn(name);
    ConsoleClient second = ConsoleClient.at(TENANT).signedIn(name);
    String id = person.get(PAGE).between("name=\"end\" value=\"", "\"");
    ConsoleClient.Form form = admin.get(PAGE).form("sessions");
    for (String unknown : new String[] {id, "01890000-0000-7000-8000-000000000000", "x", "\0"}) {
      ConsoleClient.Answer answer = admin.post(PAGE, form.with("end", unknown));
      assertTrue(answer.body().contains("that session has already ended"), answer.body());
    }
    assertEquals(200, second.get(PAGE).status());
    person.post(PAGE, person.get(PAGE).form("sessions").with("end", id));
    assertEquals("/sign-in", second.get(PAGE).redirect());

    ConsoleClient fourth = ConsoleClient.at(TENANT).signedIn(name);
    ConsoleClient.Form others = person.get(PAGE).form("all").with("others", "");
    assertTrue(person.post(PAGE, others).body().contains("You are signed in only here now"));
    assertEquals("/sign-in", fourth.get(PAGE).redirect());
    assertEquals(200, person.get(PAGE).status());
    assertEquals(403, person.post(PAGE, others.with("form-token", "guess")).status());

    ConsoleClient third = ConsoleClient.at(TENANT).signedIn(name);
    ConsoleClient.Answer left =
        person.post(PAGE, person.get(PAGE).form("all").with("everywhere", ""));
    assertEquals("/sign-in", left.redirect());
    assertEquals("/sign-in", third.get(PAGE).redirect());
    assertEquals("/sign-in", person.get(PAGE).redirect());
    assertFalse(
        left.response().headers().allValues("Set-Cookie").stream()
            .noneMatch(
                cookie ->
                    cookie.startsWith("provisioning-browser=;")
                        || cookie.startsWith("provisioning-browser=\"\"")),
        left.response().headers().toString());
    String activity = admin.get("/admin/integrations/activity?search=" + name).body();
    assertTrue(activity.contains(name + " signed out everywhere"), activity);
    assertTrue(activity.contains(name + " ended another session"), activity);
  }

  @Test
  @DisplayName("A token expires when the administrator chooses, within the limit of the operator")
  void tokenExpiry() throws Exception {
    ConsoleClient admin = ConsoleClient.at(TOKEN_TENANT).signedIn(Browser.ADMINISTRATOR);
    assertTrue(generate(admin, "90", null).body().contains("Your new token"));
    assertFalse(expiry(admin).contains("never"), expiry(admin));
    assertTrue(generate(admin, "date", "2099-01-01").body().contains("is later than allowed"));
    assertTrue(generate(admin, "date", "2020-01-01").body().contains("2020-01-01 is past"));
    for (String nonsense : new String[] {"", "x", "2027-02-30"}) {
      ConsoleClient.Answer answer = generate(admin, "date", nonsense);
      assertTrue(answer.body().contains("must be a date"), answer.body());
      assertFalse(answer.body().contains("Your new token"), answer.body());
    }
    assertTrue(generate(admin, "7", null).body().contains("choose when it expires"));
    String day = java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(10).toString();
    assertTrue(generate(admin, "date", day).body().contains("Your new token"));
    assertTrue(
        expiry(admin).contains(java.time.LocalDate.parse(day).plusDays(1) + "T00:00"),
        expiry(admin));
    assertTrue(generate(admin, "never", null).body().contains("Your new token"));
    assertTrue(expiry(admin).contains("never"), expiry(admin));

    ConsoleClient limited = ConsoleClient.at("tessier").signedIn(Browser.ADMINISTRATOR);
    for (String longer : new String[] {"never", "90", "180"}) {
      assertTrue(generate(limited, longer, null).body().contains("choose when it expires"), longer);
    }
    assertTrue(generate(limited, "max", null).body().contains("Your new token"));
    try (Browser browser = Browser.administrator(TOKEN_TENANT)) {
      browser.open(SCIM_PAGE);
      browser.select("expires", "date");
      browser.click("#generate");
      assertFalse(browser.find("#confirm").isDisplayed(), "The day is missing.");
      browser.open(SCIM_PAGE);
      browser.inspect("token-expiry");
      browser.resize(390, 844);
      browser.inspect("token-expiry-phone");
    }
  }

  private static ConsoleClient.Answer generate(ConsoleClient admin, String choice, String date) {
    return admin.post(
        SCIM_PAGE,
        admin
            .get(SCIM_PAGE)
            .form("form")
            .with("generate", "")
            .with("expires", choice)
            .with("expiresOn", date));
  }

  private static String expiry(ConsoleClient admin) {
    return admin.get(SCIM_PAGE).between("<dt>Expires</dt>", "</dd>");
  }
}
