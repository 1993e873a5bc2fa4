package com.ransomleak.provisioning.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Groups whose loss would lock people out. Each test has a tenant of its own. */
@TestTenant("umbrella")
@TestTenant("hooli")
@TestTenant(value = "ingen", settings = "strict=true")
@TestTenant("aviato")
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

  @Test
  @DisplayName("V9: SCIM cannot change the userName that the last administrator signs in with")
  void theLastAdministratorKeepsTheUserName() throws Exception {
    ScimClient client = ScimClient.of("aviato");
    allowPushes("aviato");
    String role = "/Groups/" + idOf(client, "Administrator");
    String name = ScimClient.unique();
    String last = "/Users/" + client.user(name);
    client.patch(role, add(last.substring(7))).expect(204);
    for (ScimAnswer refused :
        List.of(
            client.patch(last, userName(name + "x")),
            client.patch(last, "{\"op\":\"replace\",\"value\":{\"userName\":\"" + name + "x\"}}"),
            client.put(last, ScimClient.userBody(name + "x", "")))) {
      assertTrue(refused.expect(409).detail().startsWith("userName: "), refused::toString);
    }
    ScimAnswer bulk =
        client.post(
            "/Bulk",
            "{\"Operations\":[{\"method\":\"PATCH\",\"path\":\"%s\",\"data\":%s}]}"
                .formatted(last, ScimClient.patchBody(userName(name + "x"))));
    assertEquals("409", bulk.expect(200).text("/Operations/0/status"), bulk::toString);
    assertEquals(name, client.get(last).text("/userName"));
    // The same name for signing in.
    client.patch(last, userName(name.toUpperCase(Locale.ROOT))).expect(200);
    client
        .patch(last, "{\"op\":\"replace\",\"value\":{\"externalId\":\"" + name + "\"}}")
        .expect(200);

    String another = client.user(name + "-another");
    client.patch(role, add(another)).expect(204);
    client.patch(last, userName(name + "x")).expect(200);

    ScimClient strict = ScimClient.of("ingen");
    String admin =
        strict.get("/Users?filter=userName eq \"admin@example.com\"").text("/Resources/0/id");
    strict.patch("/Users/" + admin, userName(name)).expect(409);
  }

  @Test
  @DisplayName("V10: nobody inherits an administrative role with the record of an inactive user")
  void anAdoptedRecordLosesAdministrativeRoles() throws Exception {
    ScimClient client = ScimClient.of("aviato");
    String name = ScimClient.unique();
    String adopted = recordOfAnAdministrator(client, name);
    String renamed = recordOfAnAdministrator(client, name + "r");
    String reactivated = recordOfAnAdministrator(client, name + "s");
    String learner = "/Groups/" + idOf(client, "Learner");
    client.patch(learner, add(adopted)).expect(204);

    ScimAnswer arrival =
        client
            .post("/Users", ScimClient.userBody(name + "-new", ",\"externalId\":\"" + name + "\""))
            .expect(201);
    assertEquals(adopted, arrival.id());
    assertEquals("Learner", arrival.text("/groups/0/display"), arrival::toString);
    assertEquals(null, arrival.value("/groups/1"), arrival::toString);
    client
        .patch(
            "/Users/" + renamed,
            "{\"op\":\"replace\",\"value\":{\"active\":true,\"userName\":\"" + name + "-other\"}}")
        .expect(200);
    assertEquals(null, client.get("/Users/" + renamed).value("/groups"));
    client
        .patch("/Users/" + reactivated, "{\"op\":\"replace\",\"value\":{\"active\":true}}")
        .expect(200);
    assertEquals(
        "Keepers " + name + "s", client.get("/Users/" + reactivated).text("/groups/0/display"));
    assertTrue(
        consequences(adopted).contains("{\"PROTECTED_ROLE_LEFT\": [\"Keepers " + name + "\"]}"),
        consequences(adopted));
  }

  /** Somebody inactive in a role with an administrative permission, where pushes are refused. */
  private static String recordOfAnAdministrator(ScimClient client, String name) throws Exception {
    String id =
        client
            .post("/Users", ScimClient.userBody(name, ",\"externalId\":\"" + name + "\""))
            .expect(201)
            .id();
    String role = client.group("Keepers " + name, id);
    client.patch("/Users/" + id, OFF).expect(200);
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var grant =
            database.prepareStatement(
                "with r as (update provisioning.role set push_allowed = false where id = ?::uuid"
                    + " returning tenant_id, id) insert into provisioning.role_permission"
                    + " (tenant_id, role_id, permission) select tenant_id, id, 'VIEW_REPORTS' from"
                    + " r")) {
      grant.setString(1, role);
      grant.executeUpdate();
    }
    return id;
  }

  private static String consequences(String user) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select consequences::text from provisioning.activity where resource_id = ? and"
                    + " action = 'user.adopted'")) {
      query.setString(1, user);
      try (var row = query.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  private static String userName(String value) {
    return "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"" + value + "\"}";
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
