package com.ransomleak.provisioning.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ReportsOf;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What people may do follows from the roles they have now, at once: seen by signing in, and in the
 * report's explanation.
 */
@TestTenant(value = "monsters", administrator = true)
class EffectivePermissionsIT {
  private static final String TENANT = "monsters";
  private static final String PAGE = "/admin/reports/people";
  private static final ScimClient OKTA = ScimClient.of(TENANT);
  private static ReportsOf reports;

  private final String name = ScimClient.unique();
  private final String id = OKTA.user(name);

  @BeforeAll
  static void signIn() {
    reports = new ReportsOf(TENANT);
  }

  @Test
  @DisplayName("A user keeps a permission while one of two roles still grants it")
  void remainingMemberships() throws SQLException {
    String first = viewers("A", id);
    String second = viewers("B", id);
    ConsoleClient person = ConsoleClient.at(TENANT).signedIn(name);
    assertMay(person);
    assertExplained(
        "VIEW_REPORTS by role A " + name + " since ", " and role B " + name + " since ");
    leave(first);
    assertMay(person);
    assertExplained("VIEW_REPORTS by role B " + name + " since ");
    leave(second);
    assertMayNot(person);
    assertEquals(List.of(), permissions());
  }

  @Test
  @DisplayName("Renaming a role and linking a group to it keep members, permissions and dates")
  void renamingAndLinking() throws SQLException {
    String role = viewers("Viewers", id);
    ConsoleClient person = ConsoleClient.at(TENANT).signedIn(name);
    JsonValue by = permissions().get(0).getJsonArray("by").getJsonObject(0).get("since");
    OKTA.patch(
            "/Groups/" + role,
            "{\"op\":\"replace\",\"value\":{\"displayName\":\"Renamed " + name + "\"}}")
        .expect(204);
    assertMay(person);
    assertExplained("VIEW_REPORTS by role Renamed " + name + " since ");

    // Okta pushes a group whose name is taken: refused, so it finds the role and links its own.
    OKTA.post("/Groups", ScimClient.groupBody("renamed " + name)).expect(409, "uniqueness");
    assertEquals(
        role,
        OKTA.get("/Groups?filter=displayName eq \"Renamed " + name + "\"")
            .expect(200)
            .text("/Resources/0/id"));
    OKTA.put(
            "/Groups/" + role,
            ScimClient.groupBody("Linked " + name, id)
                .replace("\"members\"", "\"externalId\":\"okta-" + name + "\",\"members\""))
        .expect(200);
    assertMay(person);
    assertExplained("VIEW_REPORTS by role Linked " + name + " since ");
    assertEquals(by, permissions().get(0).getJsonArray("by").getJsonObject(0).get("since"));
  }

  @Test
  @DisplayName("Deactivation takes effect immediately; reactivation restores the same permissions")
  void deactivation() throws SQLException {
    viewers("Viewers", id);
    ConsoleClient person = ConsoleClient.at(TENANT).signedIn(name);
    assertMay(person);
    List<JsonObject> before = permissions();

    active(false);
    assertEquals("/sign-in", person.get(PAGE).redirect());
    assertTrue(
        ConsoleClient.at(TENANT).trySignIn(name, Browser.PASSWORD).isRefused(), "not even anew");
    assertFalse(permissions().get(0).getBoolean("effective"));
    assertExplained("it does not count while the person is inactive.");

    active(true);
    assertEquals("/sign-in", person.get(PAGE).redirect(), "The former session is over.");
    assertMay(ConsoleClient.at(TENANT).signedIn(name));
    assertEquals(before, permissions());
  }

  private String viewers(String role, String member) throws SQLException {
    String group = OKTA.group(role + " " + name, member);
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement grant =
            migrator.prepareStatement(
                "insert into provisioning.role_permission (tenant_id, role_id, permission)"
                    + " select tenant_id, id, 'VIEW_REPORTS' from provisioning.role where id ="
                    + " ?::uuid")) {
      grant.setString(1, group);
      grant.executeUpdate();
    }
    return group;
  }

  private void leave(String group) {
    OKTA.patch(
            "/Groups/" + group,
            "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + id + "\\\"]\"}")
        .expect(204);
  }

  private void active(boolean active) {
    OKTA.patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":" + active + "}")
        .expect(200);
  }

  private static void assertMay(ConsoleClient person) {
    assertEquals(200, person.get(PAGE).status());
  }

  private static void assertMayNot(ConsoleClient person) {
    assertEquals(403, person.get(PAGE).status());
  }

  private void assertExplained(String... parts) {
    String explanation = permissions().get(0).getString("explanation");
    for (String part : parts) {
      assertTrue(explanation.contains(part), explanation);
    }
  }

  private List<JsonObject> permissions() {
    return reports
        .json("/people/" + id)
        .getJsonArray("permissions")
        .getValuesAs(JsonValue::asJsonObject);
  }
}
