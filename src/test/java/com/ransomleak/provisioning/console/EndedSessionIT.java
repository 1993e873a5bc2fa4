package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links after the end of a session, and the pages for people who are not signed in. */
@TestTenant(value = "weyland", administrator = true)
class EndedSessionIT {
  private static final String TENANT = "weyland";
  private static final String CSV = "/api/v1/people?format=csv";
  private final ConsoleClient anonymous = ConsoleClient.at(TENANT);

  @ParameterizedTest(name = "from {0}")
  @CsvSource({
    "/admin/reports/people?search=ada, %2Fadmin%2Freports%2Fpeople%3Fsearch%3Dada",
    "'', %2Fadmin%2Freports%2Fpeople",
    "http://evil.example/admin/reports/people, %2Fadmin%2Freports%2Fpeople"
  })
  @DisplayName("A CSV link after the session has ended leads to sign-in, and from there back")
  void csvLink(String page, String to) {
    String origin = "http://" + RunningServer.get().host(TENANT);
    String referrer = page.startsWith("/") ? origin + page : page;
    ConsoleClient.Answer answer = anonymous.with("Referer", referrer).get(CSV);
    assertEquals(303, answer.status(), answer.body());
    assertEquals(origin + "/sign-in?to=" + to, answer.header("Location"));
    ConsoleClient.Answer navigation =
        anonymous.with("Accept", "*/*").with("Sec-Fetch-Mode", "navigate").get(CSV);
    assertEquals("/sign-in", navigation.redirect());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "people?format=csv&search=ada%20l, /admin/reports/people?search=ada%20l",
    "activity?limit=1000&kind=rejected, /admin/integrations/activity?kind=rejected",
    "findings/sharedEmails?format=csv, /admin/integrations/finding?kind=sharedEmails",
    "roles/0190-a/members?format=csv&search=b, /admin/reports/people?role=0190-a&search=b",
    "pending-managers/people?format=csv&reference=E+1, /admin/reports/waiting?reference=E+1"
  })
  @DisplayName(
      "Without a Referer, a link to CSV or JSON leads after sign-in to the page of the list")
  void listOfALink(String link, String page) {
    ConsoleClient.Answer answer = anonymous.get("/api/v1/" + link);
    assertEquals(303, answer.status(), answer.body());
    String signIn = location(answer);
    assertEquals("/sign-in?to=" + ConsolePage.encoded(page), signIn);
    String next = anonymous.signedIn(Browser.ADMINISTRATOR).get(signIn).header("Location");
    assertTrue(next.endsWith(page), next);
  }

  @Test
  @DisplayName("A form after the end of a session leads through sign-in to the page that it was on")
  void form() {
    ConsoleClient admin = anonymous.signedIn(Browser.ADMINISTRATOR);
    String name = "Sevastopol " + ScimClient.unique();
    ConsoleClient.Form make = admin.get("/admin/reports/teams").form("make");
    ConsoleClient.Answer team =
        admin.post("/admin/reports/teams", make.with("newName", name).with("create", ""));
    String action =
        team.between("<form id=\"renaming\"", ">").replaceFirst(".*action=\"([^\"]*)\".*", "$1");
    ConsoleClient.Form renaming = team.form("renaming").with("name", "x").with("rename", "");
    ConsoleClient.Answer ended = anonymous.post(action, renaming);
    assertEquals("/sign-in", ended.redirect());
    assertTrue(ended.header("Location").endsWith("&over=true"), ended.header("Location"));
    String back = location(admin.get(location(ended)));
    assertTrue(admin.get(back).body().contains("<h1>" + name), back);
    String filtered =
        "/admin/reports/people?search=https%3A%2F%2Fx..y&country=NZ" + "&columns=title".repeat(60);
    String origin = "http://" + RunningServer.get().host(TENANT);
    ConsoleClient.Answer onList =
        anonymous.with("Referer", origin + filtered).post("/admin/reports/people", renaming);
    assertEquals(filtered, location(admin.get(location(onList))), "all that the page showed");
    ConsoleClient.Answer elsewhere = anonymous.post("/admin//evil", renaming);
    assertEquals("/", location(admin.get(location(elsewhere))));
  }

  @Test
  @DisplayName("A session that ends while a page is open takes nothing from it")
  void openPage() throws Exception {
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open("/admin/integrations/scim-provisioning");
      browser.type("tokenName", "Okta");
      endSessions();
      Eventually.holds(
          "the page says so", () -> assertTrue(browser.text().contains("Your session has ended.")));
      assertEquals("Okta", browser.find("#tokenName").getAttribute("value"));
      browser.inspect("session-ended");
      browser.reload();
      assertTrue(browser.text().contains("Sign in to continue"), browser.text());
    }
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open("/admin/integrations/scim-provisioning");
      browser.submit("generate");
      String token = browser.find("#token").getText();
      endSessions();
      Eventually.holds(
          "the page says so", () -> assertTrue(browser.text().contains("Your session has ended.")));
      assertEquals(token, browser.find("#token").getText(), "shown once");
    }
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open("/admin/integrations/activity");
      endSessions();
      Eventually.holds("signs in again", () -> assertEquals("Sign in", browser.heading()));
    }
  }

  private static void endSessions() throws SQLException {
    ServerDatabase.run(
        "update provisioning.console_session s set expires_at = now() - interval '1 second' from"
            + " provisioning.tenant t where t.tenant_id = s.tenant_id and t.subdomain = '"
            + TENANT
            + "'");
  }

  /** The path and query of the redirect. */
  private static String location(ConsoleClient.Answer answer) {
    return answer.header("Location").replaceFirst("^http://[^/]+", "");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Accept, */*",
    "Accept, text/csv",
    "Accept, application/json",
    "Sec-Fetch-Mode, cors",
    "Authorization, Bearer rlreport_unknown"
  })
  @DisplayName("An API client without a valid token gets 401 as a problem document")
  void apiClient(String header, String value) {
    ConsoleClient.Answer answer = anonymous.with(header, value).get(CSV);
    assertEquals(401, answer.status());
    assertTrue(answer.header("Content-Type").contains("json"), answer.header("Content-Type"));
  }

  @Test
  @DisplayName("The sign-in page leads somebody who is signed in to the page behind it")
  void signedIn() {
    ConsoleClient admin = anonymous.signedIn(Browser.ADMINISTRATOR);
    assertEquals("/", admin.get("/sign-in").redirect());
    assertEquals(
        "/admin/reports/teams", admin.get("/sign-in?to=%2Fadmin%2Freports%2Fteams").redirect());
    assertEquals("/", admin.get("/sign-in?to=%2F%2Fevil.example").redirect());
  }

  @Test
  @DisplayName("The page to set a password says for whom, only with a valid link")
  void owner() {
    String name = ScimClient.unique();
    ScimClient.of(TENANT).user(name);
    String link = OpsCommand.passwordLink(RunningServer.get().access(), TENANT, name);
    ConsoleClient.Form form = anonymous.get("/set-password").form("form");
    String secret = link.substring(link.indexOf('#') + 1);
    assertTrue(anonymous.post("/set-password", form.with("link", secret)).body().contains(name));
    for (String wrong : new String[] {"", "nonsense", secret + "0"}) {
      ConsoleClient.Answer answer = anonymous.post("/set-password", form.with("link", wrong));
      assertEquals(200, answer.status());
      assertFalse(answer.body().contains(name), wrong);
    }
    assertFalse(
        ConsoleClient.at("stark")
            .post("/set-password", form.with("link", secret))
            .body()
            .contains(name),
        "another tenant");
  }
}
