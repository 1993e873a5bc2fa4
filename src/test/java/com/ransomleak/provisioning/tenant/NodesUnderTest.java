package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.fixture.SettingsOf;
import com.ransomleak.provisioning.monitoring.EventLog;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;

/**
 * Nodes with different tenant lists on the database of the server under test: what their starts and
 * heartbeats do to tenants that only one test has.
 */
final class NodesUnderTest implements AutoCloseable {
  private final DatabaseAccess database = RunningServer.get().access();
  private final String name = ScimClient.unique();
  private final List<Node> nodes = new ArrayList<>();

  /** How the names of all its tenants begin. */
  String name() {
    return name;
  }

  /** What a node does with the database, without its server. */
  final class Node {
    private final Nodes heartbeats;
    private final Tenants tenants;

    Node(String list, Map<String, String> settings) {
      Map<String, String> all = new HashMap<>(settings);
      all.put("provisioning.base-domain", "localhost");
      all.put("provisioning.tenants", list);
      DeploymentSettings retention = DeploymentSettings.read(new SettingsOf(all));
      EventLog events = new EventLog(retention);
      heartbeats = new Nodes(retention, events);
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

  /** Stops all nodes and deletes their tenants. */
  @Override
  public void close() throws SQLException {
    for (Node node : nodes) {
      node.stop();
    }
    for (String table :
        List.of("role_permission", "role", "resource_total", "deleted_user", "tenant")) {
      update(
          "delete from provisioning."
              + table
              + " where tenant_id in (select tenant_id from provisioning.tenant where subdomain"
              + " like ? || '%')",
          name);
    }
  }

  Node started(String list) throws SQLException {
    return started(list, Map.of());
  }

  Node started(String list, Map<String, String> settings) throws SQLException {
    Node node = new Node(list, settings);
    node.start();
    return node;
  }

  static void takeTurn(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(hashtextextended('provisioning.node', 0))");
    }
  }

  String refusal(String list, Map<String, String> settings) {
    return assertThrows(IllegalStateException.class, () -> started(list, settings)).getMessage();
  }

  String state(String subdomain) throws SQLException {
    return value("case when suspended_at is null then 'listed' else 'suspended' end", subdomain);
  }

  String count(String subdomain) throws SQLException {
    return value("count(*)", subdomain);
  }

  String value(String expression, String subdomain) throws SQLException {
    return ServerDatabase.string(
        "select (" + expression + ")::text from provisioning.tenant where subdomain = ?",
        subdomain);
  }

  /** The value that is in force: {@code erase_deleted_after} or {@code activity_retention}. */
  String retention(String column, String subdomain) throws SQLException {
    return value(
        "provisioning.retention_in_force(%1$s, previous_%1$s, %2$s_shortened_at)"
            .formatted(column, column.substring(0, column.indexOf('_'))),
        subdomain);
  }

  /** A deleted user whose names are kept. */
  void deletedUser(String subdomain, String ago) throws SQLException {
    update(
        """
        insert into provisioning.deleted_user (tenant_id, id, document, user_name, created_at, deleted_at)
          select tenant_id, gen_random_uuid(), '{}', 'ada', now() - interval '1 year', now() - interval '%s'
            from provisioning.tenant where subdomain = ?
        """
            .formatted(ago),
        subdomain);
  }

  String dueForErasure(String subdomain) throws SQLException {
    return ServerDatabase.string(
        """
        select count(*) from (
          select set_config('provisioning.tenant', tenant_id::text, true)::uuid from provisioning.tenant where subdomain = ?) t (id),
          provisioning.users_to_erase(t.id, 10)
        """,
        subdomain);
  }

  /** A start or a stop. */
  interface Step {
    void run() throws SQLException;
  }

  /** The warnings about stored settings that a step logs. */
  static List<String> warnings(Step step) throws SQLException {
    List<String> warnings = new ArrayList<>();
    Logger logger = Logger.getLogger(TenantRows.class.getName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            if (line.getLevel().equals(Level.WARNING)) {
              warnings.add(new SimpleFormatter().formatMessage(line));
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try {
      step.run();
    } finally {
      logger.removeHandler(handler);
    }
    return warnings;
  }

  String nodesWith(String subdomain) throws SQLException {
    return ServerDatabase.string(
        "select count(*) from provisioning.node where ? = any (subdomains)", subdomain);
  }

  void seen(String subdomain, String ago) throws SQLException {
    update(
        "update provisioning.node set seen_at = clock_timestamp() - interval '"
            + ago
            + "' where ? = any (subdomains)",
        subdomain);
  }

  /** Runs the statement with this value for each of its parameters. */
  void update(String sql, String parameter) throws SQLException {
    long parameters = sql.chars().filter(c -> c == '?').count();
    ServerDatabase.run(sql, Collections.nCopies((int) parameters, parameter).toArray());
  }
}
