package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ReportsOf;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.ResourceRows;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code /api/v1/people/{id}}: everything about one person, why, and since when. */
class PersonIT {
  private static final String TENANT = "monsters";
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  private static final ScimClient OKTA = ScimClient.of(TENANT);
  private static ReportsOf reports;

  private final String name = ScimClient.unique();

  @BeforeAll
  static void signIn() {
    reports = new ReportsOf(TENANT);
  }

  @Test
  @DisplayName("The reporting line goes up to the top; reports are counted on all levels")
  void lines() {
    String top = person("top", null);
    String middle = person("middle", top);
    String low = person("low", middle);
    person("low2", middle);
    assertEquals(List.of(name + "middle", name + "top"), chain(low));
    assertEquals("top", report(low).getString("chainEnd"));
    assertReports(1, 3, top);
    assertReports(2, 2, middle);
    assertReports(0, 0, low);
    assertEquals(name + "middle", report(low).getString("manager"), "by name");
  }

  @Test
  @DisplayName(
      "Loops are cut: of two people, of one person, and one that the person only leads into")
  void circles() {
    String self = person("self", null);
    manage(self, self);
    assertEquals(List.of(), chain(self));
    assertEquals("circle", report(self).getString("chainEnd"));
    assertReports(0, 0, self);

    String first = person("first", null);
    String second = person("second", first);
    manage(first, second);
    assertEquals(List.of(name + "second"), chain(first));
    assertReports(1, 1, first);

    String outside = person("outside", first);
    assertEquals(List.of(name + "first", name + "second"), chain(outside));
    assertEquals("circle", report(outside).getString("chainEnd"));
    assertReports(2, 2, first);
  }

  @Test
  @DisplayName("A loop of 1,000 people is cut after 100 managers and counts 999 reports below each")
  void longCircle() throws SQLException {
    people(1_000);
    run(
        """
        update provisioning.scim_user u set manager_id = m.id from provisioning.scim_user m
        where m.tenant_id = u.tenant_id and u.user_name_key like ? || '-%' and m.user_name_key = ? || '-'
          || (split_part(u.user_name_key, '-', 2)::int % 1000 + 1)
        """,
        name, name);
    try {
      String id = reports.each("/people?search=" + name + "-500", "id").get(0);
      JsonObject report = report(id);
      assertEquals(100, report.getJsonArray("managementChain").size());
      assertEquals("cut", report.getString("chainEnd"));
      assertReports(1, 999, id);
    } finally {
      // No reference says so, which db/checks would find.
      run("delete from provisioning.scim_user where user_name_key like ? || '-%'", name);
    }
  }

  @Test
  @DisplayName("A manager reference is shown as it was sent, with the reason why it is pending")
  void references() {
    String waiting = id(create("waiting", block("\"manager\":{\"value\":\" Nobody \"}")));
    JsonObject reference = report(waiting).getJsonObject("managerReference");
    assertEquals(" Nobody ", reference.getString("value"));
    assertEquals("pending", reference.getString("state"));
    assertEquals("No user matches this reference.", reference.getString("reason"));
    assertTrue(reference.containsKey("pendingSince"));

    for (String twin : List.of("twin1", "twin2")) {
      create(twin, block("\"employeeNumber\":\"" + name + "-7\""));
    }
    String between = id(create("between", block("\"manager\":{\"value\":\"" + name + "-7\"}")));
    reference = report(between).getJsonObject("managerReference");
    assertEquals("2 users match this reference.", reference.getString("reason"));
    assertEquals(2, reference.getInt("people"));

    String endless =
        id(create("endless", block("\"manager\":{\"value\":\"" + "x".repeat(300) + "\"}")));
    assertEquals("pending", report(endless).getJsonObject("managerReference").getString("state"));

    String linked = person("linked", waiting);
    reference = report(linked).getJsonObject("managerReference");
    assertEquals("linked", reference.getString("state"));
    assertFalse(reference.containsKey("reason"));
    assertFalse(report(waiting).getJsonObject("attributes").containsKey("schemas"));
    assertFalse(report(person("none", null)).containsKey("managerReference"));
  }

