package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiAnswer;
import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.client.Together;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/v1/activity/feed}. */
@TestTenant("sirius")
class ActivityFeedIT {
  private static final String TENANT = "sirius";
  private static final String IDS =
      "select id::text from provisioning.activity where "
          + ServerDatabase.ofTenant(TENANT)
          + " and id > ?::uuid order by id";

  private final ScimClient okta = ScimClient.of(TENANT);
  private final ApiClient siem = ApiClient.ofActivity(TENANT);
  private final String name = ScimClient.unique();
  private final List<String> read = new ArrayList<>();
  private String start;
  private String position;

  /** A position before everything that the test writes. */
  @BeforeEach
  void begin() throws SQLException {
    start = ServerDatabase.string("select provisioning.time_ordered_id()::text");
    position = start;
  }

  @Test
  @DisplayName("The feed has each entry once, oldest first, and a position also when it is empty")
  void inOrder() throws Exception {
    ApiAnswer empty = siem.get("/activity/feed?after=" + start).expect(200);
    assertEquals(List.of(), empty.items());
    assertEquals(start, empty.next());
    for (int i = 0; i < 5; i++) {
      okta.user(name + i);
    }
    Eventually.holds("all entries", () -> assertEquals(5, poll(2).size()));
    assertEquals(ServerDatabase.strings(IDS, start), read);
    ApiAnswer first = siem.get("/activity/feed?limit=2&after=" + start).expect(200);
    assertTrue(first.json().getBoolean("more"));
    assertEquals(name + "0 was created", first.items().get(0).getString("sentence"));
    assertEquals(200 + 1, first.items().get(0).getInt("status"));
    String day = first.items().get(0).getString("at");
    assertTrue(
        siem.get("/activity/feed?from=" + day).expect(200).items().toString().contains(name));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("While a transaction is open, the feed ends before it, for each login")
  void openTransaction(boolean sameLogin) throws Exception {
    try (Connection writer = sameLogin ? connect() : migrator();
        PreparedStatement insert =
            writer.prepareStatement(
                "insert into provisioning.activity (tenant_id, actor_kind, actor, action) select"
                    + " tenant_id, 'ops', ?, 'read' from provisioning.tenant where subdomain ="
                    + " ?")) {
      writer.setAutoCommit(false);
      useTenant(writer);
      insert.setString(1, name);
      insert.setString(2, TENANT);
      insert.executeUpdate();
      okta.user(name);
      String later =
          ServerDatabase.string(
              "select id::text from provisioning.activity where resource_name = ?", name);
      // The clock of the database has passed the settling time by more than a second.
      Eventually.holds(
          "the later entry is old enough",
          () ->
              assertEquals(
                  "t",
                  ServerDatabase.string(
                          "select (?::uuid < provisioning.first_id_at(clock_timestamp() - interval"
                              + " '1500 milliseconds'))::text",
                          later)
                      .substring(0, 1)));
      assertEquals(List.of(), poll(100), "the later entry would hide the earlier one");
      writer.commit();
    }
    Eventually.holds("both entries", () -> assertEquals(2, poll(1).size()));
    assertEquals(ServerDatabase.strings(IDS, start), read);
  }

  @Test
  @DisplayName("A client that polls while others write misses and repeats nothing")
  void concurrentWriters() throws Exception {
    int writers = 4;
    int each = 15;
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      String prefix = name + "-" + i + "-";
      tasks.add(
          () -> {
            for (int n = 0; n < each; n++) {
              okta.user(prefix + n);
            }
            return each;
          });
    }
    tasks.add(
        () -> {
          Eventually.holds(
              "everything is read", () -> assertEquals(writers * each, poll(7).size()));
          return read.size();
        });
    Together.run(tasks);
    assertEquals(ServerDatabase.strings(IDS, start), read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"after=x", "after=0", "from=yesterday", "limit=0", "limit=x", "kind=all", "x=1"})
  @DisplayName("An invalid or unknown parameter is rejected with what is expected")
  void badParameter(String parameter) {
    String detail = siem.get("/activity/feed?" + parameter).expect(400).detail();
    assertTrue(detail.contains(parameter.replaceFirst("=.*", "")), detail);
  }

  @Test
  @DisplayName("A position of another tenant shows nothing of that tenant")
  void foreignPosition() throws SQLException {
    String condition = "not (" + ServerDatabase.ofTenant(TENANT) + ")";
    String foreign =
        ServerDatabase.string(
            "select id::text from provisioning.activity where "
                + condition
                + " order by id limit 1");
    List<String> others =
        ServerDatabase.strings("select id::text from provisioning.activity where " + condition);
    siem.get("/activity/feed?limit=1000&after=" + foreign)
        .expect(200)
        .items()
        .forEach(entry -> assertFalse(others.contains(entry.getString("id")), entry::toString));
  }

  /** Reads on from the last position until the feed has no more at the moment. */
  private List<String> poll(int limit) {
    ApiAnswer answer;
    do {
      answer = siem.get("/activity/feed?limit=" + limit + "&after=" + position).expect(200);
      answer.items().forEach(entry -> read.add(entry.getString("id")));
      position = answer.next();
    } while (answer.json().getBoolean("more"));
    return read;
  }

  private static Connection connect() throws SQLException {
    return RunningServer.get().access().connect();
  }

  private static Connection migrator() throws SQLException {
    return RunningServer.get().access().connectAsMigrator();
  }

  /** For row security. */
  private static void useTenant(Connection connection) throws SQLException {
    String tenant =
        ServerDatabase.string(
            "select tenant_id::text from provisioning.tenant where subdomain = ?", TENANT);
    try (PreparedStatement use =
        connection.prepareStatement("select set_config('provisioning.tenant', ?, true)")) {
      use.setString(1, tenant);
      use.execute();
    }
  }
}
