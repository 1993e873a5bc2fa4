package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code /api/v1/people/{id}/timeline}. */
@TestTenant("monsters")
class TimelineIT {
  private final People people = new People();
  private final String name = people.name();

  @Test
  @DisplayName(
      "The timeline merges requests and team changes, newest first, each entry on one page")
  void timeLine() {
    String ann = people.person("ann", null);
    String bo = people.person("bo", null);
    String id =
        People.id(people.create("moved", People.block("\"department\":\"Floor " + name + "\"")));
    People.manage(id, ann);
    People.manage(id, bo);
    People.OKTA
        .patch(
            "/Users/" + id, "{\"op\":\"remove\",\"path\":\"" + People.ENTERPRISE + ":department\"}")
        .expect(200);
    String role = People.OKTA.group("Scarers " + name, id);
    People.OKTA
        .patch(
            "/Groups/" + role,
            "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + id + "\\\"]\"}")
        .expect(204);
    People.OKTA
        .patch(
            "/Users/" + id,
            "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"" + name + "ann\"}")
        .expect(409);
    People.OKTA
        .patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":\"True\"}")
        .expect(200);
    String active = "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"%s\"}";
    People.OKTA.patch("/Users/" + id, active.formatted("False")).expect(200);
    People.OKTA
        .patch(
            "/Users/" + id,
            active.formatted("True")
                + ",{\"op\":\"Replace\",\"path\":\"title\",\"value\":\"Scarer\"}")
        .expect(200);
    People.OKTA.delete("/Users/" + ann).expect(204);

    List<String> sentences =
        people.timeLine(id).stream().map(line -> line.getString("sentence")).toList();
    assertEquals(
        List.of(
            "Reactivated. Changed: title.",
            "Deactivated.",
            "A request about this user was rejected.",
            "Role lost: Scarers " + name + ".",
            "Role gained: Scarers " + name + ".",
            "Team: Floor " + name + " → none.",
            "Changed: department.",
            "Manager: " + name + "ann (deleted) → " + name + "bo.",
            "Changed: manager.",
            "Manager: none → " + name + "ann (deleted).",
            "Changed: manager.",
            "Created."),
        sentences);
    assertEquals(
        sentences,
        people.reports().eachOfAll("/people/" + id + "/timeline?limit=3", "sentence"),
        "in pages");
    assertTrue(
        people.timeLine(id).stream().allMatch(line -> line.containsKey("activity")),
        "Each entry names the request that caused it.");
    JsonObject created = people.timeLine(id).get(11);
    assertEquals("scim", created.getString("source"));
    assertTrue(created.getJsonArray("consequences").toString().contains("created."));
    assertTrue(created.containsKey("activity"));
  }
}