  @Test
  @DisplayName(
      "The source of an attribute is the last request that changed it, the one that created the"
          + " person, or the time before the recorded history")
  void sources() throws SQLException {
    String boss = person("boss", null);
    String id =
        id(create("sourced", ",\"title\":\"Scarer\"" + block("\"department\":\"" + name + "\"")));
    JsonObject created = report(id).getJsonObject("sources");
    assertEquals("scim", created.getJsonObject("title").getString("source"));
    assertEquals(created.get("title"), created.get("userName"));
    assertEquals(created.get("title"), report(id).get("teamSource"), "in the team since then");

    OKTA.patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Comedian\"}")
        .expect(200);
    OKTA.patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Comedian\"}")
        .expect(200);
    manage(id, boss);
    JsonObject changed = report(id).getJsonObject("sources");
    assertEquals(created.get("userName"), changed.get("userName"));
    assertTrue(entry(changed, "title").compareTo(entry(created, "title")) > 0);
    assertTrue(entry(changed, ENTERPRISE + ":manager").compareTo(entry(changed, "title")) > 0);
    assertEquals(created.get("title"), changed.get(ENTERPRISE + ":department"));
    assertEquals("scim", report(id).getJsonObject("managerSource").getString("source"));

    run("delete from provisioning.activity where resource_id = ? and action = 'user.created'", id);
    JsonObject later = report(id).getJsonObject("sources");
    assertEquals("earlier", later.getJsonObject("userName").getString("source"));
    assertFalse(later.getJsonObject("userName").containsKey("at"));
    assertEquals(changed.get("title"), later.get("title"));
    assertEquals("earlier", report(id).getJsonObject("teamSource").getString("source"));
    JsonObject nowhere = report(boss);
    assertFalse(nowhere.containsKey("teamSource") || nowhere.containsKey("managerSource"));
    OKTA.patch("/Users/" + id, "{\"op\":\"remove\",\"path\":\"" + ENTERPRISE + ":department\"}")
        .expect(200);
    assertEquals("scim", report(id).getJsonObject("teamSource").getString("source"), "it left one");
  }

  @Test
  @DisplayName("Sources distinguish the scheduled job, an administrator and the configuration")
  void otherSources() throws Exception {
    String boss = person("boss", null);
    String id = person("orphan", null);
    // As if both had arrived at the same moment.
    run(
        """
        update provisioning.scim_user set document = jsonb_set(document::jsonb, '{%1$s}', jsonb_build_object('manager', jsonb_build_object('value', cast(? as text)))),
          keys = jsonb_set(keys, '{%1$s:manager}', jsonb_build_object('value', cast(? as text), 'valueKey', cast(? as text))),
          manager_reference = ?, manager_reference_key = ? where id = ?::uuid
        """
            .formatted(ENTERPRISE),
        boss,
        boss,
        boss,
        boss,
        boss,
        id);
    Eventually.holds(
        "the timer links",
        () -> assertEquals("timer", report(id).getJsonObject("managerSource").getString("source")));
    assertEquals("Manager: none → " + name + "boss.", timeLine(id).get(0).getString("sentence"));

    String admin = reports.each("/people?search=" + Browser.ADMINISTRATOR, "id").get(0);
    JsonObject role = report(admin).getJsonArray("roles").getJsonObject(0);
    assertEquals("configuration", role.getJsonObject("source").getString("source"));
    assertTrue(
        timeLine(admin).stream()
            .anyMatch(line -> line.getString("sentence").equals("Appointed first administrator.")));
  }

  @Test
  @DisplayName(
      "The timeline merges requests and team changes, newest first, each entry on one page")
  void timeLine() {
    String ann = person("ann", null);
    String bo = person("bo", null);
    String id = id(create("moved", block("\"department\":\"Floor " + name + "\"")));
    manage(id, ann);
    manage(id, bo);
    OKTA.patch("/Users/" + id, "{\"op\":\"remove\",\"path\":\"" + ENTERPRISE + ":department\"}")
        .expect(200);
    String role = OKTA.group("Scarers " + name, id);
    OKTA.patch(
            "/Groups/" + role,
            "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + id + "\\\"]\"}")
        .expect(204);
    OKTA.patch(
            "/Users/" + id,
            "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"" + name + "ann\"}")
        .expect(409);
    OKTA.patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":\"True\"}")
        .expect(200);
    String active = "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"%s\"}";
    OKTA.patch("/Users/" + id, active.formatted("False")).expect(200);
    OKTA.patch(
            "/Users/" + id,
            active.formatted("True")
                + ",{\"op\":\"Replace\",\"path\":\"title\",\"value\":\"Scarer\"}")
        .expect(200);
    OKTA.delete("/Users/" + ann).expect(204);

    List<String> sentences = timeLine(id).stream().map(line -> line.getString("sentence")).toList();
    assertEquals(
        List.of(
            "Reactivated. Changed: title.",
            "Deactivated.",
            "A request about this user was rejected.",
            "Role lost: Scarers " + name + ".",
            "Role gained: Scarers " + name + ".",
            "Team: Floor " + name + " → none.",
            "Changed: department.",
            "Manager: a deleted user → " + name + "bo.",
            "Changed: manager.",
            "Manager: none → a deleted user.",
            "Changed: manager.",
            "Created."),
        sentences);
    assertEquals(
        sentences,
        reports.eachOfAll("/people/" + id + "/timeline?limit=3", "sentence"),
        "in pages");
    JsonObject created = timeLine(id).get(11);
    assertEquals("scim", created.getString("source"));
    assertTrue(created.getJsonArray("consequences").toString().contains("created."));
    assertTrue(created.containsKey("activity"));
  }

  private List<JsonObject> timeLine(String id) {
    return reports
        .json("/people/" + id + "/timeline")
        .getJsonArray("items")
        .getValuesAs(JsonValue::asJsonObject);
  }

  private static JsonObject report(String id) {
    return reports.json("/people/" + id);
  }

  private static List<String> chain(String id) {
    return report(id).getJsonArray("managementChain").getValuesAs(JsonValue::asJsonObject).stream()
        .map(superior -> superior.getString("displayName"))
        .toList();
  }

  private static void assertReports(int direct, int total, String id) {
    assertEquals(direct, report(id).getInt("directReports"));
    assertEquals(total, report(id).getInt("totalReports"));
  }

  private static String entry(JsonObject sources, String attribute) {
    return sources.getJsonObject(attribute).getString("activity");
  }

  private String person(String suffix, String manager) {
    String named = ",\"displayName\":\"" + name + suffix + "\"";
    String line = manager == null ? "" : block("\"manager\":{\"value\":\"" + manager + "\"}");
    return id(create(suffix, named + line));
  }

  private JsonObject create(String suffix, String more) {
    return OKTA.post("/Users", ScimClient.userBody(name + suffix, more)).expect(201).json();
  }

  private static String id(JsonObject user) {
    return user.getString("id");
  }

  private static String block(String content) {
    return ",\"" + ENTERPRISE + "\":{" + content + "}";
  }

  private static void manage(String id, String manager) {
    OKTA.patch(
            "/Users/" + id,
            "{\"op\":\"replace\",\"path\":\""
                + ENTERPRISE
                + ":manager\",\"value\":{\"value\":\""
                + manager
                + "\"}}")
        .expect(200);
  }

  private void people(int count) throws SQLException {
    run(
        ResourceRows.users(
            """
            select tenant_id, gen_random_uuid(),
              jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User'),
                'userName', ? || '-' || n, 'active', true),
              jsonb_build_object('userName', ? || '-' || n, 'active', true)
            from provisioning.tenant, generate_series(1, %d) n where subdomain = '%s'
            """
                .formatted(count, TENANT)),
        name,
        name);
  }

  private static void run(String sql, String... parameters) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement statement = migrator.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }
}
