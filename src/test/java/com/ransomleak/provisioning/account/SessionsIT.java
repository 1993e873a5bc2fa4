package com.ransomleak.provisioning.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ConsoleRedirects;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A session is one person's, in one tenant, for as long as that person may; and so is what it did.
 */
@TestTenant(value = "wonka", administrator = true)
@TestTenant(value = "gringotts", administrator = true)
@TestTenant(value = "aperture", administrator = true)
@TestTenant(value = "tessier", administrator = true)
class SessionsIT {
  private static final String TENANT = "gringotts";
  private static final String SCIM_PAGE = "/admin/integrations/scim-provisioning";

  @Test
  @DisplayName("A session is invalid and its ids are unknown on the host of another tenant")
  void otherTenant() {
    ConsoleClient signedIn = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    ConsoleClient elsewhere = ConsoleClient.at("wonka").with("Cookie", signedIn.cookie());
    assertEquals("/sign-in", elsewhere.get(SCIM_PAGE).redirect());
    String role = ScimClient.of("wonka").group("Foreign " + ScimClient.unique());
    ConsoleClient.Answer foreign = signedIn.get("/admin/roles/role?id=" + role);
    ConsoleClient.Answer unknown =
        signedIn.get("/admin/roles/role?id=01890000-0000-7000-8000-000000000000");
    assertEquals(404, foreign.status());
    assertEquals(unknown.bodyWithoutNonce(), foreign.bodyWithoutNonce());
  }

  @Test
  @DisplayName("Signing in replaces a session that was known before")
  void fixation() {
    ConsoleClient planted = ConsoleClient.at(TENANT).with("Cookie", "provisioning-session=planted");
    ConsoleClient after = planted.signedIn(Browser.ADMINISTRATOR);
    assertNotEquals("provisioning-session=planted", after.cookie());
    assertEquals("/sign-in", planted.get(SCIM_PAGE).redirect());
  }

