package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.ScimClient;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an attacker, or a browser in an odd state, may send to the console. */
class AttacksIT {
  private static final String TENANT = "gringotts";
  private static final String SCIM_PAGE = "/admin/integrations/scim-provisioning";

  private static ConsoleClient signedIn;

  @BeforeAll
  static void signIn() {
    signedIn = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
  }

  @Test
  @DisplayName(
      "A form from elsewhere, without the token of the session, or with another's, does nothing")
  void forgedForms() {
    String before = signedIn.get(SCIM_PAGE).field("seen");
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
    assertEquals(before, signedIn.get(SCIM_PAGE).field("seen"));
  }

  @Test
  @DisplayName("A form sent twice, a stale tab, two admins at once: one token, and a clear message")
  void replayedForms() {
    ConsoleClient.Form form = signedIn.get(SCIM_PAGE).form("form").with("generate", "");
    assertTrue(signedIn.post(SCIM_PAGE, form).body().contains("Your new token"));
    String current = signedIn.get(SCIM_PAGE).field("seen");
    ConsoleClient.Answer again = signedIn.post(SCIM_PAGE, form);
    assertEquals(200, again.status());
    assertTrue(again.body().contains("Nothing was changed"), again.body());
    assertFalse(again.body().contains("Your new token"), again.body());
    ConsoleClient.Form staleRevoke = form.with("generate", null).with("revoke", "");
    assertTrue(signedIn.post(SCIM_PAGE, staleRevoke).body().contains("Nothing was changed"));
    assertEquals(current, signedIn.get(SCIM_PAGE).field("seen"));

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
  @DisplayName("With an overlap set, the former token lives on and is shown; revoking ends both")
  void overlap() {
    ConsoleClient.Form form = signedIn.get(SCIM_PAGE).form("form").with("generate", "");
    String former = token(signedIn.post(SCIM_PAGE, form));
    String current =
        token(signedIn.post(SCIM_PAGE, signedIn.get(SCIM_PAGE).form("form").with("generate", "")));
    ScimClient.anonymous(TENANT)
        .with("Authorization", "Bearer " + former)
        .get("/Users?count=1")
        .expect(200);
    ScimClient.anonymous(TENANT)
        .with("Authorization", "Bearer " + current)
        .get("/Users?count=1")
        .expect(200);
    assertTrue(signedIn.get(SCIM_PAGE).body().contains("Former token"));
    ConsoleClient.Answer revoked =
        signedIn.post(SCIM_PAGE, signedIn.get(SCIM_PAGE).form("form").with("revoke", ""));
    assertTrue(revoked.body().contains("The token was revoked"), revoked.body());
    String ending = "the last one, ending in " + current.substring(current.length() - 4);
    assertTrue(revoked.body().contains(ending + ", was revoked"), revoked.body());
    ConsoleClient.Answer activity = signedIn.get("/admin/integrations/activity");
    assertFalse(activity.body().contains("Nothing heard"), "It was heard with a former token.");
    for (String dead : List.of(former, current)) {
      ScimClient.anonymous(TENANT)
          .with("Authorization", "Bearer " + dead)
          .get("/Users?count=1")
          .expect(401);
    }
  }

  @Test
  @DisplayName("Stale permissions and a stale switch change nothing and say so")
  void staleRole() {
    ScimClient okta = ScimClient.of("aperture");
    ConsoleClient admin = ConsoleClient.at("aperture").signedIn(Browser.ADMINISTRATOR);
    String page = "/admin/roles/role?id=" + okta.group("Stale " + ScimClient.unique());
    ConsoleClient.Form preview =
        admin.get(page).form("choose").with("wanted", "VIEW_REPORTS").with("preview", "");
    ConsoleClient.Form confirm = admin.post(page, preview).form("confirmChange").with("change", "");
    assertTrue(admin.post(page, confirm).body().contains("were changed"));
    assertTrue(admin.post(page, confirm).body().contains("Nothing was changed"));
    ConsoleClient.Form push = admin.get(page).form("pushing").with("switchPush", "");
    assertTrue(admin.post(page, push).body().contains("SCIM may no longer push"));
    assertTrue(admin.post(page, push).body().contains("Nothing was changed"));
  }

  @Test
  @DisplayName("On another tenant's host the session is no session, and its ids are unknown")
  void otherTenant() {
    ConsoleClient elsewhere = ConsoleClient.at("wonka").with("Cookie", signedIn.cookie());
    assertEquals("/sign-in", elsewhere.get(SCIM_PAGE).redirect());
    String role = ScimClient.of("wonka").group("Foreign " + ScimClient.unique());
    ConsoleClient.Answer foreign = signedIn.get("/admin/roles/role?id=" + role);
    ConsoleClient.Answer unknown =
        signedIn.get("/admin/roles/role?id=01890000-0000-7000-8000-000000000000");
    assertEquals(404, foreign.status());
    assertEquals(unknown.body(), foreign.body());
  }

  @Test
  @DisplayName(
      "Known bug 8: whoever is deactivated is out at once, on every node, and stays out when active"
          + " again; T-05, L-01: over plain HTTP nothing is shown")
  void deactivated() throws Exception {
    ScimClient okta = ScimClient.of("aperture");
    String name = ScimClient.unique();
    String id = okta.user(name);
    ConsoleClient admin = ConsoleClient.at("aperture").signedIn(Browser.ADMINISTRATOR);
    String page = "/admin/roles/role?id=" + okta.group("Managers " + name, id);
    ConsoleClient.Form preview =
        admin.get(page).form("choose").with("wanted", "MANAGE_INTEGRATIONS").with("preview", "");
    admin.post(page, admin.post(page, preview).form("confirmChange").with("change", ""));

    ConsoleClient colleague = ConsoleClient.at("aperture").signedIn(name);
    try (ServerProcess second = RunningServer.secondNode()) {
      ConsoleClient there = colleague.on(second.baseUri());
      assertEquals(200, colleague.get(SCIM_PAGE).status());
      assertEquals(200, there.get(SCIM_PAGE).status());
      behindAProxy(ConsoleClient.at("aperture").on(second.baseUri()));
      okta.patch("/Users/" + id, "{\"op\":\"replace\",\"value\":{\"active\":false}}").expect(200);
      assertEquals("/sign-in", colleague.get(SCIM_PAGE).redirect());
      assertEquals("/sign-in", there.get(SCIM_PAGE).redirect());
      okta.patch("/Users/" + id, "{\"op\":\"replace\",\"value\":{\"active\":true}}").expect(200);
      assertEquals("/sign-in", there.get(SCIM_PAGE).redirect());
    }
  }

  /** With TLS in front the cookie is bound to host and TLS; without TLS nothing is shown. */
  private static void behindAProxy(ConsoleClient node) {
    ConsoleClient tls =
        node.with("X-Forwarded-Proto", "https")
            .with("X-Forwarded-Host", "aperture.localhost")
            .with("Origin", "https://aperture.localhost");
    String cookie = tls.trySignIn(Browser.ADMINISTRATOR, Browser.PASSWORD).header("Set-Cookie");
    assertTrue(cookie.startsWith("__Host-provisioning-session="), cookie);
    assertTrue(cookie.contains("; Secure"), cookie);
    assertEquals(200, tls.with("Cookie", cookie.split(";", 2)[0]).get(SCIM_PAGE).status());
    WaysInIT.assertRedirectsArePaths(tls);
    ConsoleClient.Answer plain = node.with("X-Forwarded-Proto", "http").get("/sign-in");
    assertEquals(403, plain.status());
    assertTrue(plain.body().contains("Use https://"), plain.body());
    assertTrue(tls.get("/sign-in").header("Strict-Transport-Security").contains("max-age="));
    ConsoleClient.Answer scim =
        node.with("X-Forwarded-Proto", "http")
            .with("Authorization", "Bearer " + RunningServer.get().token("aperture"))
            .get("/scim/v2/Users?count=1");
    assertEquals(403, scim.status());
    assertTrue(scim.body().contains("Use https://"), scim.body());
  }

  @Test
  @DisplayName("Known bug 17: whoever gets an administrator's userName does not get the account")
  void noTakeover() {
    ScimClient okta = ScimClient.of("aperture");
    String victim = ScimClient.unique();
    String id = okta.user(victim);
    ConsoleClient admin = ConsoleClient.at("aperture").signedIn(Browser.ADMINISTRATOR);
    String page = "/admin/roles/role?id=" + okta.group("Owners " + victim, id);
    ConsoleClient.Form preview =
        admin.get(page).form("choose").with("wanted", "VIEW_REPORTS").with("preview", "");
    admin.post(page, admin.post(page, preview).form("confirmChange").with("change", ""));
    ConsoleClient.at("aperture").signedIn(victim);

    String thief = okta.user(victim + "-thief");
    okta.patch("/Users/" + thief, replace("userName", victim)).expect(409, "uniqueness");
    okta.patch("/Users/" + thief, replace("emails", victim + "@example.com"));
    okta.patch("/Users/" + id, replace("userName", victim + "-moved")).expect(200);
    okta.patch("/Users/" + thief, replace("userName", victim)).expect(200);
    assertTrue(ConsoleClient.at("aperture").trySignIn(victim, Browser.PASSWORD).isRefused());
    assertFalse(
        ConsoleClient.at("aperture").trySignIn(victim + "-moved", Browser.PASSWORD).isRefused());

    okta.patch("/Users/" + id, active(false)).expect(200);
    okta.patch("/Users/" + id, replace("userName", victim + "-successor")).expect(200);
    okta.patch("/Users/" + id, active(true)).expect(200);
    assertTrue(
        ConsoleClient.at("aperture").trySignIn(victim + "-successor", Browser.PASSWORD).isRefused(),
        "Renamed while not active: the record may be somebody else's now.");
  }

  @Test
  @DisplayName("A button in a stale tab makes a link for the person it stood beside, or for nobody")
  void staleLink() {
    ScimClient okta = ScimClient.of("aperture");
    String name = ScimClient.unique();
    String gone = okta.user(name + "-gone");
    String stays = okta.user(name + "-stays");
    String group = okta.group("Linked " + name, gone, stays);
    ConsoleClient admin = ConsoleClient.at("aperture").signedIn(Browser.ADMINISTRATOR);
    String page = "/admin/roles/role?id=" + group;
    letViewReports(admin, page);
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

  @Test
  @DisplayName("Guesses that come at the same moment are counted one by one")
  void parallelGuesses() {
    String account = ScimClient.unique() + "-nobody";
    ConsoleClient client = ConsoleClient.at("gringotts");
    ConsoleClient.Form form =
        client.get("/sign-in").form("form").with("userName", account).with("signIn", "");
    long begin = System.nanoTime();
    long looked =
        Stream.iterate(0, i -> i + 1)
            .limit(16)
            .parallel()
            .filter(i -> client.post("/sign-in", form.with("password", "x" + i)).isRefused())
            .count();
    // The waits are 1, 2, 4, 8 … seconds: a slow machine sees the ends of some.
    long seconds = 1 + Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    long most = 6L + (63 - Long.numberOfLeadingZeros(seconds + 1));
    assertTrue(looked <= most, looked + " guesses were looked at in " + seconds + " s");
  }

  @Test
  @DisplayName("Guessing the own current password is slowed down and recorded too")
  void guessingTheOwnPassword() {
    ScimClient okta = ScimClient.of("maas");
    String name = ScimClient.unique();
    ConsoleClient admin = ConsoleClient.at("maas").signedIn(Browser.ADMINISTRATOR);
    letViewReports(admin, "/admin/roles/role?id=" + okta.group("Guessed " + name, okta.user(name)));
    ConsoleClient colleague = ConsoleClient.at("maas").signedIn(name);
    String page = "/admin/account/password";
    String next = "velvet harbour tangent 93";
    ConsoleClient.Form form =
        colleague
            .get(page)
            .form("form")
            .with("password", next)
            .with("again", next)
            .with("change", "");
    ConsoleClient.Answer last = colleague.post(page, form.with("former", "guess"));
    assertTrue(last.body().contains("not right"), last.body());
    for (int i = 0; i < 10 && last.body().contains("not right"); i++) {
      last = colleague.post(page, form.with("former", "guess " + i));
    }
    assertTrue(last.body().contains("Too many attempts"), last.body());
    String record = admin.get("/admin/integrations/activity?kind=refused&search=" + name).body();
    assertTrue(record.contains("did not know the current one"), record);
    assertTrue(record.contains("are put off"), record);
  }

  @Test
  @DisplayName("Whoever is called ops is shown as a person, with the address of what they do")
  void namesAreNoKinds() {
    ScimClient okta = ScimClient.of("aperture");
    String id = okta.get("/Users?filter=userName%20eq%20%22ops%22").text("/Resources/0/id");
    String group = okta.group("Ops " + ScimClient.unique(), id == null ? okta.user("ops") : id);
    ConsoleClient admin = ConsoleClient.at("aperture").signedIn(Browser.ADMINISTRATOR);
    letViewReports(admin, "/admin/roles/role?id=" + group);
    ConsoleClient ops = ConsoleClient.at("aperture").signedIn("ops");
    String page = "/admin/account/password";
    ops.post(page, ops.get(page).form("leave").with("signOut", ""));
    String shown = admin.get("/admin/integrations/activity?kind=console&search=ops").body();
    assertTrue(shown.contains("ops signed out"), shown);
    assertTrue(shown.contains(">ops</td>"), shown);

    // Nobody else uses a token of this tenant.
    ConsoleClient other = ConsoleClient.at("tessier").signedIn(Browser.ADMINISTRATOR);
    other.post(SCIM_PAGE, other.get(SCIM_PAGE).form("form").with("generate", ""));
    String list = other.get("/admin/integrations/activity?kind=console").body();
    Matcher line =
        Pattern.compile("(activity-entry\\?id=\\d+)\">A new API token was generated").matcher(list);
    assertTrue(line.find(), list);
    String entry = other.get("/admin/integrations/" + line.group(1)).body();
    assertTrue(entry.contains("127.0.0.1"), entry);
    assertTrue(entry.contains(Browser.ADMINISTRATOR), entry);
  }

  private static void letViewReports(ConsoleClient admin, String role) {
    ConsoleClient.Form preview =
        admin.get(role).form("choose").with("wanted", "VIEW_REPORTS").with("preview", "");
    admin.post(role, admin.post(role, preview).form("confirmChange").with("change", ""));
  }

  private static String active(boolean active) {
    return "{\"op\":\"replace\",\"path\":\"active\",\"value\":" + active + "}";
  }

  @Test
  @DisplayName("Guessing is slowed down, for accounts that exist and for those that do not, alike")
  void guessing() {
    String known = ScimClient.unique();
    ScimClient.of("aperture").user(known);
    for (String account : List.of(known, ScimClient.unique() + "-nobody")) {
      ConsoleClient.Answer last = null;
      // The wait begins at a second, in which a busy machine may not have asked again.
      for (int i = 0; i < 6 || (i < 10 && last.isRefused()); i++) {
        last = ConsoleClient.at("aperture").trySignIn(account, "guess " + i);
      }
      assertTrue(last.body().contains("Too many attempts"), last.body());
    }
  }

  @Test
  @DisplayName("A session known before signing in is not the one used after it")
  void fixation() {
    ConsoleClient planted = ConsoleClient.at(TENANT).with("Cookie", "provisioning-session=planted");
    ConsoleClient after = planted.signedIn(Browser.ADMINISTRATOR);
    assertNotEquals("provisioning-session=planted", after.cookie());
    assertEquals("/sign-in", planted.get(SCIM_PAGE).redirect());
  }

  private static String token(ConsoleClient.Answer page) {
    return page.between("<code id=\"token\">", "</code>");
  }

  private static String replace(String attribute, String value) {
    return attribute.equals("emails")
        ? "{\"op\":\"replace\",\"path\":\"emails\",\"value\":[{\"value\":\"" + value + "\"}]}"
        : "{\"op\":\"replace\",\"path\":\"" + attribute + "\",\"value\":\"" + value + "\"}";
  }
}
