package com.ransomleak.provisioning.org;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Teams and reporting lines, as requests make them. */
@TestTenant("stark")
class OrganisationIT {
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private final ScimClient client = ScimClient.of("stark");
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("A new department makes a team; other spellings of it join the same team")
  void departmentsMakeTeams() throws SQLException {
    List<String> spellings =
        List.of("R&D Café %s", " r&d  café %s ", "R&D\\tCAFÉ %s", "r&d cafe\u0301 %s");
    String team = null;
    for (String spelling : spellings) {
      String user = person(",\"department\":\"" + spelling.formatted(name) + "\"", "");
      team = team == null ? team(user, "id") : team;
      assertEquals(team, team(user, "id"), spelling);
      assertEquals("R&D Café " + name, team(user, "name"), "the first spelling is shown");
    }
  }

  @Test
  @DisplayName("A change of department moves the user, clearing it takes the user out")
  void aChangeMovesTheUser() throws SQLException {
    String user = person(",\"department\":\"A " + name + "\"", "");
    String first = team(user, "id");
    patch(user, "replace", "department", "\"B " + name + "\"");
    assertNotEquals(first, team(user, "id"));
    patch(user, "replace", "department", "\"a  " + name + "\"");
    assertEquals(first, team(user, "id"));
    for (String nothing : List.of("\"\"", "\"   \"", "null")) {
      patch(user, "replace", "department", "\"A " + name + "\"");
      patch(user, "replace", "department", nothing);
      assertNull(team(user, "id"), nothing);
    }
    patch(user, "replace", "department", "\"A " + name + "\"");
    client.put("/Users/" + user, ScimClient.userBody("p" + user, "")).expect(200);
    assertNull(team(user, "id"), "a PUT without the block");
  }

  @Test
  @DisplayName("Known bug 22, U-14: a report waits for its manager and is linked when it arrives")
  void aReportWaitsForItsManager() {
    String report = person(",\"manager\":{\"value\":\"" + name + "\"}", "");
    String etag = client.get("/Users/" + report).etag();
    assertNull(line(report));
    String manager = person("", ",\"externalId\":\"" + name + "\"");
    assertEquals(manager, line(report));
    assertNotEquals(etag, client.get("/Users/" + report).etag(), "V-06: linking moves the version");
  }

  @Test
  @DisplayName("A manager who gets the externalId later is linked then, and no longer without it")
  void anExternalIdThatComesLater() {
    String report = person(",\"manager\":\"" + name + "\"", "");
    String manager = person("", "");
    String patch = "{\"op\":\"replace\",\"path\":\"externalId\",\"value\":\"%s\"}";
    client.patch("/Users/" + manager, patch.formatted(name)).expect(200);
    assertEquals(manager, line(report));
    client.patch("/Users/" + manager, patch.formatted(name + "2")).expect(200);
    assertNull(line(report));
    assertEquals(
        name, client.get("/Users/" + report).text("/" + ENTERPRISE + "/manager/value"), "Dec-23");
  }

  @Test
  @DisplayName("A reference resolves by SCIM id before externalId")
  void theScimIdComesFirst() {
    String byId = person("", "");
    person("", ",\"externalId\":\"" + byId + "\"");
    assertEquals(byId, line(person(",\"manager\":\"" + byId + "\"", "")));
  }

  @Test
  @DisplayName("E-06: deleting a manager makes reports wait again, deactivating does not")
  void aManagerWhoGoes() {
    String manager = person("", ",\"externalId\":\"" + name + "\"");
    String report = person(",\"manager\":\"" + name + "\"", "");
    client
        .patch("/Users/" + manager, "{\"op\":\"replace\",\"value\":{\"active\":false}}")
        .expect(200);
    assertEquals(manager, line(report));
    client.delete("/Users/" + manager).expect(204);
    assertNull(line(report));
    String next = person("", ",\"externalId\":\"" + name + "\"");
    assertEquals(next, line(report));
  }

  @Test
  @DisplayName("Self-managers and circles are accepted")
  void circlesAreAccepted() {
    String a = person(",\"manager\":\"" + name + "a\"", ",\"externalId\":\"" + name + "a\"");
    assertEquals(a, line(a));
    String b = person(",\"manager\":\"" + name + "a\"", ",\"externalId\":\"" + name + "b\"");
    patch(a, "replace", "manager", "\"" + name + "b\"");
    assertEquals(b, line(a));
    assertEquals(a, line(b));
    client.delete("/Users/" + a).expect(204);
    client.delete("/Users/" + b).expect(204);
  }

  @Test
  @DisplayName("The timer links an orphan that two transactions left, and says so")
  void theTimerLinksOrphans() throws Exception {
    String manager = person("", ",\"externalId\":\"" + name + "\"");
    String report = person(",\"manager\":\"" + name + "\"", "");
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var cut =
            database.prepareStatement(
                "update provisioning.scim_user set manager_id = null where id = ?::uuid")) {
      cut.setString(1, report);
      assertEquals(1, cut.executeUpdate());
    }
    Eventually.holds("linked", () -> assertEquals(manager, line(report)));
    assertNotEquals(
        "0",
        one(
            "select count(*) from provisioning.activity a join"
                + " provisioning.tenant t using (tenant_id) where t.subdomain = ? and a.action ="
                + " 'managers.reconciled'",
            "stark"));
  }

  private String person(String enterprise, String more) {
    String block =
        enterprise.isEmpty() ? "" : ",\"" + ENTERPRISE + "\":{" + enterprise.substring(1) + "}";
    return client
        .post("/Users", ScimClient.userBody(ScimClient.unique(), more + block))
        .expect(201)
        .id();
  }

  private void patch(String user, String op, String attribute, String value) {
    client
        .patch(
            "/Users/" + user,
            "{\"op\":\"%s\",\"path\":\"%s:%s\",\"value\":%s}"
                .formatted(op, ENTERPRISE, attribute, value))
        .expect(200);
  }

  /** The id of the user whom the manager's link leads to. */
  private String line(String user) {
    ScimAnswer answer = client.get("/Users/" + user).expect(200);
    String link = answer.text("/" + ENTERPRISE + "/manager/$ref");
    return link == null ? null : link.substring(link.lastIndexOf('/') + 1);
  }

  private static String team(String user, String column) throws SQLException {
    return one(
        "select t."
            + column
            + " from provisioning.scim_user u join provisioning.team t on t.tenant_id ="
            + " u.tenant_id and t.id = u.team_id where u.id = ?::uuid",
        user);
  }

  private static String one(String question, String parameter) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query = database.prepareStatement(question)) {
      query.setString(1, parameter);
      try (var row = query.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }
}
