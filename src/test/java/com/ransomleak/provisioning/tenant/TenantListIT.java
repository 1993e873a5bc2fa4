package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.fixture.SettingsOf;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Nodes with different tenant lists on the database of the server under test: what their starts and
 * heartbeats do to tenants that only these tests have.
 */
class TenantListIT {
  private final DatabaseAccess database = RunningServer.get().access();
  private final String name = ScimClient.unique();
  private final List<Node> nodes = new ArrayList<>();

  /** What a node does with the database, without its server. */
  private final class Node {
    private final Nodes heartbeats;
    private final Tenants tenants;

    Node(String list, Map<String, String> settings) {
      Map<String, String> all = new HashMap<>(settings);
      all.put("provisioning.base-domain", "localhost");
      all.put("provisioning.tenants", list);
      DeploymentSettings retention = DeploymentSettings.read(new SettingsOf(all));
      heartbeats = new Nodes(retention);
      tenants = new Tenants(new TenantSettings(new SettingsOf(all)), retention, heartbeats);
      nodes.add(this);
    }

    void start() throws SQLException {
      try (Connection migrator = database.connectAsMigrator()) {
        start(migrator);
      }
    }

    void start(Connection migrator) throws SQLException {
      tenants.synchronise(on(migrator));
    }

    /** When no node of the server under test does it at this moment. */
    void beat() throws SQLException {
      try (Connection application = database.connect()) {
        application.setAutoCommit(false);
        takeTurn(application);
        on(application).useHandle(heartbeats::heartbeat);
        application.commit();
      }
    }

    void beatWithoutTurn() throws SQLException {
      try (Connection application = database.connect()) {
        on(application).useHandle(heartbeats::heartbeat);
      }
    }

    void stop() throws SQLException {
      try (Connection application = database.connect()) {
        on(application).useHandle(heartbeats::leave);
      }
    }

    UUID id(String subdomain) {
      return tenants.bySubdomain(subdomain).orElseThrow().id().value();
    }
  }

  /** Statements on a connection whose transaction ends elsewhere. */
  private static Jdbi on(Connection connection) {
    Jdbi jdbi = Jdbi.create(connection);
    jdbi.getConfig(Handles.class).setForceEndTransactions(false);
    return jdbi;
  }

  @AfterEach
  void stopAll() throws SQLException {
    for (Node node : nodes) {
      node.stop();
    }
    for (String table : List.of("role_permission", "role", "resource_total", "tenant")) {
      update(
          "delete from provisioning."
              + table
              + " where tenant_id in (select tenant_id from provisioning.tenant where subdomain"
              + " like ? || '%')",
          name);
    }
  }

  private Node started(String list) throws SQLException {
    return started(list, Map.of());
  }

  private Node started(String list, Map<String, String> settings) throws SQLException {
    Node node = new Node(list, settings);
    node.start();
    return node;
  }

  @Test
  @DisplayName("O1: a tenant is suspended when no running node lists it, and resumes as it was")
  void aMistypedList() throws Exception {
    Node right =
        started(
            name + "," + name + "-b", Map.of("tenant." + name + ".erase-deleted-after", "P400D"));
    UUID tenant = right.id(name);
    right.stop();
    Node mistyped = started(name + "x," + name + "-b");
    assertEquals("suspended", state(name));
    assertEquals("9600:00:00", value("erase_deleted_after", name), "its own last settings");
    assertEquals("listed", state(name + "-b"));
    mistyped.stop();
    Node corrected = started(name + "," + name + "-b");
    assertEquals("listed", state(name));
    assertEquals(tenant, corrected.id(name));
    assertEquals("suspended", state(name + "x"));
  }

  @Test
  @DisplayName("O1: a node with another list harms nothing while the other node runs, in any order")
  void twoLists() throws Exception {
    Node former = started(name);
    Node next = started(name + "-b");
    former.beat();
    next.beat();
    assertEquals("listed", state(name));
    assertEquals("listed", state(name + "-b"));
    former.stop();
    next.beat();
    assertEquals("suspended", state(name), "nobody lists it now");
    former.beat();
    assertEquals("listed", state(name), "a node that was away for a time is back");
    assertEquals("listed", state(name + "-b"));
  }

  @Test
  @DisplayName("O1: a node that was killed counts for a minute of the database's clock")
  void aKilledNode() throws Exception {
    Node killed = started(name);
    Node other = started(name + "-b");
    seen(name, "50 seconds");
    other.beat();
    assertEquals("listed", state(name));
    seen(name, "61 seconds");
    other.beat();
    assertEquals("suspended", state(name));
    seen(name, "2 days");
    other.beat();
    assertEquals("0", nodesWith(name), "forgotten");
    killed.beat();
    assertEquals("listed", state(name), "it was only slow");
  }

  @Test
  @DisplayName("O1: a node that takes long neither holds up the heartbeats of others nor ends them")
  void aSlowNode() throws Exception {
    Node other = started(name);
    try (Connection slow = database.connectAsMigrator()) {
      slow.setAutoCommit(false);
      takeTurn(slow);
      seen(name, "61 seconds");
      assertTimeoutPreemptively(Duration.ofSeconds(20), other::beatWithoutTurn);
      new Node(name + "-b", Map.of()).start(slow);
      slow.commit();
    }
    assertEquals("listed", state(name));
    other.beat();
    assertEquals("listed", state(name + "-b"));
  }

