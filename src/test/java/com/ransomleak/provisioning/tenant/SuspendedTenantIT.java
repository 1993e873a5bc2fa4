package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.platform.Metrics;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A tenant that an operator's slip removes from the list, on nodes with different lists. */
@TestTenant("nobody")
@Tag("one-server")
class SuspendedTenantIT {
  private static final String TENANT = "atlantis";
  private static final String RENAMED = "poseidonis";

  /** A heartbeat is every 15 seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  /** More than one tenant would lose by the settings for all, less than by its own. */
  private static final String ERASE = "tenant." + TENANT + ".erase-deleted-after";

  /** Names the tenant for the statement. */
  private static final String ENTERED =
      "(select set_config('provisioning.tenant', ?::text, true)::uuid) x (entered)";

  private final RunningServer server = RunningServer.get();
  private final String list = RunningServer.tenantList();

  @Test
  @DisplayName(
      "O1: a tenant that is missing in the list answers 503 and loses nothing before its grace"
          + " period ends, then only by its own settings, and one start brings it back")
  void aMissingTenant() throws Exception {
    String before = list.replace("nobody,", "") + "," + TENANT;
    String token;
    String id;
    try (ServerProcess node =
        RunningServer.secondNode(Map.of("provisioning.tenants", before, ERASE, "P2D"))) {
      logged(node.log(), "The tenant \"" + TENANT + "\" is created.");
      token = OpsCommand.apiToken(server.access(), TENANT, "a test");
      ScimClient client = client(TENANT, token).on(node.baseUri());
      id = client.user(ScimClient.unique());
      String deleted = client.user(ScimClient.unique());
      client.delete("/Users/" + deleted).expect(204);
      logged(server.log(), "lists tenants that this node does not list", TENANT);
      logged(node.log(), "does not list tenants that this node lists", TENANT);
      logged(node.log(), "lists tenants that this node does not list", "nobody");
      assertEquals(
          "0",
          one(
              "select count(*) from provisioning.tenant where suspended_at is not null and"
                  + " (tenant_id = ? or subdomain = 'nobody')"),
          "running nodes list both");
    }
    logged(server.log(), "The tenant \"" + TENANT + "\" is suspended since", "Nothing of it is");
    assertPaused(token, id);

    run(
        "update provisioning.deleted_user set deleted_at = now() - interval '3 days' where"
            + " tenant_id = ?");
    run(
        """
        insert into provisioning.activity (tenant_id, id, at, actor, action)
        select ?, provisioning.first_id_at(old), old, 'scim', 'old' from (select now() - interval '91 days') x (old)
        """);
    assertEquals(
        "0",
        one("select count(*) from " + ENTERED + ", provisioning.users_to_erase(entered, 10)"),
        "nobody is due");
    assertEquals(
        "0",
        one("select provisioning.prune_activity(entered, 10) from " + ENTERED),
        "no line is due");
    run(
        "update provisioning.tenant set suspended_at = now() - interval '31 days' where tenant_id ="
            + " ?");
    Eventually.holds(
        "its own retention applies after the grace period",
        PATIENCE,
        () -> {
          assertEquals(
              "0",
              one(
                  "select count(*) from provisioning.deleted_user where tenant_id = ? and erased_at"
                      + " is null"));
          assertEquals(
              "0",
              one(
                  "select count(*) from provisioning.activity where tenant_id = ? and action ="
                      + " 'old'"));
        });

    try (ServerProcess node =
        RunningServer.secondNode(
            Map.of(
                "provisioning.tenants",
                list + "," + RENAMED,
                "tenant." + RENAMED + ".formerly",
                TENANT))) {
      logged(node.log(), "The tenant \"" + TENANT + "\" is renamed to \"" + RENAMED + "\".");
      logged(
          node.log(), "The tenant \"" + RENAMED + "\" is listed again", "1 of its deleted users");
      client(RENAMED, token).on(node.baseUri()).get("/Users/" + id).expect(200);
      client(TENANT, token).on(node.baseUri()).get("/Users/" + id).expect(401);
    }
  }

  /** Only the token of the tenant shows that it exists. */
  private static void assertPaused(String token, String id) throws Exception {
    String[] reason = {"status=\"5xx\"", "reason=\"paused\""};
    double before = Metrics.read().sum("provisioning_requests_total", reason);
    ScimAnswer paused = client(TENANT, token).get("/Users/" + id).expect(503);
    assertEquals("60", paused.header("Retry-After").orElse(""), paused::toString);
    client(TENANT, token).delete("/Users/" + id).expect(503);
    Eventually.holds(
        "counted",
        () -> assertEquals(before + 2, Metrics.read().sum("provisioning_requests_total", reason)));
    client("acme", token).get("/Users/" + id).expect(401);
    String other = RunningServer.get().token("acme");
    ScimAnswer suspended = client(TENANT, other).get("/Users/" + id).expect(401);
    ScimAnswer unknown = client("no-such-tenant", other).get("/Users/" + id).expect(401);
    assertEquals(unknown.body(), suspended.body());
    assertEquals(unknown.headers().map().keySet(), suspended.headers().map().keySet());
  }

  private static ScimClient client(String tenant, String token) {
    return ScimClient.anonymous(tenant).with("Authorization", "Bearer " + token);
  }

  /** A line of a log that has all these words. */
  private static void logged(Path log, String... words) throws Exception {
    Eventually.holds(
        String.join(" … ", words),
        PATIENCE,
        () ->
            assertTrue(
                Files.readString(log)
                    .lines()
                    .anyMatch(line -> Stream.of(words).allMatch(line::contains))));
  }

  private void run(String sql) throws SQLException {
    try (Connection migrator = server.access().connectAsMigrator();
        PreparedStatement statement = prepare(migrator, sql)) {
      statement.executeUpdate();
    }
  }

  private String one(String sql) throws SQLException {
    try (Connection migrator = server.access().connectAsMigrator();
        PreparedStatement query = prepare(migrator, sql);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  private static PreparedStatement prepare(Connection migrator, String sql) throws SQLException {
    PreparedStatement statement =
        migrator.prepareStatement(
            sql.replace(
                "?", "(select tenant_id from provisioning.tenant where subdomain = any (?))"));
    statement.setArray(1, migrator.createArrayOf("text", new String[] {TENANT, RENAMED}));
    return statement;
  }
}
