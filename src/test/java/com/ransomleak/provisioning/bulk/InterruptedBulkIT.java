package com.ransomleak.provisioning.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.demo.ResourceRows;
import com.ransomleak.provisioning.fixture.BulkMessage;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bulk requests that a revoked token, an outage or a lock interrupts. */
@TestTenant("wayne")
class InterruptedBulkIT {
  private final ScimClient client = ScimClient.of("acme");
  private final String name = ScimClient.unique();

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
    try (Connection superuser = ServerDatabase.superuser();
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

  private static List<JsonObject> results(ScimAnswer answer) {
    return answer.expect(200).json().getJsonArray("Operations").getValuesAs(JsonObject.class);
  }
}
