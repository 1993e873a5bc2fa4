package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.StatementLog;
import com.ransomleak.provisioning.demo.ResourceRows;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Counts round trips in the log of the database. The limits are those of the Javadoc of {@code
 * Users}, {@code UserQueries}, {@code Roles}, {@code RoleQueries} and {@code ResourceLists}: they
 * include the statement that names the tenant and the commit, but not the token check, which is one
 * round trip a second.
 */
@TestTenant("hooli")
class RoundTripsIT {
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  private static final int MANY = 5_000;
  private static final String TOKEN_CHECK = "select tenant_id, token_id";

  private final ScimClient client = ScimClient.of("hooli");
  private final String name = ScimClient.unique();
  private StatementLog log;

  @BeforeEach
  void watch() throws Exception {
    log = StatementLog.on();
    Eventually.holds(
        "every connection logs",
        () -> {
          for (int i = 0; i < 10; i++) {
            assertFalse(log.of(() -> client.get("/Users?count=0")).isEmpty());
          }
        });
  }

  @AfterEach
  void rest() throws SQLException {
    log.close();
  }

  @Test
  @DisplayName("The token check is one round trip, a read by id or by unique key one more")
  void hotReads() throws Exception {
    String user = client.user(name);
    String group = client.group(name, user);
    assertTrips(1, () -> client.get("/Users/" + user));
    assertTrips(1, () -> client.get("/Users?filter=userName eq \"" + name + "\""));
    assertTrips(1, () -> client.get("/Users?filter=externalId eq \"" + name + "\""));
    assertTrips(1, () -> client.get("/Groups/" + group));
  }

  @Test
  @DisplayName("A token check is one round trip, once a second, however many requests there are")
  void tokenChecks() throws Exception {
    long start = System.nanoTime();
    List<String> statements =
        log.of(
            () -> {
              for (int i = 0; i < 20; i++) {
                client.get("/Users?count=0").expect(200);
              }
            });
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    long checks = statements.stream().filter(s -> s.contains(TOKEN_CHECK)).count();
    assertTrue(checks <= seconds + 2, () -> checks + " checks in " + seconds + " s");
    assertTrue(checks < 20, () -> checks + " checks of 20 requests");
  }

  @Test
  @DisplayName("A list takes three round trips, also for a page further on")
  void lists() throws Exception {
    people(200);
    assertAtMost(3, () -> client.get("/Users?count=2"));
    assertAtMost(3, () -> client.get("/Users?count=2&startIndex=100"));
    client.get("/Users?count=2&cursor").expect(200);
    assertAtMost(3, () -> client.get("/Users?count=2&cursor"));
    client.group(name, client.user(name));
    assertAtMost(3, () -> client.get("/Groups?filter=displayName eq \"" + name + "\""));
    assertAtMost(3, () -> client.get("/Users?filter=title eq \"x\""));
    assertEquals(
        trips(() -> client.get("/Users?count=2").expect(200)),
        trips(() -> client.get("/Users?count=200").expect(200)),
        "a page of 2 and of 200");
  }

  @Test
  @DisplayName(
      "Create 5, one more for a known department and for a manager; replace and patch 5, delete 10")
  void userWrites() throws Exception {
    String user = client.user(name);
    String path = "/Users/" + user;
    String patch = "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"%s\"}";
    assertAtMost(5, () -> client.post("/Users", ScimClient.userBody(name + "a", "")));
    client
        .post("/Users", ScimClient.userBody(name + "b", block("\"department\":\"" + name + "\"")))
        .expect(201);
    assertAtMost(
        6,
        () ->
            client.post(
                "/Users",
                ScimClient.userBody(name + "c", block("\"department\":\"" + name + "\""))));
    assertAtMost(
        6,
        () ->
            client.post(
                "/Users", ScimClient.userBody(name + "d", block("\"manager\":\"" + user + "\""))));
    assertAtMost(5, () -> client.patch(path, patch.formatted("x")));
    assertAtMost(4, () -> client.patch(path, patch.formatted("x")));
    assertAtMost(5, () -> client.put(path, ScimClient.userBody(name, "")));
    assertAtMost(10, () -> client.delete(path));
  }

