package com.ransomleak.provisioning.org;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.ResourceRows;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What two transactions at the same moment miss, the timer finds. A tenant of its own, so that
 * nobody else's pending managers disturb the counting.
 */
@TestTenant("tyrell")
class ReconciliationIT {
  private static final String TENANT = "tyrell";
  private static final int ORPHANS = 2_000;
  private static final int CROWD = 7_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RunningServer server = RunningServer.get();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  @DisplayName("A report and a manager created at the same moment are linked by the next sweep")
  void theTimerLinksWhatTwoTransactionsMissed() throws Exception {
    try (Connection blocker = server.access().connectAsMigrator();
        Statement statement = blocker.createStatement()) {
      // Whoever inserts the same userName now waits for this transaction, after it has looked for
      // its manager.
      blocker.setAutoCommit(false);
      statement.execute(userWith("report@tyrell", "blocker", null));
      CompletableFuture<HttpResponse<String>> report =
          http.sendAsync(
              create("report@tyrell", "R-1", "M-1"), HttpResponse.BodyHandlers.ofString());
      awaitOne("select count(*) from pg_locks where not granted");
      HttpResponse<String> manager =
          http.send(create("manager@tyrell", "M-1", null), HttpResponse.BodyHandlers.ofString());
      assertEquals(201, manager.statusCode(), manager.body());
      blocker.rollback();
      assertEquals(201, report.join().statusCode());
    }
    awaitOne(
        "select count(*) from provisioning.scim_user r join provisioning.scim_user m on m.tenant_id"
            + " = r.tenant_id and m.id = r.manager_id where r.user_name_key = 'report@tyrell' and"
            + " m.user_name_key = 'manager@tyrell'");
    assertEquals(
        1,
        count(
            "select count(*) from provisioning.activity where actor = 'timer' and "
                + ofTenant()
                + " and consequences #> '{0,LINES_LINKED}' = '[1]'"));
  }

  @Test
  @DisplayName(
      "Two nodes sweep at once: every orphan is linked exactly once, and told of exactly once")
  void twoNodesLinkEachOrphanOnce() throws Exception {
    long toldBefore = count(told());
    ServerProcess secondNode = RunningServer.secondNode();
    try (Connection migrator = server.access().connectAsMigrator();
        Statement statement = migrator.createStatement()) {
      migrator.setAutoCommit(false);
      statement.execute(usersWith("'boss' || n || '@tyrell'", "'B-' || n", "null", 20));
      statement.execute(
          usersWith("'orphan' || n || '@tyrell'", "'O-' || n", "'B-' || (n % 20 + 1)", ORPHANS));
      migrator.commit();
      awaitOne(
          "select count(*) where not exists (select from provisioning.scim_user where user_name_key"
              + " like 'orphan%@tyrell' and manager_id is null)");
    } finally {
      secondNode.close();
    }
    assertEquals(
        ORPHANS,
        count(
            "select count(*) from provisioning.scim_user where user_name_key like 'orphan%@tyrell'"
                + " and version = 2"));
    assertEquals(ORPHANS, count(told()) - toldBefore);
  }

  @Test
  @DisplayName(
      "A manager of very many people links a bounded number at once, the timer the rest; gone, none"
          + " is left linked")
  void aManagerOfVeryMany() throws Exception {
    try (Connection migrator = server.access().connectAsMigrator();
        Statement statement = migrator.createStatement()) {
      statement.execute(usersWith("'crowd' || n || '@tyrell'", "'C-' || n", "'BIG'", CROWD));
    }
    ScimClient client = ScimClient.of(TENANT);
    String big = client.post("/Users", body("big@tyrell", "BIG", null)).expect(201).id();
    assertEquals(
        List.of("{\"REPORTS_LINKED\": [5000]}", "{\"REPORTS_CONTINUED\": [5000]}"),
        consequences(big, "user.created"));
    awaitOne(
        "select count(*) where not exists (select from provisioning.scim_user where user_name_key"
            + " like 'crowd%@tyrell' and manager_id is null)");
    assertEquals(
        CROWD,
        count(
            "select count(*) from provisioning.scim_user where user_name_key like 'crowd%@tyrell'"
                + " and version = 2"),
        "Each was linked once");
    client.delete("/Users/" + big).expect(204);
    assertEquals(
        List.of("{\"REPORTS_LOST_MANAGER\": [" + CROWD + "]}"), consequences(big, "user.deleted"));
    assertEquals(
        CROWD,
        count(
            "select count(*) from provisioning.scim_user where user_name_key like 'crowd%@tyrell'"
                + " and version = 3 and manager_id is null and manager_pending_since is not null"));
  }

