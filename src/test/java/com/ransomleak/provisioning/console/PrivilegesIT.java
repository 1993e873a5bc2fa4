package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A user cannot extend their own permissions with any page or form. */
@TestTenant(value = "veridian", administrator = true)
class PrivilegesIT {
  private static final String TENANT = "veridian";
  private static final String ROLE = "/admin/roles/role?id=";
  private static final String SCIM_PAGE = "/admin/integrations/scim-provisioning";
  private static final String REPORT_PAGE = "/admin/integrations/report-access";

  private final ScimClient okta = ScimClient.of(TENANT);
  private final String name = ScimClient.unique();
  private ConsoleClient admin;

  @BeforeEach
  void signIn() {
    admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
  }

  @Test
  @DisplayName("Manage Roles alone can grant only Manage Roles, and nothing to the own role")
  void granting() throws SQLException {
    String own = roleOf(name, "MANAGE_ROLES");
    String other = okta.group("Other " + name, okta.user(name + "-other"));
    ConsoleClient clerk = ConsoleClient.at(TENANT).signedIn(name);

    assertTrue(clerk.get(ROLE + own).body().contains("You are in this role"));
    assertRejected(
        "You are in this role", preview(clerk, own, "MANAGE_ROLES", "MANAGE_INTEGRATIONS"));
    assertRejected(
        "You cannot grant Manage Integrations", preview(clerk, other, "MANAGE_INTEGRATIONS"));

    // The second step alone, with the fields of an honest one.
    ConsoleClient.Form honest = clerk.confirmation("MANAGE_ROLES", ROLE + other);
    assertRejected(
        "You are in this role",
        clerk.post(
            ROLE + own,
            honest
                .with("id", own)
                .with("expected", "MANAGE_ROLES")
                .with("requested", "MANAGE_ROLES,MANAGE_INTEGRATIONS,VIEW_REPORTS")));
    assertRejected(
        "You cannot grant Manage Integrations, View Reports",
        clerk.post(ROLE + other, honest.with("requested", "MANAGE_INTEGRATIONS,VIEW_REPORTS")));
    assertEquals("{MANAGE_ROLES}", permissions(own));
    assertEquals("{}", permissions(other));

    assertTrue(clerk.post(ROLE + other, honest).body().contains("were changed"));
    assertEquals("{MANAGE_ROLES}", permissions(other));
  }

  @Test
  @DisplayName("A user cannot allow pushes to a role with more permissions")
  void pushes() throws SQLException {
    roleOf(name, "MANAGE_ROLES");
    ConsoleClient clerk = ConsoleClient.at(TENANT).signedIn(name);
    String administrators =
        okta.get("/Groups?filter=displayName eq \"Administrator\"").text("/Resources/0/id");
    ConsoleClient.Form push =
        clerk.get(ROLE + administrators).form("pushing").with("switchPush", "");
    assertRejected(
        "You cannot allow pushes to a role that carries", clerk.post(ROLE + administrators, push));
    assertEquals("f", select("push_allowed", "provisioning.role where id", administrators));
  }

  @Test
  @DisplayName(
      "A user cannot create a password link for a user with more permissions, or for themselves")
  void passwordLinks() throws SQLException {
    String deputies = roleOf(name, "MANAGE_ROLES,MANAGE_INTEGRATIONS");
    ConsoleClient deputy = ConsoleClient.at(TENANT).signedIn(name);
    String administrators =
        okta.get("/Groups?filter=displayName eq \"Administrator\"").text("/Resources/0/id");
    String administrator =
        okta.get("/Users?filter=userName eq \"admin@example.com\"").text("/Resources/0/id");
    assertRejected(
        "You cannot create a password link for a person who has View Reports",
        link(deputy, administrators, administrator));
    assertRejected(
        "You cannot create a password link for yourself",
        link(deputy, deputies, select("id", "provisioning.scim_user where user_name_key", name)));

    String clerk = name + "-clerk";
    String clerks = roleOf(clerk, "MANAGE_ROLES");
    String member = select("id", "provisioning.scim_user where user_name_key", clerk);
    String good = secret(link(deputy, clerks, member));
    String late = secret(link(deputy, clerks, member));
    assertDead(good, "a newer one was created");
    admin.grant("VIEW_REPORTS", ROLE + okta.group("Viewers " + name, member));
    assertDead(late, "has fewer permissions than you");
    String viewers = secret(link(admin, clerks, member));
    assertFalse(set(viewers).body().contains("does not work"));
  }

  @Test
  @DisplayName("A user cannot generate a token that reads or assigns more than the user can")
  void tokens() throws SQLException {
    okta.group("Pushed " + name, okta.user(name + "-pushed"));
    roleOf(name, "MANAGE_INTEGRATIONS");
    ConsoleClient deputy = ConsoleClient.at(TENANT).signedIn(name);
    admin.grant("VIEW_REPORTS", ROLE + okta.group("Pushable " + name));
    for (String page : new String[] {REPORT_PAGE, SCIM_PAGE}) {
      String before = admin.get(page).field("expected");
      ConsoleClient.Answer rejected =
          deputy.post(page, deputy.get(page).form("form").with("generate", ""));
      assertRejected("View Reports, because you do not have", rejected);
      assertFalse(rejected.body().contains("id=\"token\""), rejected.body());
      assertEquals(before, admin.get(page).field("expected"));
    }
  }