  @Test
  @DisplayName("A role: create 5, patch 6 to 8")
  void roleWrites() throws Exception {
    String user = client.user(name);
    String other = client.user(name + "2");
    assertAtMost(5, () -> client.post("/Groups", ScimClient.groupBody(name + "a")));
    String group = "/Groups/" + client.group(name, user);
    assertAtMost(6, () -> client.patch(group, add(other)));
    assertAtMost(
        8,
        () ->
            client.patch(
                group, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + user + "\\\"]\"}"));
    assertAtMost(
        8,
        () ->
            client.patch(
                group, "{\"op\":\"replace\",\"value\":{\"displayName\":\"" + name + "b\"}}"));
  }

  @Test
  @DisplayName("M-42: a membership PATCH takes as many statements at 5,000 members as at 10")
  void membershipIndependentOfSize() throws Exception {
    people(MANY);
    String small = client.group(name + "small");
    String large = client.group(name + "large");
    fill(small, 10);
    fill(large, MANY);
    assertEquals(
        MANY, client.get("/Groups/" + large).expect(200).json().getJsonArray("members").size());
    ScimAnswer list = client.get("/Groups?filter=id eq \"" + large + "\"").expect(200);
    assertTrue(list.body().length() > 256 * 1024, "It is one that is streamed.");
    assertEquals(
        MANY,
        list.json().getJsonArray("Resources").getJsonObject(0).getJsonArray("members").size());
    String first = client.user(name + "1");
    String second = client.user(name + "2");
    List<Supplier<String>> operations =
        List.of(
            () -> add(first),
            () -> add(first),
            () ->
                "{\"op\":\"add\",\"path\":\"members\",\"value\":"
                    + ScimClient.memberList(first, second)
                    + "}",
            () -> "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + first + "\\\"]\"}",
            () ->
                "{\"op\":\"replace\",\"value\":{\"displayName\":\"%s\"}}"
                    .formatted(ScimClient.unique()));
    for (Supplier<String> operation : operations) {
      assertEquals(
          trips(() -> client.patch("/Groups/" + small, operation.get()).expect(204)),
          trips(() -> client.patch("/Groups/" + large, operation.get()).expect(204)));
    }
    assertEquals(
        trips(() -> client.get("/Groups/" + small).expect(200)),
        trips(() -> client.get("/Groups/" + large).expect(200)));
  }

  /** Without the token check, which is there or not. */
  private List<String> trips(Runnable request) throws Exception {
    return log.of(request).stream().filter(s -> !s.contains(TOKEN_CHECK)).toList();
  }

  private void assertTrips(int expected, Runnable request) throws Exception {
    List<String> statements = trips(request);
    assertEquals(expected, statements.size(), () -> String.join("\n", statements));
  }

  private void assertAtMost(int budget, Runnable request) throws Exception {
    List<String> statements = trips(request);
    assertFalse(statements.isEmpty());
    assertTrue(
        statements.size() <= budget,
        () -> statements.size() + " instead of " + budget + ":\n" + String.join("\n", statements));
  }

  private static String block(String content) {
    return ",\"" + ENTERPRISE + "\":{" + content + "}";
  }

  private static String add(String user) {
    return "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + user + "\"}]}";
  }

  /** By SQL: over HTTP it would take minutes. */
  private static void people(int count) throws SQLException {
    run(
        ResourceRows.users(
                """
                select tenant_id, gen_random_uuid(),
                  jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User'),
                    'userName', 'crowd-' || n, 'active', true),
                  jsonb_build_object('userName', 'crowd-' || n, 'active', true)
                from provisioning.tenant, generate_series(1, ?) n where subdomain = 'hooli'
                """)
            + " on conflict do nothing",
        count,
        null);
  }

  private static void fill(String group, int count) throws SQLException {
    run(
        """
        insert into provisioning.role_member (tenant_id, role_id, user_id)
        select r.tenant_id, r.id, u.id from provisioning.role r
        cross join lateral (select id from provisioning.scim_user where tenant_id = r.tenant_id
          and user_name_key like 'crowd-%' order by id limit ?) u
        where r.id = ?::uuid
        """,
        count, group);
  }

  private static void run(String statement, int count, String group) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        PreparedStatement update = database.prepareStatement(statement)) {
      update.setInt(1, count);
      if (group != null) {
        update.setString(2, group);
      }
      update.executeUpdate();
    }
  }
}
