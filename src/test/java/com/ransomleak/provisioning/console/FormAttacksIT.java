package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Forms that are forged, sent twice, or sent from a stale tab. */
@TestTenant(value = "aperture", administrator = true)
@TestTenant(value = "nakatomi", administrator = true, settings = "token-overlap=PT1H")
class FormAttacksIT {
  private static final String TENANT = "nakatomi";
  private static final String SCIM_PAGE = "/admin/integrations/scim-provisioning";

  private static ConsoleClient signedIn;

  @BeforeAll
  static void signIn() {
    signedIn = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
  }

  @Test
  @DisplayName("A form from elsewhere, or without the token of the session, changes nothing")
  void forgedForms() {
    String before = signedIn.get(SCIM_PAGE).field("expected");
    ConsoleClient.Form form = signedIn.get(SCIM_PAGE).form("form").with("generate", "");
    for (ConsoleClient.Answer refused :
        List.of(
            signedIn.with("Origin", "https://evil.example").post(SCIM_PAGE, form),
            signedIn.with("Origin", "null").post(SCIM_PAGE, form),
            signedIn.with("Origin", null).post(SCIM_PAGE, form),
            signedIn.post(SCIM_PAGE, form.with("form-token", "")),
            signedIn.post(SCIM_PAGE, form.with("form-token", "guess")),
            signedIn.post(SCIM_PAGE, form.with("form-token", null)))) {
      assertEquals(403, refused.status());
      assertTrue(refused.body().contains("This form was not accepted"), refused.body());
    }
    assertEquals(before, signedIn.get(SCIM_PAGE).field("expected"));
  }

  @Test
  @DisplayName("A form sent twice, from a stale tab or by two administrators creates one token")
  void replayedForms() {
    ConsoleClient.Answer stale = signedIn.get(SCIM_PAGE);
    ConsoleClient.Form form = stale.form("form").with("generate", "");
    assertTrue(signedIn.post(SCIM_PAGE, form).body().contains("Your new token"));
    String current = signedIn.get(SCIM_PAGE).field("expected");
    ConsoleClient.Answer again = signedIn.post(SCIM_PAGE, form);
    assertEquals(200, again.status());
    assertTrue(again.body().contains("Nothing was changed"), again.body());
    assertFalse(again.body().contains("Your new token"), again.body());
    ConsoleClient.Form staleRevoke = stale.form("revoking").with("revoke", "");
    assertTrue(signedIn.post(SCIM_PAGE, staleRevoke).body().contains("Nothing was changed"));
    assertEquals(current, signedIn.get(SCIM_PAGE).field("expected"));

    ConsoleClient.Form fresh = signedIn.get(SCIM_PAGE).form("form").with("generate", "");
    long made =
        Stream.generate(() -> fresh)
            .limit(4)
            .parallel()
            .filter(f -> signedIn.post(SCIM_PAGE, f).body().contains("Your new token"))
            .count();
    assertEquals(1, made);
  }

  @Test
  @DisplayName(
      "With an overlap, the previous token still works and is shown; each is revoked alone")
  void overlap() {
    ConsoleClient.Form form = signedIn.get(SCIM_PAGE).form("form").with("generate", "");
    String former = token(signedIn.post(SCIM_PAGE, form));
    String current =
        token(signedIn.post(SCIM_PAGE, signedIn.get(SCIM_PAGE).form("form").with("generate", "")));
    ConsoleClient.Answer page = signedIn.get(SCIM_PAGE);
    assertTrue(page.body().contains("Previous token"));
    for (String working : List.of(former, current)) {
      answer(working).expect(200);
    }
    String former4 = former.substring(former.length() - 4);
    assertTrue(
        page.body().contains("The token ending in " + former4 + " stops working immediately. The"),
        "The question names the token: " + page.body());
    ConsoleClient.Form previous = page.form("revokingPrevious").with("revokePrevious", "");
    assertTrue(signedIn.post(SCIM_PAGE, previous).body().contains(former4 + " was revoked."));
    assertTrue(signedIn.post(SCIM_PAGE, previous).body().contains("Nothing was changed"));
    answer(former).expect(401);
    answer(current).expect(200);
    ConsoleClient.Answer revoked =
        signedIn.post(SCIM_PAGE, page.form("revoking").with("revoke", ""));
    for (String revokedToken : List.of(former, current)) {
      // At once, although both were just used.
      answer(revokedToken).expect(401);
    }
    String current4 = current.substring(current.length() - 4);
    assertTrue(revoked.body().contains(current4 + " was revoked."), revoked.body());
    String ending = "the last one, ending in " + current4;
    assertTrue(revoked.body().contains(ending + ", was revoked"), revoked.body());
    ConsoleClient.Answer activity = signedIn.get("/admin/integrations/activity");
    assertFalse(
        activity.body().contains("has not sent a request"), "It was heard with a former token.");
  }

