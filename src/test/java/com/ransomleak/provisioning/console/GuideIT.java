package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The customer's guide, step by step, in a tenant where nothing was done before. */
@TestTenant(value = "sirius", administrator = true)
@TestTenant(value = "dagobah", administrator = true)
class GuideIT {
  private static final String TENANT = "sirius";

  @Test
  @DisplayName(
      "The customer's guide works, from the first administrator's link to a rotated token (L-08)")
  void fromTheFirstLinkToATokenThatProvisions() throws Exception {
    try (Browser browser = Browser.at(TENANT)) {
      String link =
          OpsCommand.passwordLink(RunningServer.get().access(), TENANT, Browser.ADMINISTRATOR);
      setsAPasswordWithTheLink(browser, link);
      String token = generatesAToken(browser);
      provisions(browser, token);
      regenerates(browser, token);
      signsOutAndIn(browser);
      theLinkWorksOnce(browser, link);
    }
  }

  @Test
  @DisplayName("The checklist names a created person who was deleted, without a link")
  void deletedExample() {
    ScimClient okta = ScimClient.of("dagobah");
    ConsoleClient admin = ConsoleClient.at("dagobah").signedIn(Browser.ADMINISTRATOR);
    String name = ScimClient.unique();
    String user = okta.user(name);
    String page = "/admin/integrations/scim-provisioning";
    String link = "/admin/reports/person?id=" + user;
    assertTrue(admin.get(page).between("id=\"step-user\"", "</li>").contains(link));
    okta.delete("/Users/" + user).expect(204);
    String step = admin.get(page).between("id=\"step-user\"", "</li>");
    assertFalse(step.contains(link), step);
    assertTrue(step.contains(name), step);
  }

  @Test
  @DisplayName("A role that an administrator creates, and a rejected push to it, are no group push")
  void roleOfTheConsole() {
    ScimClient okta = ScimClient.of("dagobah");
    ConsoleClient admin = ConsoleClient.at("dagobah").signedIn(Browser.ADMINISTRATOR);
    String name = ScimClient.unique();
    ConsoleClient.Form form = admin.get("/admin/roles/roles").form("make");
    admin.post(
        "/admin/roles/roles",
        form.with("newRole", name).with("granted", "VIEW_REPORTS").with("create", ""));
    String role =
        okta.get("/Groups?filter=displayName eq \"" + name + "\"").text("/Resources/0/id");
    okta.put("/Groups/" + role, ScimClient.groupBody(name, okta.user(name))).expect(409);
    assertFalse(groupStep(admin).contains("Done"));
    String pushed = ScimClient.unique();
    okta.group(pushed);
    assertTrue(groupStep(admin).contains("Done"));
    assertTrue(groupStep(admin).contains(pushed), groupStep(admin));
  }

  private static String groupStep(ConsoleClient admin) {
    return admin.get("/admin/integrations/scim-provisioning").between("id=\"step-group\"", "</li>");
  }

  private static void setsAPasswordWithTheLink(Browser browser, String link) throws Exception {
    browser.open(link);
    assertEquals("Set your password", browser.heading());
    assertFalse(browser.path().contains("rllink_"), "The secret must not stay in the address.");
    assertEquals(
        "You set the password of " + Browser.ADMINISTRATOR, browser.visible("#owner").getText());
    browser.inspect("set-password");
    setPassword(browser, "admin@example.com1");
    assertTrue(browser.message().contains("easy to guess"), browser.message());
    assertTrue(browser.find("#owner").getText().contains(Browser.ADMINISTRATOR));
    browser.inspect("set-password-error");
    setPassword(browser, "short");
    assertTrue(browser.message().contains("12 characters"), browser.message());
    setPassword(browser, Browser.PASSWORD);
    assertEquals("Home", browser.heading());
    assertTrue(browser.text().contains("Not connected yet"), browser.text());
    browser.inspect("home-not-connected");
    browser.submitBy(".reasons a");
    assertEquals("SCIM provisioning", browser.heading());
  }

