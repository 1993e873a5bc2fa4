package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.platform.Metrics;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A database that accepts no changes: a standby or one that its provider made read-only (SQLSTATE
 * 25006), or one whose storage is full (53100).
 */
class ReadOnlyDatabaseIT {
  private final ScimClient client = ScimClient.of("acme");
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("H-14, O3: writes are 503 with Retry-After, reads continue, and writes come back")
  void writesWaitAndReadsContinue() throws Exception {
    String user = "/Users/" + client.user(name);
    String group = "/Groups/" + client.group(name);
    String off = "{\"op\":\"replace\",\"value\":{\"active\":false}}";
    ApiClient reports = ApiClient.of("acme");
    // Another client each time: its use would be noted with the token.
    ScimClient reader = client.with("User-Agent", "reader/" + UUID.randomUUID());
    double before = rejected("databaseReadOnly");
    readOnly(true);
    try {
      // A change that may still succeed until each connection has read the setting.
      Eventually.holds("read only", () -> unavailable(client.patch(user, off)));
      for (ScimAnswer answer :
          List.of(
              client.post("/Users", ScimClient.userBody(name + "2", "")),
              client.put(user, ScimClient.userBody(name, "")),
              client.patch(user, off),
              client.delete(user),
              client.post("/Groups", ScimClient.groupBody(name + "2")),
              client.patch(group, "{\"op\":\"remove\",\"path\":\"members\"}"),
              client.delete(group),
              client.post(
                  "/Bulk",
                  """
                  {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
                   "Operations":[{"method":"DELETE","path":"%s"}]}\
                  """
                      .formatted(user)))) {
        unavailable(answer);
      }
      for (int i = 0; i < 3; i++) {
        assertEquals(name, reader.get(user).expect(200).text("/userName"));
        reader.get(group).expect(200);
        assertEquals(
            1, reader.get("/Users?filter=userName eq \"" + name + "\"").expect(200).total());
        reader.get("/Users?filter=title eq \"x\"&sortBy=userName").expect(200);
        reader.get("/Users?count=2&startIndex=2").expect(200);
        reader.get("/Users?count=2&cursor=").expect(200);
        reader.post("/Users/.search", "{\"count\":1}").expect(200);
        reader.get("/Groups?count=2").expect(200);
        reader.get("/Users/" + UUID.randomUUID()).expect(404);
      }
      for (String path : List.of("/roles", "/roles?format=csv", "/people")) {
        reports.get(path).expect(200);
      }
      Eventually.holds(
          "each write is counted with its reason",
          () -> assertTrue(rejected("databaseReadOnly") >= before + 8));
    } finally {
      readOnly(false);
    }
    Eventually.holds("writes again", () -> client.patch(user, off).expect(200));
    assertEquals(0, client.get("/Users?filter=userName eq \"" + name + "2\"").expect(200).total());
    String log = Files.readString(RunningServer.get().log());
    assertFalse(log.contains("failed through a fault"), "a fault in the log");
  }

  @Test
  @DisplayName("A write that finds the storage full is 503 with Retry-After, and says why")
  void aFullDatabaseIsNamed() throws Exception {
    double before = rejected("databaseFull");
    try (Connection superuser = ServerDatabase.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute(
          """
          create function public.full_storage() returns trigger language plpgsql as $$
          begin
            raise disk_full using message = 'could not extend file: No space left on device';
          end $$;
          create trigger full_storage before insert on provisioning.scim_user for each row
            when (new.user_name = '%s') execute function public.full_storage();
          """
              .formatted(name));
      try {
        unavailable(client.post("/Users", ScimClient.userBody(name, "")), "is full");
      } finally {
        statement.execute("drop function public.full_storage() cascade");
      }
    }
    Eventually.holds(
        "it is counted with its reason", () -> assertEquals(before + 1, rejected("databaseFull")));
    client.user(name);
  }

  private static double rejected(String reason) throws IOException {
    return Metrics.read()
        .sum(
            "provisioning_requests_total",
            "tenant=\"acme\"",
            "status=\"5xx\"",
            "reason=\"" + reason + "\"");
  }

  private static void unavailable(ScimAnswer answer) {
    unavailable(answer, "only reads");
  }

  private static void unavailable(ScimAnswer answer, String detail) {
    answer.expect(503);
    assertTrue(
        answer.header("Retry-After").orElse("").matches("[1-9][0-9]{0,3}"), answer::toString);
    assertTrue(answer.detail().contains(detail), answer::toString);
  }

  private static void readOnly(boolean on) throws IOException, SQLException {
    try (Connection superuser = ServerDatabase.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute(
          "alter system " + (on ? "set default_transaction_read_only = on" : "reset all"));
      statement.execute("select pg_reload_conf()");
    }
  }
}
