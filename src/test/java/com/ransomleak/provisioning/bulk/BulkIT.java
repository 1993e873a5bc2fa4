package com.ransomleak.provisioning.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.demo.ResourceRows;
import com.ransomleak.provisioning.fixture.BulkMessage;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
            "refused 409 POST /Users " + name + "-u  ",
            "user.created 201 POST /Users "
                + name
                + "  {\"BOOLEAN_AS_STRING\": [\"active\"], \"UNKNOWN_ATTRIBUTE_DROPPED\":"
                + " [\"shoe\"]}",
            "user.deleted 204 DELETE /Users/" + odd + " " + name + "  ",
            "refused 409 DELETE /Users/bulkId:none   ",
            "bulk 200 POST /Bulk   {\"METHOD_CASE\": [\"PATCH\"]}"),
        activity(
            "concat_ws(' ', action, status, method, path, coalesce(resource_name, ''),"
                + " coalesce(changed::text, ''), coalesce(tolerances::text, ''))",
            request));
    assertEquals(
        List.of("[\"4 operations carried out.\", \"2 operations refused.\"]"),
        activity("consequences", request).stream().filter(line -> line.contains("oper")).toList());
    assertEquals(
        Set.of("provider Bulky/1 127.0.0.1 t"),
        Set.copyOf(
            activity("concat_ws(' ', actor_kind, client, source, token_id is not null)", request)));
  }

  @Test
  @DisplayName("B-11, T-07: a token that is revoked on the way opens nothing more")
  void aTokenIsRevokedOnTheWay() throws Exception {
    String token = OpsCommand.apiToken(RunningServer.get().access(), "wayne", "a test");
    ScimClient owner = ScimClient.anonymous("wayne").with("Authorization", "Bearer " + token);
    String first = owner.user(name + "-1");
    String second = owner.user(name + "-2");
    CompletableFuture<ScimAnswer> answer;
    try (Connection blocker = lock(first)) {
      answer = begun(owner, first, second);
      awaitWaiter(blocker);
      OpsCommand.apiToken(RunningServer.get().access(), "wayne", "a test");
      blocker.rollback();
    }
    List<JsonObject> results = results(answer.get(60, TimeUnit.SECONDS));
    assertEquals("200", results.get(0).getString("status"));
    assertEquals("401", results.get(1).getString("status"));
    assertTrue(
        results.get(1).getJsonObject("response").getString("detail").contains("revoked"),
        results::toString);
    ScimClient heir =
        ScimClient.anonymous("wayne")
            .with(
                "Authorization",
                "Bearer " + OpsCommand.apiToken(RunningServer.get().access(), "wayne", "a test"));
    assertEquals("A", heir.get("/Users/" + first).text("/title"));
    assertEquals(null, heir.get("/Users/" + second).text("/title"));
  }

  @Test
  @DisplayName("H-15: when the database cuts the connection, what is left is 503 and not tried")
  void anOutageEndsTheRun() throws Exception {
    List<JsonObject> operations = new ArrayList<>();
    operations.add(BulkMessage.post("/Users", "a", BulkMessage.user(name + "-a", "T", null)));
    String locked = client.user(name + "-u");
    IntStream.range(0, 20)
        .forEach(
            i ->
                operations.add(
                    BulkMessage.operation(
                        "PATCH", "/Users/" + locked, null, BulkMessage.setTitle("T" + i))));
    operations.add(BulkMessage.operation("GET", "/Users", null, null));
    operations.add(BulkMessage.operation("DELETE", "/Users/bulkId:a", null, null));
    try (Connection blocker = lock(locked)) {
      CompletableFuture<ScimAnswer> answer =
          CompletableFuture.supplyAsync(() -> client.post("/Bulk", BulkMessage.of(operations)));
      awaitWaiter(blocker);
      // As the database does to all sessions when it goes down.
      endWaiter("pg_terminate_backend");
      List<JsonObject> results = results(answer.get(60, TimeUnit.SECONDS));
      assertEquals(operations.size(), results.size());
      assertEquals("201", results.get(0).getString("status"));
      for (int i = 1; i < results.size(); i++) {
        assertEquals(i == 21 ? "400" : "503", results.get(i).getString("status"));
      }
    }
    assertEquals(null, client.get("/Users/" + locked).expect(200).text("/title"));
    assertEquals(1, client.get("/Users?filter=userName eq \"" + name + "-a\"").expect(200).total());
  }

  @Test
  @DisplayName("B-03: an operation that waits too long is 503, and harms no other")
  void aTimeoutIsOneOperations() throws Exception {
    String locked = client.user(name + "-u");
    try (Connection blocker = lock(locked)) {
      CompletableFuture<ScimAnswer> answer =
          CompletableFuture.supplyAsync(
              () ->
                  client.post(
                      "/Bulk",
                      BulkMessage.of(
                          BulkMessage.operation(
                              "PATCH", "/Users/" + locked, null, BulkMessage.setTitle("T")),
                          BulkMessage.post(
                              "/Users", "a", BulkMessage.user(name + "-a", "T", null)))));
      awaitWaiter(blocker);
      endWaiter("pg_cancel_backend");
      List<JsonObject> results = results(answer.get(60, TimeUnit.SECONDS));
      assertEquals("503", results.get(0).getString("status"));
      String detail = results.get(0).getJsonObject("response").getString("detail");
      assertTrue(detail.contains("took too long"), detail);
      assertEquals("201", results.get(1).getString("status"));
    }
  }

  @Test
  @DisplayName("B-03: a circle that waits too long is one timeout, and harms no other operation")
  void aTimeoutOfACircleIsOne() throws Exception {
    String circle =
        BulkMessage.of(
            BulkMessage.post("/Users", "a", BulkMessage.user(name + "-a", "T", "bulkId:c")),
            BulkMessage.post("/Users", "b", BulkMessage.user(name + "-b", "T", "bulkId:a")),
            BulkMessage.post("/Users", "c", BulkMessage.user(name + "-c", "T", "bulkId:b")),
            BulkMessage.post("/Users", "d", BulkMessage.user(name + "-d", "T", null)));
    try (Connection blocker = lock(client.user(name + "-u"))) {
      try (var insert =
          blocker.prepareStatement(
              ResourceRows.users(
                  """
                  select tenant_id, gen_random_uuid(), cast('{}' as jsonb), jsonb_build_object('userName', cast(? as text), 'active', true)
                  from provisioning.tenant where subdomain = 'acme'
                  """))) {
        insert.setString(1, name + "-b");
        insert.execute();
      }
      CompletableFuture<ScimAnswer> answer =
          CompletableFuture.supplyAsync(() -> client.post("/Bulk", circle));
      awaitWaiter(blocker);
      endWaiter("pg_cancel_backend");
      assertEquals(
          List.of("503", "503", "503", "201"),
          results(answer.get(60, TimeUnit.SECONDS)).stream()
              .map(result -> result.getString("status"))
              .toList());
    }
  }

  private static void endWaiter(String how) throws Exception {
    String password =
        Files.readString(
            ProjectFiles.file("target", "server-tests", "database", "superuser.password"));
    try (Connection superuser =
            DriverManager.getConnection(
                RunningServer.get().access().jdbcUrl(), "postgres", password);
        var cut = superuser.createStatement()) {
      cut.execute(
          "select "
              + how
              + "(pid) from pg_locks where not granted and locktype ="
              + " 'transactionid'");
    }
  }

  private static CompletableFuture<ScimAnswer> begun(
      ScimClient owner, String first, String second) {
    String message =
        BulkMessage.of(
            BulkMessage.operation("PATCH", "/Users/" + first, null, BulkMessage.setTitle("A")),
            BulkMessage.operation("PATCH", "/Users/" + second, null, BulkMessage.setTitle("B")));
    return CompletableFuture.supplyAsync(() -> owner.post("/Bulk", message));
  }

  private static Connection lock(String user) throws SQLException {
    Connection blocker = RunningServer.get().access().connectAsMigrator();
    blocker.setAutoCommit(false);
    try (var lock =
        blocker.prepareStatement(
            "select from provisioning.scim_user where id = ?::uuid for update")) {
      lock.setString(1, user);
      lock.execute();
    }
    return blocker;
  }

  private static void awaitWaiter(Connection blocker) throws Exception {
    Eventually.holds(
        "somebody waits for the row",
        () -> {
          try (var query =
                  blocker.prepareStatement(
                      "select count(*) from pg_locks where not granted and locktype ="
                          + " 'transactionid'");
              var row = query.executeQuery()) {
            row.next();
            assertEquals(1, row.getInt(1));
          }
        });
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
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select ("
                    + what
                    + ")::text from provisioning.activity where request_id = ? order by id")) {
      query.setString(1, request);
      try (var rows = query.executeQuery()) {
        List<String> found = new ArrayList<>();
        while (rows.next()) {
          found.add(String.valueOf(rows.getString(1)));
        }
        return found;
      }
    }
  }
}