  private static String generatesAToken(Browser browser) throws Exception {
    browser.inspect("scim-provisioning-empty");
    assertTrue(browser.text().contains("There is no token yet"), browser.text());
    browser.submitTwice("generate");
    String token = browser.find("#token").getText();
    assertTrue(token.matches("rlscim_[0-9a-f]{64}"), token);
    assertEquals(
        "token", browser.script("return document.activeElement.firstElementChild?.id"), "focus");
    browser.inspect("scim-provisioning-new-token");
    browser.open("/admin/integrations/scim-provisioning");
    assertFalse(browser.text().contains(token), "A token is shown once.");
    assertTrue(browser.text().contains("rlscim_…" + token.substring(60 + 7)), browser.text());
    assertTrue(browser.text().contains("No request with this token has arrived"), browser.text());
    assertTrue(browser.find("#step-request").getText().contains("Test API Credentials"));
    browser.submitBy(".tabs a[href$='provider=entra']");
    assertTrue(browser.find("#step-request").getText().contains("Test Connection"));
    assertTrue(browser.find("#step-manager").getText().contains("Restart provisioning"));
    browser.click("#entra summary");
    browser.inspect("setup-entra");
    browser.submitBy(".tabs a[href$='provider=okta']");
    ScimClient.anonymous(TENANT).get("/Users").expect(401);
    browser.reload();
    assertTrue(browser.text().contains("A request came without a token"), browser.text());
    return token;
  }

  private static void provisions(Browser browser, String token) throws Exception {
    assertTrue(browser.find("[id^=live-token]").getText().contains("not yet"), browser.text());
    client(token).get("/Users?count=1").expect(200);
    Eventually.holds(
        "connection, token and troubleshooting agree without a reload",
        () -> {
          assertTrue(browser.find("#live").getText().contains("Connected"), browser.text());
          assertTrue(browser.find("[id^=live-token]").getText().contains("Okta"), browser.text());
          assertFalse(
              browser.find("#live-trouble").getText().contains("No request with this token"),
              browser.text());
        });
    browser.open("/admin/integrations/activity");
    String markup = "<b onclick=alert(1)>" + ScimClient.unique() + "</b>";
    client(token).post("/Users", ScimClient.userBody(markup, ",\"externalId\":\"x1\"")).expect(201);
    Eventually.holds(
        "the activity shows by itself what was sent",
        () -> assertTrue(browser.text().contains(markup + " was created"), browser.text()));
    browser.open("/admin/integrations/scim-provisioning");
    assertTrue(browser.text().contains("Connected"), browser.text());
    assertTrue(browser.text().contains("Okta SCIM Client 1.0.0"), browser.text());
    checklist(browser, token);
    client("rlscim_stranger").get("/Users").expect(401);
    browser.reload();
    assertTrue(browser.text().contains("an unknown token"), browser.text());
    assertTrue(browser.text().contains("Connected"), "A stranger changes nothing about that.");
    browser.click("#okta summary");
    browser.inspect("scim-provisioning");
  }

  /** The page is not reloaded: each step turns green by itself. */
  private static void checklist(Browser browser, String token) throws Exception {
    ScimClient okta = client(token);
    assertTrue(browser.find("#step-user").getText().contains("Done"), browser.text());
    assertTrue(browser.find("#step-manager").getText().contains("managerValue"), browser.text());
    String boss = okta.user(ScimClient.unique() + "-boss");
    String name = ScimClient.unique();
    String report = okta.user(name, "Ada Lovelace", boss, "");
    okta.group("Checked " + name, report);
    okta.delete("/Users/" + okta.user(ScimClient.unique() + "-gone")).expect(204);
    browser.reload();
    assertFalse(
        browser.find("#step-deactivation").getText().contains("Done"),
        "A deletion is not a deactivation.");
    okta.patch("/Users/" + report, "{\"op\":\"replace\",\"value\":{\"active\":false}}").expect(200);
    okta.delete("/Users/" + okta.user(ScimClient.unique() + "-gone")).expect(204);
    Eventually.holds(
        "the checklist is complete",
        () ->
            assertEquals(
                "Setup complete", browser.find("[id^=setup] summary").getText(), browser.text()));
    assertFalse(browser.find("#step-group").isDisplayed(), "The steps are folded.");
    browser.click("[id^=setup] summary");
    assertTrue(browser.find("#step-group").getText().contains("Checked " + name), browser.text());
    browser.inspect("setup-done");
    browser.resize(390, 844);
    browser.inspect("setup-phone");
    browser.resize(1280, 900);
    browser.submitBy("#step-deactivation a");
    assertTrue(browser.text().contains("was deactivated"), browser.text());
    assertTrue(browser.text().contains(name), browser.text());
    browser.open("/admin/integrations/scim-provisioning?provider=okta");
  }