  @Test
  @DisplayName("Without a current token, generating one asks first, because it ends the previous")
  void onlyThePreviousLeft() {
    ConsoleClient.Form form = signedIn.get(SCIM_PAGE).form("form").with("generate", "");
    String former = token(signedIn.post(SCIM_PAGE, form));
    signedIn.post(SCIM_PAGE, signedIn.get(SCIM_PAGE).form("form").with("generate", ""));
    signedIn.post(SCIM_PAGE, signedIn.get(SCIM_PAGE).form("revoking").with("revoke", ""));
    answer(former).expect(200);
    ConsoleClient.Answer page = signedIn.get(SCIM_PAGE);
    String ending = former.substring(former.length() - 4);
    assertTrue(
        page.body().contains("The previous token, ending in " + ending + ", stops working"),
        page.body());
    signedIn.post(SCIM_PAGE, page.form("form").with("generate", ""));
    answer(former).expect(401);
  }

  @Test
  @DisplayName("During an overlap the page shows both tokens, who uses which, and when one stops")
  void whoUsesWhich() {
    ConsoleClient.Form form = signedIn.get(SCIM_PAGE).form("form").with("generate", "");
    String former = token(signedIn.post(SCIM_PAGE, form.with("tokenName", "Okta 2026")));
    ConsoleClient.Form rotation = signedIn.get(SCIM_PAGE).form("form").with("generate", "");
    String long101 = "x".repeat(101);
    String day = LocalDate.now(ZoneOffset.UTC).plusDays(10).toString();
    ConsoleClient.Answer kept =
        signedIn.post(
            SCIM_PAGE,
            rotation
                .with("tokenName", long101)
                .with("expires", "date")
                .with("expiresOn", day)
                .with("overlap", "PT24H"));
    for (String text :
        List.of(
            "at most 100",
            long101,
            "<option value=\"date\" selected=\"selected\">",
            "<option value=\"PT24H\" selected=\"selected\" ",
            "value=\"" + day + "\"")) {
      assertTrue(kept.body().contains(text), text + kept.body());
    }
    for (String odd : List.of("P8D", "", "soon")) {
      ConsoleClient.Answer refused = signedIn.post(SCIM_PAGE, rotation.with("overlap", odd));
      assertTrue(refused.body().contains("how long the previous token works"), refused.body());
    }
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open(SCIM_PAGE);
      browser.click("#generate");
      assertTrue(question(browser).contains("within 1 hour (until "), "the default");
      browser.click(".ui-confirmdialog-no");
      for (String[] choice :
          new String[][] {
            {"PT24H", "within 1 day (until "}, {"PT0S", "stops working immediately."}
          }) {
        browser.select("overlap", choice[0]);
        browser.click("#generate");
        assertTrue(question(browser).contains(choice[1]), question(browser));
        browser.click(".ui-confirmdialog-no");
      }
    }
    assertFalse(
        signedIn.get(SCIM_PAGE + "?expires=date").body().contains("selected=\"selected\""),
        "by address");
    String current = token(signedIn.post(SCIM_PAGE, rotation.with("overlap", "PT24H")));
    ConsoleClient.Answer page = signedIn.get(SCIM_PAGE);
    assertFalse(page.body().contains("Previous token in use"), "Nobody used it yet.");
    answer(former, "Okta SCIM Client 1.0.0").expect(200);
    page = signedIn.get(SCIM_PAGE);
    assertTrue(page.body().contains("Previous token in use"), page.body());
    String connection = page.between("<h2 id=\"connection\">", "<details");
    assertFalse(connection.contains("Waiting"), connection);
    answer(current, "Entra").expect(200);
    page = signedIn.get(SCIM_PAGE);
    String previous = page.body().substring(page.body().indexOf("Okta 2026"));
    assertTrue(previous.contains("Okta SCIM Client 1.0.0"), previous);
    assertTrue(previous.contains("<dt>Stops working</dt>"), previous);
    String shown = page.between("<h3>Current token</h3>", "<h3>Previous token</h3>");
    assertTrue(shown.contains("Entra"), "the last client, also within a second: " + shown);
  }

  @Test
  @DisplayName(
      "Each client that last used the previous token is named until it uses the new one, also when"
          + " others use that")
  void clientsOnThePreviousToken() {
    ConsoleClient.Form form = signedIn.get(SCIM_PAGE).form("form").with("generate", "");
    String former = token(signedIn.post(SCIM_PAGE, form));
    ConsoleClient.Form rotation = signedIn.get(SCIM_PAGE).form("form").with("generate", "");
    String current = token(signedIn.post(SCIM_PAGE, rotation.with("overlap", "PT168H")));
    creates(former, "Okta SCIM Client 1.0.0");
    answer(former, "HR").expect(200);
    answer(former, "Entra").expect(200);
    answer(former, "Import").expect(200);
    answer(current, "Import").expect(200);
    answer(current, "python").expect(200);
    assertTrue(trouble(signedIn.get(SCIM_PAGE)).contains("HR last used"), "reads only");
    assertFalse(trouble(signedIn.get(SCIM_PAGE)).contains("Import last used"), "has moved");
    answer(current, "HR").expect(200);
    for (String client : List.of("Okta SCIM Client 1.0.0", "Entra")) {
      ConsoleClient.Answer page = signedIn.get(SCIM_PAGE);
      String connection = page.between("<h2 id=\"connection\">", "<details");
      assertTrue(connection.contains("Previous token in use"), connection);
      assertTrue(trouble(page).contains(client + " last used the previous token"), trouble(page));
      assertFalse(trouble(page).contains("python"), trouble(page));
      String home = signedIn.get("/admin/home").between("<ul class=\"reasons\">", "</ul>");
      assertTrue(home.contains(client), home);
      creates(current, client);
      assertFalse(trouble(signedIn.get(SCIM_PAGE)).contains(client + " last used"));
    }
    ConsoleClient.Answer page = signedIn.get(SCIM_PAGE);
    assertTrue(
        page.between("<h2 id=\"connection\">", "<details").contains("Connected"), page.body());
    assertFalse(signedIn.get("/admin/home").body().contains("The previous token"));
  }

  private static String trouble(ConsoleClient.Answer page) {
    return page.between("<h2 id=\"trouble\">", "</section>");
  }

  private static void creates(String token, String client) {
    ScimClient.anonymous(TENANT)
        .with("Authorization", "Bearer " + token)
        .with("User-Agent", client)
        .post("/Users", ScimClient.userBody(ScimClient.unique(), ""))
        .expect(201);
  }

  private static ScimAnswer answer(String token) {
    return answer(token, "test");
  }

  private static ScimAnswer answer(String token, String client) {
    return ScimClient.anonymous(TENANT)
        .with("Authorization", "Bearer " + token)
        .with("User-Agent", client)
        .get("/Users?count=1");
  }

  @Test
  @DisplayName("Stale permissions and a stale push setting change nothing, and the page says so")
  void staleRole() {
    ScimClient okta = ScimClient.of("aperture");
    ConsoleClient admin = ConsoleClient.at("aperture").signedIn(Browser.ADMINISTRATOR);
    String page = "/admin/roles/role?id=" + okta.group("Stale " + ScimClient.unique());
    ConsoleClient.Form confirm = admin.confirmation("VIEW_REPORTS", page);
    assertTrue(admin.post(page, confirm).body().contains("were changed"));
    assertTrue(admin.post(page, confirm).body().contains("Nothing was changed"));
    ConsoleClient.Form push = admin.get(page).form("pushing").with("switchPush", "");
    assertTrue(
        admin.post(page, push.with("permissions", "")).body().contains("Nothing was changed"),
        "The page showed a role without permissions.");
    assertTrue(admin.post(page, push).body().contains("are now blocked"));
    assertTrue(admin.post(page, push).body().contains("Nothing was changed"));
  }

  @Test
  @DisplayName("A button in a stale tab creates a link for the member beside it, or for nobody")
  void staleLink() {
    ScimClient okta = ScimClient.of("aperture");
    String name = ScimClient.unique();
    String gone = okta.user(name + "-gone");
    String stays = okta.user(name + "-stays");
    String group = okta.group("Linked " + name, gone, stays);
    ConsoleClient admin = ConsoleClient.at("aperture").signedIn(Browser.ADMINISTRATOR);
    String page = "/admin/roles/role?id=" + group;
    admin.grant("VIEW_REPORTS", page);
    ConsoleClient.Form people = admin.get(page).form("people");
    okta.patch(
            "/Groups/" + group,
            "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + gone + "\\\"]\"}")
        .expect(204);
    ConsoleClient.Answer stale = admin.post(page, people.with("linkFor", gone));
    assertTrue(stale.body().contains("Nothing was changed"), stale.body());
    assertFalse(stale.body().contains("rllink_"), stale.body());
    ConsoleClient.Answer made = admin.post(page, people.with("linkFor", stays));
    assertTrue(made.body().contains("set a password for " + name + "-stays"), made.body());
    assertTrue(made.body().contains("rllink_"), made.body());
    assertFalse(admin.get(page + "&linkFor=" + stays).body().contains("rllink_"), "by address");
  }

  private static String token(ConsoleClient.Answer page) {
    return page.between("<code id=\"token\">", "</code>");
  }

  private static String question(Browser browser) {
    return browser.visible("#confirm .ui-dialog-content").getText();
  }
}
