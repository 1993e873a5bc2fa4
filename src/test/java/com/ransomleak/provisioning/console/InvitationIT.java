package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Inviting somebody to the console, and removing the access of somebody. */
@TestTenant(value = "hydra", administrator = true)
@Tag("one-server")
class InvitationIT {
  private static final String TENANT = "hydra";
  private static final String PAGE = "/admin/roles/administrators";
  private static final String INVITE = "/admin/roles/invite";
  private static final String ROLE = "/admin/roles/role?id=";

  private final ScimClient okta = ScimClient.of(TENANT);
  private final String name = ScimClient.unique();
  private ConsoleClient admin;

  @BeforeEach
  void signIn() {
    admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
  }

  @Test
  @DisplayName(
      "A person is invited by link after a preview, reloads it, signs in, and loses the access")
  void invitation() throws IOException {
    okta.user(name);
    try (Browser browser = Browser.administrator(TENANT);
        Browser other = Browser.at(TENANT)) {
      browser.open(PAGE);
      assertTrue(browser.text().contains(Browser.ADMINISTRATOR), browser.text());
      browser.submitBy("a[href=invite]");
      browser.type("person", name);
      browser.submitBy("main form.card button");
      String preview = browser.text();
      assertTrue(
          preview.contains(
              "gets the role Administrator with the permissions: Manage Integrations, Manage"
                  + " Roles, View Reports, View Activity. You get a link"),
          preview);
      inspect(browser, "invite-preview");
      browser.submitBy("button[name=invite]");
      String link = browser.find("#passwordLink").getText();
      browser.inspect("invite-link");

      browser.open(PAGE + "?search=" + name);
      assertTrue(browser.text().contains("Link expires"), browser.text());
      inspect(browser, "administrators");
      other.open(link.replace(other.origin(), ""));
      other.reload();
      other.type("password", Browser.PASSWORD);
      other.type("repeated", Browser.PASSWORD);
      other.submit("set");
      assertEquals("Home", other.heading());
      other.open("/set-password");
      assertTrue(other.visible("#no-link").getText().contains("Open the link again"));
      other.inspect("set-password-without-link");

      browser.open(PAGE + "?search=" + name);
      assertEquals("Set", browser.find("#administrators .state.good").getText());
      assertFalse(browser.text().contains("none recorded"), browser.text());
      browser.click("#administrators .menu summary");
      browser.submitBy("#administrators a[href*=remove]");
      assertTrue(browser.text().contains("loses these roles: Administrator"), browser.text());
      browser.inspect("administrators-remove");
      browser.submitBy("button[name=removeFor]");
      assertEquals("The access was removed.", browser.message());
      other.open("/admin/home");
      assertEquals("Sign in", other.heading());

      browser.open("/admin/reports/changes?kind=role&search=" + name);
      assertTrue(browser.text().contains("Administrator"), browser.text());
      browser.open("/admin/integrations/activity?kind=console&search=Administrator");
      assertTrue(browser.text().contains("Role Administrator was changed"), browser.text());
      browser.open("/admin/integrations/activity?kind=console&search=" + name);
      assertTrue(browser.text().contains(name + " was given access"), browser.text());
      assertTrue(browser.text().contains("The access of " + name), browser.text());
    }
  }

  private static void inspect(Browser browser, String screenshot) throws IOException {
    for (int width : new int[] {1440, 390}) {
      browser.resize(width, 900);
      browser.inspect(screenshot + "-" + width);
    }
    browser.resize(1280, 900);
  }

  @Test
  @DisplayName("A form sent twice, with other permissions, or for nobody changes nothing")
  void stale() {
    String user = okta.user(name);
    ConsoleClient.Form form = invitation(admin, user, administrators());
    for (ConsoleClient.Form forged :
        List.of(
            form.with("expected", "VIEW_REPORTS"),
            form.with("expected", ""),
            form.with("user", "01890000-0000-7000-8000-000000000000"),
            form.with("user", "x"),
            form.with("user", "\0"),
            form.with("role", "x"),
            form.with("role", user))) {
      ConsoleClient.Answer answer = admin.post(INVITE, forged);
      assertEquals(200, answer.status());
      assertTrue(answer.body().contains("Nothing was changed"), answer.body());
    }
    assertFalse(admin.get(PAGE + "?search=" + name).body().contains("role=\"cell\""));
    long created =
        Stream.generate(() -> form)
            .limit(4)
            .parallel()
            .filter(f -> admin.post(INVITE, f).body().contains("rllink_"))
            .count();
    assertEquals(1, created);
    assertTrue(admin.post(INVITE, form).body().contains("Nothing was changed"));
    String again = admin.get(INVITE + "?user=" + user + "&role=" + administrators()).body();
    assertTrue(again.contains("already has the role"), again);
    assertFalse(again.contains("id=\"invitation\""), "nothing to confirm");
    assertEquals(403, admin.post(INVITE, form.with("form-token", "guess")).status());

    ConsoleClient.Form removal = admin.get(PAGE + "?remove=" + user).form("removal");
    for (ConsoleClient.Form forged :
        List.of(
            removal.with("removeFor", user).with("expected", ""),
            removal.with("removeFor", user).with("expected", user),
            removal.with("removeFor", "x"))) {
      assertTrue(admin.post(PAGE, forged).body().contains("Nothing was changed"));
    }
    ConsoleClient.Form good = removal.with("removeFor", user);
    assertTrue(admin.post(PAGE, good).body().contains("The access was removed"));
    assertTrue(admin.post(PAGE, good).body().contains("Nothing was changed"));
    String old = admin.get(PAGE + "?remove=" + user).body();
    assertTrue(old.contains("This link no longer works"), old);
  }