  @Test
  @DisplayName("A user sees a new password link in every browser until it is acknowledged there")
  void told() throws SQLException {
    String role = roleOf(name, "VIEW_REPORTS");
    ConsoleClient person = ConsoleClient.at(TENANT).signedIn(name);
    String page = "/admin/account/password";
    assertFalse(isTold(person), "used in this browser");
    String user = select("id", "provisioning.scim_user where user_name_key", name);
    ConsoleClient thief = cookies(set(secret(link(admin, role, user))));
    thief.post(page, thief.get("/admin/account/sessions").form("leave").with("signOut", ""));

    // Both have the same password here; the person signs in somewhere else.
    ConsoleClient again = cookies(ConsoleClient.at(TENANT).trySignIn(name, Browser.PASSWORD));
    assertTrue(isTold(again));
    assertTrue(again.get(page).body().contains(Browser.ADMINISTRATOR), "says who");
    String list = "/admin/reports/people?country=NZ";
    ConsoleClient.Form links = again.get(page).form("links").with("acknowledge", "");
    ConsoleClient.Answer acknowledged =
        again
            .with("Referer", "http://" + RunningServer.get().host(TENANT) + list)
            .post("/admin/reports/people", links);
    assertTrue(acknowledged.header("Location").endsWith(list), "where the person was");
    assertFalse(isTold(again));
    assertTrue(
        isTold(cookies(ConsoleClient.at(TENANT).trySignIn(name, Browser.PASSWORD))),
        "another browser");
    ConsoleClient.Answer sameBrowser =
        again.post(
            "/sign-in",
            ConsoleClient.at(TENANT)
                .get("/sign-in")
                .form("form")
                .with("userName", name)
                .with("password", Browser.PASSWORD)
                .with("signIn", ""));
    assertFalse(isTold(cookies(sameBrowser)), "acknowledged in this browser");
  }

  private static boolean isTold(ConsoleClient person) {
    return person
        .get("/admin/account/password")
        .body()
        .contains("A link to set your password was created");
  }

  private static ConsoleClient cookies(ConsoleClient.Answer signedIn) {
    return ConsoleClient.at(TENANT).with("Cookie", signedIn.cookies());
  }

  /** A new user by this name in a new role; returns the role. */
  private String roleOf(String userName, String permissions) throws SQLException {
    String role = okta.group("Role of " + userName, okta.user(userName));
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement grant =
            migrator.prepareStatement(
                "insert into provisioning.role_permission (tenant_id, role_id, permission) select"
                    + " tenant_id, id, unnest(string_to_array(?, ',')) from provisioning.role where"
                    + " id = ?::uuid")) {
      grant.setString(1, permissions);
      grant.setString(2, role);
      grant.executeUpdate();
    }
    return role;
  }

  private static ConsoleClient.Answer preview(ConsoleClient person, String role, String... wanted) {
    ConsoleClient.Form form = person.get(ROLE + role).form("choose").with("preview", "");
    ConsoleClient.Form other = form.with("requested", wanted[wanted.length - 1]);
    return person.post(ROLE + role, other);
  }

  private static ConsoleClient.Answer link(ConsoleClient maker, String role, String user) {
    return maker.post(ROLE + role, maker.get(ROLE + role).form("people").with("linkFor", user));
  }

  private static String secret(ConsoleClient.Answer page) {
    return page.between("<code id=\"passwordLink\">", "</code>").split("#", 2)[1];
  }

  private static ConsoleClient.Answer set(String secret) {
    ConsoleClient client = ConsoleClient.at(TENANT);
    return client.post(
        "/set-password",
        client
            .get("/set-password")
            .form("form")
            .with("link", secret)
            .with("password", Browser.PASSWORD)
            .with("repeated", Browser.PASSWORD)
            .with("set", ""));
  }

  private static void assertDead(String secret, String why) {
    String page = set(secret).body();
    assertTrue(page.contains(why), page);
  }

  private static void assertRejected(String message, ConsoleClient.Answer answer) {
    assertEquals(200, answer.status());
    assertTrue(answer.body().contains(message), answer.body());
    assertFalse(answer.body().contains("confirmChange"), answer.body());
    assertFalse(answer.body().contains("rllink_"), answer.body());
  }

  private static String permissions(String role) throws SQLException {
    return select(
        "array(select permission from provisioning.role_permission p where p.role_id = r.id order"
            + " by 1)",
        "provisioning.role r where id",
        role);
  }

  private static String select(String what, String where, String value) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement query =
            migrator.prepareStatement("select (" + what + ")::text from " + where + "::text = ?")) {
      query.setString(1, value);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1).replace("true", "t").replace("false", "f");
      }
    }
  }
}
