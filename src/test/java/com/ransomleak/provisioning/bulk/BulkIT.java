package com.ransomleak.provisioning.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.fixture.BulkMessage;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bulk requests that few exchanges cannot show; the others are in B-bulk.json. */
class BulkIT {
  private static final int MOST_BYTES = 1024 * 1024;
  private final ScimClient client = ScimClient.of("acme");
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("B-08, B-14: 1,000 operations are carried out and told in their order")
  void aThousandOperations() {
    List<JsonObject> operations = new ArrayList<>();
    List<String> everybody = new ArrayList<>();
    for (int i = 0; i < 998; i++) {
      everybody.add("bulkId:p" + i);
    }
    operations.add(BulkMessage.post("/Groups", "g", BulkMessage.group(name, everybody)));
    for (int i = 0; i < 998; i++) {
      String manager = i % 10 == 0 ? "bulkId:p" + (997 - i) : null;
      operations.add(
          BulkMessage.post(
              "/Users", "p" + i, BulkMessage.user(name + "-" + i, "Title " + i, manager)));
    }
    operations.add(BulkMessage.operation("DELETE", "/Users/none", "last", null));
    List<JsonObject> results = send(BulkMessage.of(operations));
    assertEquals(1_000, results.size());
    Set<String> locations = new HashSet<>();
    for (int i = 0; i < 999; i++) {
      JsonObject result = results.get(i);
      assertEquals("201", result.getString("status"), result::toString);
      assertEquals(operations.get(i).getString("bulkId"), result.getString("bulkId"));
      assertTrue(locations.add(result.getString("location")), result::toString);
    }
    assertEquals("404", results.get(999).getString("status"));
    String group = id(results.get(0));
    assertEquals(998, client.get("/Groups/" + group).json().getJsonArray("members").size());
    assertEquals(
        "Title 0",
        client.get("/Users/" + id(results.get(1))).expect(200).text("/title"),
        "the location of p0 is p0's");
    for (JsonObject result : results.subList(0, 999)) {
      client.delete(result.getString("location").substring(client.baseUrl().length())).expect(204);
    }
  }

  @Test
  @DisplayName("B-08: 1,001 operations are 413 with the limit, and none is carried out")
  void oneMoreThanTheMost() {
    List<JsonObject> operations = new ArrayList<>();
    operations.add(BulkMessage.post("/Users", "a", BulkMessage.user(name, "T", null)));
    for (int i = 0; i < 1_000; i++) {
      operations.add(BulkMessage.operation("DELETE", "/Users/none", null, null));
    }
    ScimAnswer answer = client.post("/Bulk", BulkMessage.of(operations)).expect(413);
    assertTrue(answer.detail().contains("1000"), answer::toString);
    assertEquals(0, client.get("/Users?filter=userName eq \"" + name + "\"").total());
  }

  @Test
  @DisplayName("B-08: a body of more than 1 MiB is 413 with the limit, said beforehand or not")
  void oneByteMoreThanTheMost() {
    String body =
        BulkMessage.of(BulkMessage.post("/Users", "a", BulkMessage.user(name, "T", null)));
    byte[] most = (body + " ".repeat(MOST_BYTES - body.length())).getBytes(StandardCharsets.UTF_8);
    byte[] more =
        (body + " ".repeat(MOST_BYTES + 1 - body.length())).getBytes(StandardCharsets.UTF_8);
    for (ScimAnswer answer :
        List.of(
            client.sendBytes("POST", "/Bulk", more),
            client.sendBytes("POST", "/Bulk;a=b", more),
            client.sendChunked("POST", "/Bulk", more))) {
      assertTrue(answer.expect(413).detail().contains("1048576"), answer::toString);
    }
    assertEquals(0, client.get("/Users?filter=userName eq \"" + name + "\"").total());
    client.sendBytes("POST", "/Bulk", most).expect(200);
    assertEquals(1, client.get("/Users?filter=userName eq \"" + name + "\"").total());
  }

  @Test
  @DisplayName("B-11: each operation is recorded as the single request, under one request id")
  void eachOperationIsRecorded() throws Exception {
    String user = client.user(name + "-u");
    String message =
        BulkMessage.of(
            BulkMessage.operation("patch", "/Users/" + user, null, BulkMessage.setTitle("T")),
            BulkMessage.operation("PATCH", "/Users/" + user, null, BulkMessage.setTitle("T")),
            BulkMessage.post("/Users", "same", BulkMessage.user(name + "-u", "T", null)),
            BulkMessage.post(
                "/Users",
                "odd",
                BulkMessage.parse(
                    "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\""
                        + name
                        + "\",\"active\":\"True\",\"shoe\":\"42\"}")),
            BulkMessage.operation("DELETE", "/Users/bulkId:odd", null, null),
            BulkMessage.operation("DELETE", "/Users/bulkId:none", null, null));
    ScimAnswer answer = client.with("User-Agent", "Bulky/1").post("/Bulk", message).expect(200);
    String odd = id(answer.json().getJsonArray("Operations").getJsonObject(3));
    String request = answer.header("X-Request-Id").orElseThrow();
    assertEquals(
        List.of(
            "user.updated 200 PATCH /Users/" + user + " " + name + "-u [\"title\"] ",
            "user.unchanged 200 PATCH /Users/" + user + " " + name + "-u  ",
            "rejected 409 POST /Users " + name + "-u  ",
            "user.created 201 POST /Users "
                + name
                + "  {\"BOOLEAN_AS_STRING\": [\"active\"], \"UNKNOWN_ATTRIBUTE_DROPPED\":"
                + " [\"shoe\"]}",
            "user.deleted 204 DELETE /Users/" + odd + " " + name + "  ",
            "rejected 409 DELETE /Users/bulkId:none   ",
            "bulk 200 POST /Bulk   {\"METHOD_CASE\": [\"PATCH\"]}"),
        activity(
            "concat_ws(' ', action, status, method, path, coalesce(resource_name, ''),"
                + " coalesce(changed::text, ''), coalesce(tolerances::text, ''))",
            request));
    assertEquals(
        List.of("[{\"OPERATIONS_EXECUTED\": [4]}, {\"OPERATIONS_REJECTED\": [2]}]"),
        activity("consequences", request).stream().filter(line -> line.contains("OPER")).toList());
    assertEquals(
        Set.of("provider Bulky/1 127.0.0.1 t"),
        Set.copyOf(
            activity("concat_ws(' ', actor_kind, client, source, token_id is not null)", request)));
  }

  private List<JsonObject> send(String message) {
    return results(client.post("/Bulk", message));
  }

  private static List<JsonObject> results(ScimAnswer answer) {
    return answer.expect(200).json().getJsonArray("Operations").getValuesAs(JsonObject.class);
  }

  private static String id(JsonObject result) {
    String location = result.getString("location");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static List<String> activity(String what, String request) throws SQLException {
    return ServerDatabase.strings(
        "select coalesce(("
            + what
            + ")::text, 'null') from provisioning.activity where request_id = ? order by id",
        request);
  }
}