  @Test
  @DisplayName("Nobody invites with permissions that they lack, or into a role that accepts pushes")
  void limits() throws SQLException {
    String clerks = okta.group("Clerks " + name, okta.user(name));
    String other = okta.user(name + "-other");
    admin.grant("MANAGE_ROLES", ROLE + clerks);
    ConsoleClient clerk = ConsoleClient.at(TENANT).signedIn(name);
    assertFalse(clerk.get(INVITE).body().contains(administrators()), "not offered");
    assertEquals(403, clerk.get("/admin/integrations/settings").status());

    String role = okta.group("Guarded " + name);
    admin.grant("MANAGE_ROLES", ROLE + role);
    block(role, true);
    ConsoleClient.Form form = invitation(clerk, other, role);
    ConsoleClient.Answer above =
        clerk.post(
            INVITE,
            form.with("role", administrators())
                .with("expected", "MANAGE_INTEGRATIONS,MANAGE_ROLES,VIEW_REPORTS,VIEW_ACTIVITY"));
    assertTrue(above.body().contains("You cannot give a role that carries"), above.body());
    block(role, false);
    ConsoleClient.Answer pushed = clerk.post(INVITE, form);
    assertTrue(pushed.body().contains("accepts group pushes, so your identity"), pushed.body());
    assertFalse(admin.get(PAGE + "?search=" + name + "-other").body().contains("role=\"cell\""));
    block(role, true);
    ConsoleClient.Answer done = clerk.post(INVITE, form);
    assertTrue(done.body().contains("has the role Guarded " + name), done.body());
    assertFalse(done.body().contains("rllink_"), "A link needs both permissions.");
    assertFalse(clerk.get(PAGE).body().contains("name=\"linkFor\""));

    ConsoleClient.Form removal = clerk.get(PAGE + "?remove=" + other).form("removal");
    ConsoleClient.Answer own =
        clerk.post(PAGE, removal.with("removeFor", id(name)).with("expected", clerks));
    assertTrue(own.body().contains("You cannot remove your own access"), own.body());
  }

  @Test
  @DisplayName("A search that matches nobody or several says what to do")
  void search() throws IOException {
    for (char last = 'a'; last < 'a' + 21; last++) {
      okta.user(name + "-" + last, "Nakamura " + name, null, "");
    }
    okta.user(name);
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open(INVITE + "?person=nobody" + name + "&role=" + administrators());
      assertTrue(browser.message().contains("provision the person first"), browser.message());
      String gone = okta.user(name + "-gone");
      okta.patch("/Users/" + gone, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}");
      browser.open(INVITE + "?person=" + name + "-gone&role=" + administrators());
      assertTrue(browser.message().contains("is inactive. Activate"), browser.message());
      browser.open(INVITE + "?person=nakamura+" + name + "&role=" + administrators());
      assertTrue(browser.text().contains("Several people match"), browser.text());
      assertTrue(browser.text().contains("1–20 of 21. Add a word"), browser.text());
      browser.inspect("invite-candidates");
      browser.submitBy("main ul a");
      assertTrue(browser.text().contains("gets the role Administrator"), browser.text());
      for (String person : List.of("nakamura+" + name + "-u", name)) {
        browser.open(INVITE + "?person=" + person + "&role=" + administrators());
        assertTrue(browser.text().contains("gets the role Administrator"), person);
      }
    }
    for (String odd : List.of("?person=%00", "?user=x&role=x", "?person=x&role=%00", "?user=%00")) {
      assertEquals(200, admin.get(INVITE + odd).status(), odd);
    }
    assertEquals(200, admin.get(PAGE + "?remove=%00&sort=x&after=x").status());
  }

  private String administrators() {
    return okta.get("/Groups?filter=displayName eq \"Administrator\"").text("/Resources/0/id");
  }

  private String id(String userName) {
    return okta.get("/Users?filter=userName eq \"" + userName + "\"").text("/Resources/0/id");
  }

  private static ConsoleClient.Form invitation(ConsoleClient person, String user, String role) {
    return person
        .get(INVITE + "?user=" + user + "&role=" + role)
        .form("invitation")
        .with("invite", "true");
  }

  private static void block(String role, boolean blocked) throws SQLException {
    ServerDatabase.run(
        "update provisioning.role set push_allowed = ? where id = ?::uuid", !blocked, role);
  }
}
