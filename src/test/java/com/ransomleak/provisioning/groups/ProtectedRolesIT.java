package com.ransomleak.provisioning.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.ScimAnswer;
import com.ransomleak.provisioning.server.ScimClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Groups whose loss would lock people out. Each test has a tenant of its own. */
class ProtectedRolesIT {
  private static final String OFF = "{\"op\":\"replace\",\"value\":{\"active\":false}}";

  @Test
  @DisplayName("Dec-16: a role with administrative permissions takes no push until it is allowed")
  void anAdministrativeRoleTakesNoPush() {
    ScimClient client = ScimClient.of("acme");
    String role = "/Groups/" + idOf(client, "Administrator");
    String user = client.user(ScimClient.unique());
    ScimAnswer refused = client.patch(role, add(user)).expect(409);
    assertTrue(refused.detail().contains("Tenant Settings"), refused::toString);
    client.put(role, ScimClient.groupBody("Administrator", user)).expect(409);
    client.delete(role).expect(409);
    assertEquals(null, client.get(role).expect(200).value("/members/0"));
    assertEquals(null, client.get("/Users/" + user).value("/groups"));
  }

  @Test
  @DisplayName("Dec-16: a built-in role is linked by its name, filled, neither renamed nor deleted")
  void aBuiltInRoleIsLinkedAndKeepsItsName() {
    ScimClient client = ScimClient.of("umbrella");
    String role = "/Groups/" + idOf(client, "learner");
    String user = client.user(ScimClient.unique());
    client.patch(role, add(user)).expect(204);
    client.patch(role, "{\"op\":\"replace\",\"value\":{\"displayName\":\"Other\"}}").expect(409);
    client.delete(role).expect(409);
    ScimAnswer after = client.get(role).expect(200);
    assertEquals("Learner", after.text("/displayName"));
    assertEquals(user, after.text("/members/0/value"));
  }

  @Test
  @DisplayName("Q-08: built-in roles are the oldest, and a list begins with them")
  void builtInRolesComeFirst() {
    ScimClient client = ScimClient.of("umbrella");
    client.group(ScimClient.unique());
    ScimAnswer first = client.get("/Groups?startIndex=1&count=2").expect(200);
    assertEquals(
        Set.of("Administrator", "Learner"),
        Set.of(first.text("/Resources/0/displayName"), first.text("/Resources/1/displayName")));
  }

  @Test
  @DisplayName("L-05, E-06: the last active user who can manage integrations stays")
  void theLastAdministratorStays() throws Exception {
    ScimClient client = ScimClient.of("hooli");
    allowPushes("hooli");
    String role = "/Groups/" + idOf(client, "Administrator");
    String last = client.user(ScimClient.unique());
    String inactive = client.user(ScimClient.unique());
    client.patch("/Users/" + inactive, OFF).expect(200);
    client.patch(role, add(last)).expect(204);
    client.patch(role, add(inactive)).expect(204);

    client.patch("/Users/" + last, OFF).expect(409);
    client.delete("/Users/" + last).expect(409);
    client
        .patch(role, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + last + "\\\"]\"}")
        .expect(409);
    client.patch(role, "{\"op\":\"remove\",\"path\":\"members\"}").expect(409);
    client.put(role, ScimClient.groupBody("Administrator", inactive)).expect(409);
    assertTrue(client.get("/Users/" + last).json().getBoolean("active"));
    assertEquals(2, client.get(role).json().getJsonArray("members").size());

    String another = client.user(ScimClient.unique());
    client.patch(role, add(another)).expect(204);
    client.patch("/Users/" + last, OFF).expect(200);
    client.patch("/Users/" + another, OFF).expect(409);
  }

  @Test
  @DisplayName("L-05: the last active user who can manage roles stays, where there is one")
  void theLastWhoManagesRolesStays() throws Exception {
    ScimClient client = ScimClient.of("umbrella");
    String name = ScimClient.unique();
    String last = client.user(name);
    String role = client.group("Keepers " + name, last);
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var grant =
            database.prepareStatement(
                "insert into provisioning.role_permission (tenant_id, role_id, permission) select"
                    + " tenant_id, id, 'MANAGE_ROLES' from provisioning.role where id = ?::uuid")) {
      grant.setString(1, role);
      grant.executeUpdate();
    }
    ScimAnswer refused = client.patch("/Users/" + last, OFF).expect(409);
    assertTrue(refused.detail().contains("can manage roles"), refused::toString);
    client.delete("/Groups/" + role).expect(409);
    String another = client.user(name + "-another");
    client.patch("/Groups/" + role, add(another)).expect(204);
    client.patch("/Users/" + last, OFF).expect(200);
    client.patch("/Users/" + another, OFF).expect(409);
  }

  private static void allowPushes(String tenant) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var update =
            database.prepareStatement(
                "update provisioning.role r set push_allowed = true from provisioning.tenant t"
                    + " where t.tenant_id = r.tenant_id and t.subdomain = ? and r.built_in")) {
      update.setString(1, tenant);
      update.executeUpdate();
    }
  }

  private static String add(String user) {
    return "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + user + "\"}]}";
  }

  private static String idOf(ScimClient client, String role) {
    return client.get("/Groups?filter=displayName eq \"" + role + "\"").text("/Resources/0/id");
  }
}
