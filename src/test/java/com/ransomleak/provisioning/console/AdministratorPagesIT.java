package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The list of who can sign in to the console: links to set a password, and signing somebody out.
 */
@TestTenant(value = "hydra", administrator = true)
@Tag("one-server")
class AdministratorPagesIT {
  private static final String TENANT = "hydra";
  private static final String PAGE = "/admin/roles/administrators";
  private static final String ROLE = "/admin/roles/role?id=";

  private final ScimClient okta = ScimClient.of(TENANT);
  private final String name = ScimClient.unique();
  private ConsoleClient admin;

  @BeforeEach
  void signIn() {
    admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
  }

  @Test
  @DisplayName("A link is replaced by a newer one and can be revoked, and then does not work")
  void replaceAndRevoke() {
    String user = okta.user(name);
    admin.grant("VIEW_REPORTS", ROLE + okta.group("Viewers " + name, user));
    ConsoleClient.Form people = admin.get(PAGE).form("people");
    String first = secret(admin.post(PAGE, people.with("linkFor", user)));
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
  @DisplayName("Nobody removes a person, or revokes the link of one, who has more permissions")
  void morePermissions() {
    String clerks = okta.group("Clerks " + name, okta.user(name));
    admin.grant("MANAGE_ROLES", ROLE + clerks);
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
  void signOut() {
    String user = okta.user(name);
    admin.grant("MANAGE_ROLES", ROLE + okta.group("Clerks " + name, user));
    ConsoleClient clerk = ConsoleClient.at(TENANT).signedIn(name);
    assertTrue(admin.get(PAGE + "?search=" + name).body().contains("signOut=" + user));
    ConsoleClient.Answer question = admin.get(PAGE + "?signOut=" + user);
    assertTrue(question.body().contains(" (" + name + ") is signed out in"), question.body());
    ConsoleClient.Form people = question.form("signingOut");
    assertEquals(200, clerk.get(PAGE).status(), "The question changes nothing.");
    ConsoleClient.Answer done = admin.post(PAGE, people.with("signOutFor", user));
    assertTrue(done.body().contains(" was signed out everywhere."), done.body());
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
    String creator = okta.user(name);
    String makers = okta.group("Makers " + name, creator);
    admin.grant("MANAGE_ROLES", ROLE + makers);
    admin.grant("MANAGE_INTEGRATIONS", ROLE + okta.group("Integrators " + name, creator));
    ConsoleClient maker = ConsoleClient.at(TENANT).signedIn(name);
    String invited = okta.user(name + "-invited");
    admin.grant("MANAGE_ROLES", ROLE + okta.group("Clerks " + name, invited));
    secret(maker.post(PAGE, maker.get(PAGE).form("people").with("linkFor", invited)));
    String found = PAGE + "?search=" + name + "-invited";
    assertTrue(admin.get(found).body().contains("Link expires"));
    ServerDatabase.run("delete from provisioning.role_permission where role_id = ?::uuid", makers);
    String shown = admin.get(found).body();
    assertFalse(shown.contains("Link expires"), shown);
    assertTrue(shown.contains("its creator lacks a permission"), shown);
  }

  private String administrators() {
    return okta.get("/Groups?filter=displayName eq \"Administrator\"").text("/Resources/0/id");
  }

  private String id(String userName) {
    return okta.get("/Users?filter=userName eq \"" + userName + "\"").text("/Resources/0/id");
  }

  private static String secret(ConsoleClient.Answer page) {
    return page.between("<code id=\"passwordLink\">", "</code>").split("#", 2)[1];
  }

  private static void assertDead(String secret, String why) {
    ConsoleClient.Answer answer = ConsoleClient.at(TENANT).setPassword("#" + secret);
    assertTrue(answer.body().contains(why), answer.body());
  }
}
