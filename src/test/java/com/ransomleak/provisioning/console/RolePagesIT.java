package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages of roles, for a user with all permissions. */
@TestTenant(value = "gringotts", administrator = true)
@Tag("one-server")
class RolePagesIT {
  private static final String TENANT = "gringotts";
  private static final ScimClient OKTA =
      ScimClient.of(TENANT).with("User-Agent", "Okta SCIM Client 1.0.0");

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
  @DisplayName(
      "Permissions are granted after a preview; an administrative role accepts pushes only when"
          + " allowed")
  void roles() throws Exception {
    String name = "Goblins " + ScimClient.unique();
    String griphook = OKTA.user(ScimClient.unique() + "-griphook");
    String group = OKTA.group(name, griphook);

    browser.open("/admin/roles/roles?search=" + name.replace(' ', '+'));
    browser.inspect("roles");
    browser.submitBy("#roles tbody a");
    assertEquals(name, browser.heading());
    browser.inspect("role");

    browser.click("input[value=MANAGE_ROLES]");
    browser.submit("preview");
    assertTrue(browser.text().contains("1 person would gain Manage Roles"), browser.text());
    assertTrue(browser.text().contains("griphook"), browser.text());
    browser.inspect("role-preview");
    browser.submit("change");
    assertTrue(browser.message().contains("were changed"), browser.message());
    browser.print();
    assertTrue(browser.find("#requested-MANAGE_ROLES").isDisplayed(), "On paper too");
    assertTrue(browser.text().contains("Manage Roles –"), browser.text());
    assertFalse(browser.find("#preview").isDisplayed());
    browser.prefer("light");

    String leave = "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + griphook + "\\\"]\"}";
    assertTrue(OKTA.patch("/Groups/" + group, leave).expect(409).detail().contains("Roles"));
    browser.click("#switchPush");
    String question = browser.visible("#confirm").getText();
    assertTrue(
        question.contains("its permissions: Manage Roles. One person has the role now:"), question);
    assertTrue(question.contains("griphook"), question);
    browser.inspect("role-push-confirm");
    browser.submitBy(".ui-confirmdialog-yes");
    assertTrue(browser.message().contains("are now allowed"), browser.message());
    OKTA.patch("/Groups/" + group, leave).expect(204);
  }

  @Test
  @DisplayName("A role and an account are found in any case and Unicode composition")
  void foundAsFolded() throws Exception {
    String unique = ScimClient.unique();
    String name = "\u00c4rger " + unique + " \u039f\u0394\u039f\u03a3";
    OKTA.group(name);
    String search = "A\u0308RGER " + unique + " \u03bf\u03b4\u03bf\u03c2";
    browser.open("/admin/roles/roles?search=" + URLEncoder.encode(search, StandardCharsets.UTF_8));
    assertTrue(browser.find("#roles").getText().contains(unique), browser.text());

    OKTA.user(name);
    for (String typed : List.of(name, search)) {
      String link = OpsCommand.passwordLink(RunningServer.get().access(), TENANT, typed);
      assertTrue(link.startsWith("/set-password#"), typed);
    }
  }

  @Test
  @DisplayName("A colleague gets a link to set a password, and signs in")
  void passwordLink() throws Exception {
    String name = ScimClient.unique() + "-bogrod";
    String colleague = OKTA.user(name);
    String group = OKTA.group("Auditors " + name, colleague);
    browser.open("/admin/roles/role?id=" + group);
    browser.click("input[value=VIEW_REPORTS]");
    browser.submit("preview");
    browser.submit("change");
    assertFalse(browser.has("#memberTable .menu"), "One action is a button.");
    browser.submitBy("#memberTable button");
    String link = browser.find("#passwordLink").getText();
    browser.inspect("role-password-link");

    try (Browser other = Browser.at(TENANT)) {
      other.open(link.replace(other.origin(), ""));
      other.type("password", Browser.PASSWORD);
      other.type("repeated", Browser.PASSWORD);
      other.submit("set");
      assertEquals("Home", other.heading());
      other.open("/admin/integrations/activity");
      assertEquals("You don't have access to this page", other.heading());
      other.inspect("error-403");
    }
  }

  @Test
  @DisplayName("A member of a role cannot change its permissions and sees that before trying")
  void theOwnRole() throws Exception {
    browser.open("/admin/roles/roles?search=administrator");
    browser.submitBy("#roles tbody a");
    assertTrue(browser.text().contains("You are in this role"), browser.text());
    browser.click("input[value=MANAGE_ROLES]");
    browser.submit("preview");
    assertTrue(browser.message().contains("You are in this role"), browser.message());
    browser.inspect("role-own");
    browser.open("/admin/integrations/scim-provisioning");
    assertEquals("SCIM provisioning", browser.heading());
  }
}