  private static void regenerates(Browser browser, String former) throws Exception {
    browser.open("/admin/integrations/scim-provisioning");
    browser.click("#generate");
    String overlap = browser.visible("#confirm").getText();
    assertTrue(
        overlap.matches("(?s).*within 1 day \\(until [^)]*:[^)]*\\), or provisioning stops.*"),
        overlap);
    browser.click(".ui-confirmdialog-no");
    browser.select("overlap", "PT0S");
    browser.click("#generate");
    String question = browser.visible("#confirm").getText();
    assertTrue(question.contains("stops working immediately"), question);
    browser.inspect("scim-provisioning-confirm");
    browser.submitBy(".ui-confirmdialog-yes");
    String current = browser.find("#token").getText();
    assertNotEquals(former, current);
    client(current).get("/Users?count=1").expect(200);
    ScimAnswer refused = client(former).get("/Users?count=1").expect(401);
    assertTrue(refused.detail().contains("replaced"), refused::toString);
    browser.open("/admin/integrations/scim-provisioning");
    assertTrue(
        browser.text().contains("carried a token of this tenant that no longer works"),
        browser.text());
    assertTrue(
        browser.text().contains("Connected"), "The current one may have been used since, too.");
    lastUsedEarlier();
    browser.reload();
    assertTrue(browser.text().contains("Requests arrive with a token of"), browser.text());
    client(current).with("Authorization", "Bearer Bearer " + current).get("/Users?count=1");
    browser.reload();
    assertTrue(browser.text().contains("Bearer was pasted together"), browser.text());
  }

  /** As if the provider had used the former token alone for two minutes. */
  private static void lastUsedEarlier() throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement earlier =
            migrator.prepareStatement(
                "update provisioning.api_token set last_used_at = last_used_at - interval '2"
                    + " minutes' where revoked_at is null and tenant_id = (select tenant_id from"
                    + " provisioning.tenant where subdomain = ?)")) {
      earlier.setString(1, TENANT);
      assertEquals(1, earlier.executeUpdate());
    }
  }

  private static void signsOutAndIn(Browser browser) throws Exception {
    browser.submit("signOut");
    assertTrue(browser.text().contains("You are signed out."), browser.text());
    browser.open("/admin/integrations/findings?x=1");
    assertEquals("Sign in", browser.heading());
    browser.inspect("sign-in");
    browser.type("userName", "ADMIN@example.com");
    browser.type("password", "not the password");
    browser.submit("signIn");
    assertTrue(browser.message().contains("is wrong"), browser.message());
    browser.inspect("sign-in-error");
    browser.type("password", Browser.PASSWORD);
    browser.submit("signIn");
    assertEquals("Findings", browser.heading());
    browser.open("/admin/integrations/activity?kind=rejected");
    assertTrue(
        browser.text().contains("Sign-in of admin@example.com was rejected"), browser.text());
    browser.open("/admin/integrations/activity?kind=console");
    assertTrue(browser.text().contains("admin@example.com signed out"), browser.text());
  }

  private static void theLinkWorksOnce(Browser browser, String link) throws Exception {
    browser.open(link);
    assertTrue(browser.visible("#rejection .note").getText().contains("already used"));
    for (int width : new int[] {1440, 768, 390}) {
      browser.resize(width, 900);
      browser.inspect("set-password-used-" + width);
    }
    browser.reload();
    assertTrue(browser.visible("#rejection .note").getText().contains("already used"));
    assertFalse(browser.find("#form").isDisplayed(), "It asks for no password that nobody gets.");
    assertEquals("", browser.find("#owner").getText(), "Only a valid link says whose it is.");
  }

  private static void setPassword(Browser browser, String password) {
    browser.type("password", password);
    browser.type("repeated", password);
    browser.submit("set");
  }

  private static ScimClient client(String token) {
    return ScimClient.anonymous(TENANT)
        .with("Authorization", "Bearer " + token)
        .with("User-Agent", "Okta SCIM Client 1.0.0");
  }
}
