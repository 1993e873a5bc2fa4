package com.ransomleak.provisioning.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every write, refusal and warning leaves a line in the tenant's activity (issue 2). */
class ActivityIT {
  private final ScimClient client = ScimClient.of("acme");
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("L-03: writes, by what they did, without values")
  void writesAreRecorded() throws Exception {
    String user = client.user(name);
    client.patch("/Users/" + user, "{\"op\":\"replace\",\"value\":{\"title\":\"T\"}}");
    client.patch("/Users/" + user, "{\"op\":\"replace\",\"value\":{\"title\":\"T\"}}");
    client.delete("/Users/" + user);
    assertEquals(
        List.of("user.created 201", "user.updated 200", "user.unchanged 200", "user.deleted 204"),
        select("action || ' ' || status", "resource_id", user));
    assertTrue(select("coalesce(changed::text, '')", "resource_id", user).get(1).contains("title"));
    assertEquals(
        0,
        select("to_jsonb(activity)", "resource_id", user).stream()
            .filter(line -> line.contains("\"T\""))
            .count(),
        "names of attributes, never their values");
  }

  @Test
  @DisplayName("Deactivating and reactivating are actions of their own, whatever else changes")
  void deactivationsAreRecorded() throws Exception {
    String user = client.user(name);
    String active = "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"%s\"}";
    String title = ",{\"op\":\"Replace\",\"path\":\"title\",\"value\":\"%s\"}";
    client.patch("/Users/" + user, active.formatted("False")).expect(200);
    client.patch("/Users/" + user, active.formatted("True") + title.formatted("A")).expect(200);
    client.put("/Users/" + user, ScimClient.userBody(name, ",\"active\":false")).expect(200);
    client
        .put("/Users/" + user, ScimClient.userBody(name, ",\"active\":false,\"title\":\"B\""))
        .expect(200);
    client
        .post(
            "/Bulk",
            "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":[{\"method\":\"PATCH\",\"path\":\"/Users/"
                + user
                + "\",\"data\":{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":["
                + active.formatted("True")
                + "]}}]}")
        .expect(200);
    assertEquals(
        List.of(
            "user.created",
            "user.deactivated [\"active\"]",
            "user.reactivated [\"active\", \"title\"]",
            "user.deactivated [\"active\", \"title\"]",
            "user.updated [\"title\"]",
            "user.reactivated [\"active\"]"),
        select("action || coalesce(' ' || changed::text, '')", "resource_id", user));
  }

  @Test
  @DisplayName("L-03, Dec-2: writes to a group, with the status that was really answered")
  void writesToGroupsAreRecorded() throws Exception {
    String group = client.group(name);
    String rename = "{\"op\":\"replace\",\"value\":{\"externalId\":\"E\"}}";
    client.patch("/Groups/" + group, rename).expect(204);
    client.patch("/Groups/" + group + "?attributes=externalId", rename).expect(200);
    client.put("/Groups/" + group, ScimClient.groupBody(name)).expect(200);
    client.delete("/Groups/" + group).expect(204);
    assertEquals(
        List.of(
            "group.created 201",
            "group.updated 204",
            "group.unchanged 200",
            "group.updated 200",
            "group.deleted 204"),
        select("action || ' ' || status", "resource_id", group));
  }

  @Test
  @DisplayName("Dec-6, Dec-19, Dec-20, S-28: tolerances, by name")
  void tolerancesAreRecorded() throws Exception {
    String group = client.group(name);
    String add = "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"unknown-%s\"}]}";
    client.patch("/Groups/" + group, add.formatted(name)).expect(204);
    client.patch("/Groups/" + group, "{\"op\":\"Remove\",\"path\":\"members\"}").expect(204);
    client
        .patch("/Groups/" + group, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"x\\\"]\"}")
        .expect(204);
    String lines = String.join(" ", select("coalesce(tolerances::text, '')", "resource_id", group));
    for (String warning : List.of("UNKNOWN_MEMBER_SKIPPED", "OPERATION_CASE")) {
      assertTrue(lines.contains(warning), () -> warning + " in " + lines);
    }
    for (String allowed : List.of("ALL_MEMBERS_REMOVED", "REMOVED_NOTHING")) {
      assertFalse(lines.contains(allowed), () -> allowed + " is a note, not a deviation: " + lines);
    }
    String notes =
        String.join(" ", select("coalesce(consequences::text, '')", "resource_id", group));
    for (String note : List.of("{\"ALL_MEMBERS_REMOVED\": [", "{\"REMOVED_NOTHING\": [\"members")) {
      assertTrue(notes.contains(note), () -> note + " in " + notes);
    }
    String user =
        client.post("/Users", ScimClient.userBody(name, ",\"favouriteColour\":\"red\"")).id();
    assertTrue(
        select("coalesce(tolerances::text, '')", "resource_id", user)
            .get(0)
            .contains("favouriteColour"));
  }

  @Test
  @DisplayName("Refusals, with the request id of the answer")
  void refusalsAreRecorded() throws Exception {
    client.user(name);
    ScimAnswer duplicate = client.post("/Users", ScimClient.userBody(name, "")).expect(409);
    assertEquals(List.of("409 uniqueness"), refusal(duplicate));
    ScimAnswer malformed = client.post("/Users", "{").expect(400);
    assertEquals(List.of("400 invalidSyntax"), refusal(malformed));
    ScimAnswer unknown = client.get("/Users/none").expect(404);
    assertEquals(List.of("404 "), refusal(unknown));
    ScimAnswer method = client.delete("/Users").expect(405);
    assertEquals(List.of("405 "), refusal(method));
  }

  private static List<String> refusal(ScimAnswer answer) throws Exception {
    return select(
        "status || ' ' || coalesce(scim_type, '')",
        "request_id",
        answer.header("X-Request-Id").orElseThrow());
  }

  private static List<String> select(String what, String column, String value) throws Exception {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select ("
                    + what
                    + ")::text from provisioning.activity where "
                    + column
                    + " = ? order by id")) {
      query.setString(1, value);
      try (var rows = query.executeQuery()) {
        List<String> found = new ArrayList<>();
        while (rows.next()) {
          found.add(rows.getString(1));
        }
        return found;
      }
    }
  }
}
