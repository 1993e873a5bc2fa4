package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ConsoleClient.Answer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page after an error, for people who are signed in. */
@TestTenant(value = "spectre", administrator = true)
@TestTenant(value = "kaos", administrator = true)
class ErrorPagesIT {
  private static final String TENANT = "spectre";
  private static final String MENU = "<nav id=\"navigation\"";

  private static ConsoleClient admin;

  @BeforeAll
  static void signIn() {
    admin = ConsoleClient.at(TENANT).with("Accept", "text/html").signedIn(Browser.ADMINISTRATOR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/nonsense",
        "/nonsense",
        "/scimfoo",
        "/admin/reports/person?id=1b4e28ba-2fa1-4d2e-883f-0016d3cca427",
        "/admin/reports/team?id=%00",
        "/admin/error",
        "/admin/error.xhtml?x=1"
      })
  @DisplayName("An error in the address is shown with the menu, and without for others")
  void inTheAddress(String path) {
    Answer answer = admin.get(path);
    assertEquals(404, answer.status());
    assertEquals("Page not found", answer.between("<h1>", "</h1>"));
    assertTrue(answer.body().contains(MENU), answer.body());
    assertEquals("no-store", answer.header("Cache-Control"));
    assertEquals(1, answer.response().headers().allValues("Content-Security-Policy").size());
    ConsoleClient anybody = ConsoleClient.at(TENANT).with("Accept", "text/html");
    assertFalse(anybody.get(path).body().contains(MENU), "not signed in");
    ConsoleClient other = ConsoleClient.at("kaos").with("Accept", "text/html");
    assertFalse(
        other.with("Cookie", admin.cookie()).get(path).body().contains(MENU),
        "a session of another tenant");
  }

  @Test
  @DisplayName("A page that a person may not open is explained below the menu of that person")
  void withoutPermission() throws IOException {
    ScimClient okta = ScimClient.of(TENANT);
    String viewer = ScimClient.unique();
    String role = "/admin/roles/role?id=" + okta.group("Viewers " + viewer, okta.user(viewer));
    admin.grant("VIEW_REPORTS", role);
    try (Browser browser = Browser.signedIn(TENANT, viewer)) {
      for (String page : List.of("/admin/integrations/settings", role)) {
        browser.open(page);
        assertEquals("You don't have access to this page", browser.heading());
        assertTrue(browser.has("nav a[href$='/admin/reports/people']"));
        assertFalse(browser.has("nav a[href$='/admin/integrations/settings']"));
        browser.inspect("error-with-menu");
      }
      browser.submitBy("nav a[href$='/admin/reports/people']");
      assertEquals("People", browser.heading());
      browser.open("/admin/nonsense");
      browser.submit("signOut");
      assertTrue(browser.path().startsWith("/sign-in"), "signed out on an error page");
    }
  }

  @Test
  @DisplayName("The page after a forged form has the menu, and nothing of the form is done")
  void forged() {
    ConsoleClient.Form form =
        admin.get("/admin/help").form("leave").with("signOut", "").with("form-token", "forged");
    for (String page : List.of("/admin/help", "/admin/nonsense", "/admin/error")) {
      Answer answer = admin.post(page, form);
      assertTrue(answer.status() == 403 || answer.status() == 404, page);
      assertTrue(answer.body().contains(MENU), answer.body());
      assertEquals(200, admin.get("/admin/help").status(), "still signed in");
    }
  }
}
