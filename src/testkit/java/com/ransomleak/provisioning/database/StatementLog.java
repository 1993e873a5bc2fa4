package com.ransomleak.provisioning.database;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of the application, from PostgreSQL's log. One line is one round trip, COMMIT
 * included. BEGIN does not count, because the driver sends it together with the next statement.
 */
public final class StatementLog implements AutoCloseable {
  private static final Path LOG = ServerDatabase.FOLDER.resolve("postgresql.log");
  private static final Pattern LINE =
      Pattern.compile(
          "^counted\\|"
              + DatabaseAccess.USER
              + "\\|(\\d+)\\|(?:LOG:\\s+(?:statement|execute [^:]*): |(?=DETAIL:))(.*)$");

  /** The parameters of the statement that names the tenant, in a transaction of a timer. */
  private static final Pattern OF_TIMER = Pattern.compile("^DETAIL:.* = 'timer'$");

  private static final String POOL_CHECK = "SELECT 1";

  /** WildFly asks each new connection for it. */
  private static final String POOL_OPENING = "SHOW TRANSACTION ISOLATION LEVEL";

  /** Queries about types and names, which the driver sends once for each new connection. */
  private static final String DRIVERS_CATALOG = " FROM pg_catalog.";

  private static final String DRIVERS_NAME = "SET application_name = ";

  /** A statement of a timer outside a transaction. */
  private static final String STATISTICS = "select provisioning.analyze_small_tables()";

  /** Other statements of a timer outside a transaction. */
  private static final Pattern HEARTBEAT =
      Pattern.compile(
          "select \\* from provisioning\\.(heartbeat|chosen_settings|tenant_metrics)\\(.*");

  private final Connection superuser;
  private final long start;

  private StatementLog(Connection superuser) throws IOException {
    this.superuser = superuser;
    this.start = Files.size(LOG);
  }

  /** Turns the log on; {@link #close} turns it off. */
  public static StatementLog on() throws IOException, SQLException {
    Connection superuser = ServerDatabase.superuser();
    StatementLog log = new StatementLog(superuser);
    log.run("alter system set log_line_prefix = 'counted|%u|%p|'");
    log.run("alter system set log_statement = 'all'");
    log.run("select pg_reload_conf()");
    return log;
  }

  /** The statements that a request causes, in order. */
  public List<String> of(Runnable request) throws IOException {
    long before = Files.size(LOG);
    request.run();
    try (InputStream log = Files.newInputStream(LOG)) {
      log.skipNBytes(start);
      Map<String, List<String>> open = new HashMap<>();
      statements(log.readNBytes((int) (before - start)), open);
      return statements(log.readAllBytes(), open);
    }
  }

  /** A statement and its connection. */
  private record Counted(String connection, String statement) {}

  /**
   * Leaves out the statements of timers, those with which the pool opens and checks connections,
   * and transactions that had begun before the log was turned on: they have an end without a
   * beginning.
   *
   * @param open the transactions that have not ended, by connection
   */
  private static List<String> statements(byte[] logged, Map<String, List<String>> open) {
    List<Counted> counted = new ArrayList<>();
    new String(logged, StandardCharsets.UTF_8)
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .filter(line -> !line.group(2).equals(POOL_CHECK))
        .filter(line -> !line.group(2).equals(POOL_OPENING))
        .filter(line -> !line.group(2).contains(DRIVERS_CATALOG))
        .filter(line -> !line.group(2).startsWith(DRIVERS_NAME))
        .filter(line -> !line.group(2).equals(STATISTICS))
        .filter(line -> !HEARTBEAT.matcher(line.group(2)).matches())
        .forEach(
            matched -> {
              String connection = matched.group(1);
              String statement = matched.group(2);
              if (statement.equals("BEGIN")) {
                open.put(connection, new ArrayList<>());
                return;
              }
              if (statement.startsWith("DETAIL:")) {
                if (open.containsKey(connection) && OF_TIMER.matcher(statement).matches()) {
                  open.get(connection).add(statement);
                }
                return;
              }
              List<String> transaction = open.getOrDefault(connection, new ArrayList<>());
              transaction.add(statement);
              boolean ends = statement.equals("COMMIT") || statement.equals("ROLLBACK");
              if (ends && !open.containsKey(connection)) {
                counted.removeIf(line -> line.connection().equals(connection));
                return;
              }
              if (ends || !open.containsKey(connection)) {
                open.remove(connection);
                if (transaction.stream().noneMatch(s -> s.startsWith("DETAIL:"))) {
                  transaction.forEach(s -> counted.add(new Counted(connection, s)));
                }
              }
            });
    return counted.stream().map(Counted::statement).toList();
  }

  @Override
  public void close() throws SQLException {
    run("alter system reset all");
    run("select pg_reload_conf()");
    superuser.close();
  }

  private void run(String statement) throws SQLException {
    try (Statement s = superuser.createStatement()) {
      s.execute(statement);
    }
  }
}
