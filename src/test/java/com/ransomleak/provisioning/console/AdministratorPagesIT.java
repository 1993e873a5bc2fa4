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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who can sign in to the console, inviting somebody, and removing the access of somebody. */
@TestTenant(value = "hydra", administrator = true)
@Tag("one-server")
class AdministratorPagesIT {
  private static final String TENANT = "hydra";
  private static final String PAGE = "/admin/roles/administrators";
  private static final String INVITE = "/admin/roles/invite";

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
      assertTrue(browser.text().contains("Link works until"), browser.text());
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
  @DisplayName("An invitation can be renewed and revoked, and then its link does not work")
  void renewAndRevoke() {
    String user = okta.user(name);
    String first = secret(invite(admin, user, administrators()));
    ConsoleClient.Form people = admin.get(PAGE).form("people");
    String second = secret(admin.post(PAGE, people.with("linkFor", user)));
    assertDead(first, "a newer one was created");
    String found = PAGE + "?search=" + name + "&sort=-name";
    assertTrue(
        admin.get(found).between("<form id=\"people\"", ">").contains("search=" + name),
        "The address of the form says what the page shows.");
    ConsoleClient.Answer revoked =
        admin.post(found, admin.get(found).form("people").with("revokeFor", user));
    assertTrue(revoked.body().contains("The link was revoked"), revoked.body());
    assertTrue(
        revoked.between("id=\"search\"", ">").contains("value=\"" + name + "\""),
        "The search stays.");
    assertTrue(revoked.between("name=\"sort\"", ">").contains("-name"), "So does the order.");
    assertDead(second, "an administrator revoked it");
    assertTrue(
        admin.post(PAGE, people.with("revokeFor", user)).body().contains("Nothing was changed"));
    String activity = admin.get("/admin/integrations/activity?search=" + name).body();
    assertTrue(activity.contains("The link of " + name + " to set a password was revoked"));
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
  }

  @Test
  @DisplayName("Nobody invites with permissions that they lack, or into a role that accepts pushes")
  void limits() throws SQLException {
    String clerks = okta.group("Clerks " + name, okta.user(name));
    String other = okta.user(name + "-other");
    grant(clerks, "MANAGE_ROLES");
    ConsoleClient clerk = ConsoleClient.at(TENANT).signedIn(name);
    assertFalse(clerk.get(INVITE).body().contains(administrators()), "not offered");
    assertEquals(403, clerk.get("/admin/integrations/settings").status());

    String role = okta.group("Guarded " + name);
    grant(role, "MANAGE_ROLES");
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
  @DisplayName("Nobody removes a person, or revokes the link of one, who has more permissions")
  void morePermissions() throws SQLException {
    String clerks = okta.group("Clerks " + name, okta.user(name));
    grant(clerks, "MANAGE_ROLES");
    ConsoleClient clerk = ConsoleClient.at(TENANT).signedIn(name);
    String administrator = id(Browser.ADMINISTRATOR);
    assertFalse(clerk.get(PAGE + "?remove=" + administrator).body().contains("id=\"removal\""));
    ConsoleClient.Form forged = clerk.get(PAGE).form("people").with("expected", administrators());
    for (String button : List.of("removeFor", "revokeFor", "signOutFor")) {
      ConsoleClient.Answer answer = clerk.post(PAGE, forged.with(button, administrator));
      assertTrue(
          answer.body().contains("You cannot sign out, or remove the access of, a person"),
          answer.body());
    }
    assertEquals(200, admin.get(PAGE).status());
  }

  @Test
  @DisplayName("A colleague is signed out everywhere and keeps the access")
  void signOut() throws SQLException {
    String user = okta.user(name);
    grant(okta.group("Clerks " + name, user), "MANAGE_ROLES");
    ConsoleClient clerk = ConsoleClient.at(TENANT).signedIn(name);
    assertTrue(admin.get(PAGE + "?search=" + name).body().contains("name=\"signOutFor\""));
    ConsoleClient.Form people = admin.get(PAGE).form("people");
    ConsoleClient.Answer done = admin.post(PAGE, people.with("signOutFor", user));
    assertTrue(done.body().contains("The person was signed out everywhere"), done.body());
    assertEquals("/sign-in", clerk.get(PAGE).redirect());
    assertEquals(200, ConsoleClient.at(TENANT).signedIn(name).get(PAGE).status());
    String activity = admin.get("/admin/integrations/activity?search=" + name).body();
    assertTrue(activity.contains(name + " was signed out everywhere"), activity);
    ConsoleClient.Answer unknown = admin.post(PAGE, people.with("signOutFor", "x"));
    assertTrue(unknown.body().contains("Nothing was changed"), unknown.body());
  }

  @Test
  @DisplayName("A link is shown as open only while its creator may create it")
  void creatorWithFewerPermissions() throws SQLException {
    String makers = okta.group("Makers " + name, okta.user(name));
    grant(makers, "MANAGE_ROLES");
    grant(makers, "MANAGE_INTEGRATIONS");
    ConsoleClient maker = ConsoleClient.at(TENANT).signedIn(name);
    String invited = okta.user(name + "-invited");
    grant(okta.group("Clerks " + name, invited), "MANAGE_ROLES");
    secret(maker.post(PAGE, maker.get(PAGE).form("people").with("linkFor", invited)));
    String found = PAGE + "?search=" + name + "-invited";
    assertTrue(admin.get(found).body().contains("Link works until"));
    update("delete from provisioning.role_permission where role_id = ?::uuid", makers);
    String shown = admin.get(found).body();
    assertFalse(shown.contains("Link works until"), shown);
    assertTrue(shown.contains("its creator lacks a permission"), shown);
  }

  @Test
  @DisplayName("A search that matches nobody or several says what to do")
  void search() throws IOException {
    okta.user(name + "-a");
    okta.user(name + "-b");
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open(INVITE + "?person=nobody" + name + "&role=" + administrators());
      assertTrue(browser.message().contains("provision the person first"), browser.message());
      browser.open(INVITE + "?person=" + name + "&role=" + administrators());
      assertTrue(browser.text().contains("Several people match"), browser.text());
      browser.inspect("invite-candidates");
      browser.submitBy("main ul a");
      assertTrue(browser.text().contains("gets the role Administrator"), browser.text());
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

  private static ConsoleClient.Answer invite(ConsoleClient person, String user, String role) {
    return person.post(INVITE, invitation(person, user, role));
  }

  private static String secret(ConsoleClient.Answer page) {
    return page.between("<code id=\"passwordLink\">", "</code>").split("#", 2)[1];
  }

  private static void assertDead(String secret, String why) {
    ConsoleClient.Answer answer = ConsoleClient.at(TENANT).setPassword("#" + secret);
    assertTrue(answer.body().contains(why), answer.body());
  }

  private static void grant(String role, String permission) throws SQLException {
    update(
        "insert into provisioning.role_permission (tenant_id, role_id, permission) select"
            + " tenant_id, id, '"
            + permission
            + "' from provisioning.role where id = ?::uuid",
        role);
  }

  private static void block(String role, boolean blocked) throws SQLException {
    update("update provisioning.role set push_allowed = " + !blocked + " where id = ?::uuid", role);
  }

  private static void update(String sql, String id) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement change = migrator.prepareStatement(sql)) {
      change.setString(1, id);
      change.executeUpdate();
    }
  }
}
