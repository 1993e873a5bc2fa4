package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A write that waits for the transaction of another one. */
@TestTenant("parallel")
class WaitingWriteIT {
  private final ScimClient client = ScimClient.of("parallel");

  @Test
  @DisplayName(
      "lastModified is the time of the write, not of the request's arrival: a client that"
          + " asks for later changes misses none")
  void lastModifiedFollowsTheWait() throws Exception {
    String user = client.user(ScimClient.unique());
    try (Connection blocker = RunningServer.get().access().connectAsMigrator();
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("select from provisioning.scim_user where id = '" + user + "' for update");
      CompletableFuture<ScimAnswer> waiting =
          CompletableFuture.supplyAsync(
              () ->
                  client.patch(
                      "/Users/" + user, "{\"op\":\"replace\",\"value\":{\"title\":\"Late\"}}"));
      Eventually.holds(
          "the PATCH waits for the row",
          () ->
              assertEquals(
                  1L,
                  read(
                      statement,
                      "select count(*) from pg_locks where not granted and locktype ="
                          + " 'transactionid'",
                      Long.class)));
      OffsetDateTime duringTheWait =
          read(statement, "select clock_timestamp()", OffsetDateTime.class);
      blocker.rollback();
      String lastModified =
          waiting
              .get(60, TimeUnit.SECONDS)
              .expect(200)
              .json()
              .getJsonObject("meta")
              .getString("lastModified");
      assertTrue(OffsetDateTime.parse(lastModified).isAfter(duringTheWait), lastModified);
    }
  }

  private static <T> T read(Statement statement, String query, Class<T> type) throws Exception {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getObject(1, type);
    }
  }
}
