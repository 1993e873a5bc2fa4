package com.ransomleak.provisioning.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.fixture.BulkMessage;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BulkTimeIT {
  private static final String TENANT = "acme";

  private final ScimClient client = ScimClient.of(TENANT);
  private final String name = ScimClient.unique();

  @Test
  @DisplayName(
      "V13: when the time of a bulk request is over, 503 says which operations were not tried")
  void theRestIsNotTried() throws Exception {
    try (ServerProcess node =
        RunningServer.secondNode(Map.of("provisioning.bulk-time-limit", "PT1S"))) {
      assertRestIsNotTried(
          node, () -> {}, Duration.ofMillis(1_500), "1 seconds that a bulk request may take");
    }
  }

  @Test
  @DisplayName(
      "V13: when a node stops, a bulk request ends after the operation that runs, and 503 says"
          + " which ones were not tried")
  void theNodeStops() throws Exception {
    try (ServerProcess node = RunningServer.secondNode(Map.of("provisioning.drain-time", "PT1S"))) {
      assertRestIsNotTried(node, node::terminate, Duration.ofSeconds(3), "this node");
    }
  }

  /** The event happens while the first operation waits, and the operation goes on waiting. */
  private void assertRestIsNotTried(
      ServerProcess node, Runnable event, Duration wait, String reason) throws Exception {
    String locked = client.user(name);
    String message =
        BulkMessage.of(
            List.of(
                BulkMessage.operation(
                    "PATCH", "/Users/" + locked, null, BulkMessage.setTitle("changed")),
                BulkMessage.post("/Users", "a", BulkMessage.user(name + "a", "T", null)),
                BulkMessage.post("/Users", "b", BulkMessage.user(name + "b", "T", "bulkId:a")),
                BulkMessage.post("/Users", "c", BulkMessage.user(name + "c", "T", "bulkId:d")),
                BulkMessage.post("/Users", "d", BulkMessage.user(name + "d", "T", "bulkId:c"))));
    try (Connection blocker = RunningServer.get().access().connectAsMigrator()) {
      blocker.setAutoCommit(false);
      try (var lock =
          blocker.prepareStatement(
              "select pg_backend_pid() from provisioning.scim_user where id = cast(? as uuid) for"
                  + " update")) {
        lock.setString(1, locked);
        CompletableFuture<HttpResponse<String>> answer;
        try (ResultSet row = lock.executeQuery()) {
          assertTrue(row.next());
          answer = send(node, message);
          Eventually.holds("it waits", () -> assertEquals(1, waitingFor(row.getInt(1))));
          event.run();
          long begin = System.nanoTime();
          Eventually.holds(
              "the first operation waits for longer than a bulk request may take",
              () -> {
                assertEquals(1, waitingFor(row.getInt(1)));
                assertTrue(System.nanoTime() - begin > wait.toNanos());
              });
        }
        blocker.rollback();
        HttpResponse<String> done = answer.get(30, TimeUnit.SECONDS);
        assertEquals(200, done.statusCode(), done::body);
        List<JsonObject> results =
            Json.createReader(new StringReader(done.body()))
                .readObject()
                .getJsonArray("Operations")
                .getValuesAs(JsonObject.class);
        assertEquals(
            List.of("200", "503", "503", "503", "503"),
            results.stream().map(result -> result.getString("status")).toList());
        for (JsonObject result : results.subList(1, 5)) {
          String detail = result.getJsonObject("response").getString("detail");
          assertTrue(detail.startsWith("Not tried"), detail);
          assertTrue(detail.contains(reason), detail);
        }
      }
    }
    assertEquals("changed", client.get("/Users/" + locked).expect(200).text("/title"));
    for (String other : List.of("a", "b", "c", "d")) {
      String filter = "/Users?filter=userName eq \"" + name + other + "\"";
      assertEquals(0, client.get(filter).expect(200).total());
    }
  }

  private static CompletableFuture<HttpResponse<String>> send(ServerProcess node, String message) {
    URI uri = URI.create(node.baseUri() + "/Bulk");
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .sendAsync(
            HttpRequest.newBuilder(uri)
                .header("Host", TENANT + ".localhost:" + uri.getPort())
                .header("X-Forwarded-Proto", "https")
                .header("Authorization", "Bearer " + RunningServer.get().token(TENANT))
                .header("Content-Type", "application/scim+json")
                .POST(HttpRequest.BodyPublishers.ofString(message))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static int waitingFor(int blocker) throws Exception {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select count(*) from pg_locks where not granted and ? = any"
                    + " (pg_blocking_pids(pid))")) {
      query.setInt(1, blocker);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