  @Test
  @DisplayName(
      "A deactivated user is signed out on every node and stays out after reactivation; plain HTTP"
          + " shows nothing (T-05, L-01, known bug 8)")
  void deactivated() throws Exception {
    ScimClient okta = ScimClient.of("aperture");
    String name = ScimClient.unique();
    String id = allowed(name, "MANAGE_INTEGRATIONS");

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

  private static void behindAProxy(ConsoleClient node) {
    ConsoleClient tls =
        node.with("X-Forwarded-Proto", "https")
            .with("X-Forwarded-Host", "aperture.localhost")
            .with("Origin", "https://aperture.localhost");
    String cookie = tls.trySignIn(Browser.ADMINISTRATOR, Browser.PASSWORD).sessionCookie();
    assertTrue(cookie.startsWith("__Host-provisioning-session="), cookie);
    assertTrue(cookie.contains("; Secure"), cookie);
    assertEquals(200, tls.with("Cookie", cookie.split(";", 2)[0]).get(SCIM_PAGE).status());
    ConsoleRedirects.assertPaths(tls);
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
  @DisplayName(
      "A user who gets the userName of an administrator does not get the account (known bug 17)")
  void noTakeover() {
    ScimClient okta = ScimClient.of("aperture");
    String victim = ScimClient.unique();
    String id = allowed(victim, "VIEW_REPORTS");
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
  @DisplayName("A user with the name ops is shown as a person, with the address of each action")
  void namesAreNoKinds() {
    ScimClient okta = ScimClient.of("aperture");
    String id = okta.get("/Users?filter=userName%20eq%20%22ops%22").text("/Resources/0/id");
    String group = okta.group("Ops " + ScimClient.unique(), id == null ? okta.user("ops") : id);
    ConsoleClient admin = ConsoleClient.at("aperture").signedIn(Browser.ADMINISTRATOR);
    admin.grant("VIEW_REPORTS", "/admin/roles/role?id=" + group);
    ConsoleClient ops = ConsoleClient.at("aperture").signedIn("ops");
    String page = "/admin/account/password";
    ops.post(page, ops.get(page).form("leave").with("signOut", ""));
    String shown = admin.get("/admin/integrations/activity?kind=console&search=ops").body();
    assertTrue(shown.contains("ops signed out"), shown);
    assertTrue(shown.contains(">ops<"), shown);

    // Nobody else uses a token of this tenant.
    ConsoleClient other = ConsoleClient.at("tessier").signedIn(Browser.ADMINISTRATOR);
    other.post(SCIM_PAGE, other.get(SCIM_PAGE).form("form").with("generate", ""));
    String list = other.get("/admin/integrations/activity?kind=console").body();
    Matcher line =
        Pattern.compile("(activity-entry\\?id=[0-9a-f-]{36})[^\"]*\">A new API token was generated")
            .matcher(list);
    assertTrue(line.find(), list);
    String entry = other.get("/admin/integrations/" + line.group(1)).body();
    assertTrue(entry.contains("127.0.0.1"), entry);
    assertTrue(entry.contains(Browser.ADMINISTRATOR), entry);
  }

  @Test
  @DisplayName("A password change or deactivation while a sign-in is checked prevents the session")
  void changedWhileChecked() throws Exception {
    String name = ScimClient.unique();
    String id = allowed(name, "VIEW_REPORTS");
    ConsoleClient colleague = ConsoleClient.at("aperture").signedIn(name);
    Supplier<ConsoleClient.Answer> signIn =
        () -> ConsoleClient.at("aperture").trySignIn(name, Browser.PASSWORD);

    String keys = "update provisioning.scim_user set active = %s where id::text = ?";
    assertTrue(during(keys.formatted(false), id, signIn).isRefused(), "deactivated");
    runNow(keys.formatted(true), id);
    assertFalse(signIn.get().isRefused());

    String page = "/admin/account/password";
    ConsoleClient changing = colleague.signedIn(name);
    ConsoleClient.Form form =
        changing
            .get(page)
            .form("form")
            .with("current", Browser.PASSWORD)
            .with("password", "velvet harbour tangent 93")
            .with("repeated", "velvet harbour tangent 93")
            .with("change", "");
    ConsoleClient.Answer late = during(keys.formatted(false), id, () -> changing.post(page, form));
    assertEquals("", late.header("Set-Cookie"), late.body());
    runNow(keys.formatted(true), id);
    assertFalse(signIn.get().isRefused(), "The password is the former one.");

    String hash =
        "update provisioning.credential set password_hash = password_hash || 'x' where"
            + " user_id::text = ?";
    assertTrue(during(hash, id, signIn).isRefused(), "changed");
  }

  /** What is answered to a request whose last transaction comes while a change is not committed. */
  private static ConsoleClient.Answer during(
      String change, String id, Supplier<ConsoleClient.Answer> request) throws Exception {
    try (Connection changing = RunningServer.get().access().connectAsMigrator()) {
      changing.setAutoCommit(false);
      run(changing, change, id);
      CompletableFuture<ConsoleClient.Answer> answer = CompletableFuture.supplyAsync(request);
      Eventually.holds(
          "answered, or waiting for the change",
          () -> assertTrue(answer.isDone() || isWaitedFor(changing)));
      changing.commit();
      return answer.get(30, TimeUnit.SECONDS);
    }
  }

  private static boolean isWaitedFor(Connection changing) throws SQLException {
    try (Statement statement = changing.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select exists (select from pg_locks where not granted and pg_backend_pid() = any"
                    + " (pg_blocking_pids(pid)))")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static void runNow(String change, String id) throws SQLException {
    try (Connection connection = RunningServer.get().access().connectAsMigrator()) {
      run(connection, change, id);
    }
  }

  private static void run(Connection connection, String change, String id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(change)) {
      statement.setString(1, id);
      assertEquals(1, statement.executeUpdate());
    }
  }

  /** The id of a new user who has this permission. */
  private static String allowed(String userName, String permission) {
    ScimClient okta = ScimClient.of("aperture");
    String id = okta.user(userName);
    ConsoleClient.at("aperture")
        .signedIn(Browser.ADMINISTRATOR)
        .grant(permission, "/admin/roles/role?id=" + okta.group("Role of " + userName, id));
    return id;
  }

  private static String active(boolean active) {
    return "{\"op\":\"replace\",\"path\":\"active\",\"value\":" + active + "}";
  }

  private static String replace(String attribute, String value) {
    return attribute.equals("emails")
        ? "{\"op\":\"replace\",\"path\":\"emails\",\"value\":[{\"value\":\"" + value + "\"}]}"
        : "{\"op\":\"replace\",\"path\":\"" + attribute + "\",\"value\":\"" + value + "\"}";
  }
}