  private static void takeTurn(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(hashtextextended('provisioning.node', 0))");
    }
  }

  @Test
  @DisplayName("O1: the longest grace period of all running nodes counts")
  void graceOfSeveralNodes() throws Exception {
    started(name).stop();
    Node hasty = started(name + "-b", Map.of("provisioning.removed-tenant-grace", "PT0S"));
    assertEquals("false", value("provisioning.is_retention_in_force(suspended_at)", name));
    update(
        "update provisioning.tenant set suspended_at = now() - interval '31 days' where subdomain ="
            + " ?",
        name);
    assertEquals("true", value("provisioning.is_retention_in_force(suspended_at)", name));
    Node patient = started(name + "-c", Map.of("provisioning.removed-tenant-grace", "P32D"));
    assertEquals("false", value("provisioning.is_retention_in_force(suspended_at)", name));
    patient.stop();
    assertEquals("true", value("provisioning.is_retention_in_force(suspended_at)", name));
    hasty.stop();
  }

  @Test
  @DisplayName("A renamed tenant keeps its data, and a node with the former list is refused")
  void rename() throws Exception {
    Node former = started(name);
    UUID tenant = former.id(name);
    String next = name + "-next";
    Map<String, String> settings = Map.of("tenant." + next + ".formerly", name);
    Node renamed = started(next, settings);
    assertEquals(tenant, renamed.id(next));
    former.beat();
    assertEquals("listed", state(next), "the former node goes on until it restarts");
    former.stop();
    String refusal = refusal(name, Map.of());
    assertTrue(refusal.contains("\"" + name + "\" was renamed to \"" + next + "\""), refusal);
    assertEquals("0", count(name), "no empty tenant in its place");
    started(next, settings);
    assertEquals("listed", state(next), "the setting may stay");

    Node back = started(name, Map.of("tenant." + name + ".formerly", next));
    assertEquals(tenant, back.id(name), "renamed back");
    back.stop();
    started(next, settings);
    update(
        "update provisioning.tenant set former_subdomains = array_remove(former_subdomains, ?)",
        name);
    Node customer = started(next + "," + name, Map.of());
    assertTrue(!tenant.equals(customer.id(name)), "another customer may get the name");
  }

  @Test
  @DisplayName("O7: a former name that comes too late is refused and says how to keep which data")
  void formerlyTooLate() throws Exception {
    started(name).stop();
    String next = name + "-next";
    Node forgotten = started(next);
    UUID tenant = new UUID(0, 0);
    try (Connection migrator = database.connectAsMigrator()) {
      tenant =
          UUID.fromString(
              text(
                  migrator, "select tenant_id from provisioning.tenant where subdomain = ?", name));
    }
    forgotten.stop();
    Map<String, String> settings = Map.of("tenant." + next + ".formerly", name);
    String refusal = refusal(next, settings);
    assertTrue(refusal.startsWith("tenant." + next + ".formerly: "), refusal);
    String remedy = refusal.substring(refusal.indexOf("update "), refusal.indexOf(";"));
    update(remedy.replace("'" + next + "'", "?"), next);
    assertEquals(tenant, started(next, settings).id(next));
    assertEquals("1", count(next + "-unused"));
  }

  private String refusal(String list, Map<String, String> settings) {
    return assertThrows(IllegalStateException.class, () -> started(list, settings)).getMessage();
  }

  private String state(String subdomain) throws SQLException {
    return value("case when suspended_at is null then 'listed' else 'suspended' end", subdomain);
  }

  private String count(String subdomain) throws SQLException {
    return value("count(*)", subdomain);
  }

  private String value(String expression, String subdomain) throws SQLException {
    try (Connection migrator = database.connectAsMigrator()) {
      return text(
          migrator,
          "select (" + expression + ")::text from provisioning.tenant where subdomain = ?",
          subdomain);
    }
  }

  private String nodesWith(String subdomain) throws SQLException {
    try (Connection migrator = database.connectAsMigrator()) {
      return text(
          migrator, "select count(*) from provisioning.node where ? = any (subdomains)", subdomain);
    }
  }

  private void seen(String subdomain, String ago) throws SQLException {
    update(
        "update provisioning.node set seen_at = clock_timestamp() - interval '"
            + ago
            + "' where ? = any (subdomains)",
        subdomain);
  }

  private void update(String sql, String parameter) throws SQLException {
    try (Connection migrator = database.connectAsMigrator();
        PreparedStatement statement = migrator.prepareStatement(sql)) {
      for (int i = 1; i <= sql.chars().filter(c -> c == '?').count(); i++) {
        statement.setString(i, parameter);
      }
      statement.executeUpdate();
    }
  }

  private static String text(Connection migrator, String sql, String parameter)
      throws SQLException {
    try (PreparedStatement query = migrator.prepareStatement(sql)) {
      query.setString(1, parameter);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