  private List<String> consequences(String user, String action) throws Exception {
    try (Connection migrator = server.access().connectAsMigrator();
        PreparedStatement query =
            migrator.prepareStatement(
                "select c from provisioning.activity a, jsonb_array_elements_text(a.consequences)"
                    + " with ordinality c (c, n) where resource_id = ? and action = ? order by"
                    + " n")) {
      query.setString(1, user);
      query.setString(2, action);
      try (ResultSet rows = query.executeQuery()) {
        List<String> found = new ArrayList<>();
        while (rows.next()) {
          found.add(rows.getString(1));
        }
        return found;
      }
    }
  }

  private HttpRequest create(String userName, String externalId, String manager) {
    return HttpRequest.newBuilder(URI.create(server.baseUri() + "/Users"))
        .header("Host", server.host(TENANT))
        .header("Authorization", "Bearer " + server.token(TENANT))
        .header("Content-Type", "application/scim+json")
        .timeout(Duration.ofSeconds(30))
        .POST(HttpRequest.BodyPublishers.ofString(body(userName, externalId, manager)))
        .build();
  }

  private static String body(String userName, String externalId, String manager) {
    return """
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%s","externalId":"%s",
     "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":%s}}
    """
        .formatted(
            userName, externalId, manager == null ? "null" : "{\"value\":\"" + manager + "\"}");
  }

  private static String userWith(String userName, String externalId, String manager) {
    return usersWith(
        "'" + userName + "'",
        "'" + externalId + "'",
        manager == null ? "null" : "'" + manager + "'",
        1);
  }

  /** Rows as the application would write them, except that nobody looks for managers. */
  private static String usersWith(String userName, String externalId, String manager, int amount) {
    String urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    return ResourceRows.users(
            """
            select t.tenant_id, gen_random_uuid(),
              jsonb_strip_nulls(jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User', '%1$s'),
                'userName', %2$s, 'externalId', %3$s, 'active', true, '%1$s', jsonb_build_object('manager', jsonb_build_object('value', %4$s)))),
              jsonb_strip_nulls(jsonb_build_object('userName', %2$s, 'externalId', %3$s, 'active', true,
                '%1$s:manager', jsonb_build_object('value', %4$s, 'valueKey', lower(%4$s))))
            from provisioning.tenant t, generate_series(1, %5$d) n where t.subdomain = 'tyrell'
            """)
        .formatted(urn, userName, externalId, manager, amount);
  }

  private static String told() {
    return "select coalesce(sum(cast(consequences #> '{0,LINES_LINKED,0}' as int)), 0) from"
        + " provisioning.activity where actor = 'timer' and "
        + ofTenant();
  }

  private static String ofTenant() {
    return "tenant_id = (select tenant_id from provisioning.tenant where subdomain = '"
        + TENANT
        + "')";
  }

  private void awaitOne(String question) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (count(question) != 1) {
      assertTrue(System.nanoTime() < deadline, "never became true: " + question);
    }
  }

  private long count(String question) throws Exception {
    try (Connection migrator = server.access().connectAsMigrator();
        Statement statement = migrator.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(1);
    }
  }
}
