package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** PostgreSQL ends the session that commits. Each server tells it in exceptions of its own. */
class LostCommitIT {
  private static final String DOOMED = "lost-at-the-commit-";

  private final ScimClient client = ScimClient.of("acme");
  private final String name = ScimClient.unique();

  @BeforeAll
  static void endsSessions() throws SQLException {
    execute(
        """
        create function provisioning.end_session() returns trigger language plpgsql as $$
        begin
          perform pg_terminate_backend(pg_backend_pid());
          perform pg_sleep(60);
          return null;
        end
        $$;
        create constraint trigger lost_at_the_commit after insert on provisioning.scim_user
          deferrable initially deferred for each row
          when (new.user_name_key like '%s%%') execute function provisioning.end_session()
        """
            .formatted(DOOMED));
  }

  @AfterAll
  static void noLonger() throws SQLException {
    execute("drop function provisioning.end_session() cascade");
  }

  @Test
  @DisplayName(
      "H-14, H-15: a commit that is lost is a 503, which does not say that nothing happened")
  void singleRequest() throws Exception {
    ScimAnswer answer = client.post("/Users", ScimClient.userBody(DOOMED + name, "")).expect(503);
    assertTrue(answer.header("Retry-After").orElse("").matches("[1-9]\\d*"), answer::toString);
    assertTrue(answer.detail().contains("is either complete or absent"), answer::toString);
    assertFound(0, DOOMED + name);
  }

  @Test
  @DisplayName(
      "H-15: a commit lost within a bulk request leaves the answers to what was done before")
  void bulkRequest() throws Exception {
    String operations =
        Stream.of(name + "-before", DOOMED + name, name + "-after")
            .map(
                user ->
                    "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"%s\",\"data\":%s}"
                        .formatted(user, ScimClient.userBody(user, "")))
            .collect(Collectors.joining(","));
    ScimAnswer answer =
        client
            .post(
                "/Bulk",
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],"
                    + "\"Operations\":["
                    + operations
                    + "]}")
            .expect(200);
    assertEquals(
        "201 503 503",
        IntStream.range(0, 3)
            .mapToObj(i -> answer.text("/Operations/" + i + "/status"))
            .collect(Collectors.joining(" ")),
        answer::toString);
    assertFound(1, name + "-before");
    assertFound(0, name + "-after");
  }

  /** Payara gives a connection that broke to others until its pool has tried it. */
  @AfterEach
  void connectionsAreSound() throws Exception {
    for (int i = 0; i < 40; i++) {
      Eventually.holds("every connection", () -> client.get("/Users?count=1").expect(200));
    }
  }

  private void assertFound(int people, String userName) throws Exception {
    String path = "/Users?filter=userName eq \"" + userName + "\"";
    Eventually.holds(
        people + " " + userName, () -> assertEquals(people, client.get(path).expect(200).total()));
  }

  private static void execute(String sql) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        Statement statement = migrator.createStatement()) {
      statement.execute(sql);
    }
  }
}
