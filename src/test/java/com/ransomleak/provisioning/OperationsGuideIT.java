package com.ransomleak.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.DatabaseCopy;
import com.ransomleak.provisioning.database.TestDatabase;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.PostgresBinaries;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.PackagedPostgres;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The commands of {@code src/docs/operations.md}, in the order of the page and in one folder. The
 * tenants {@code acme} and {@code globex} are those of {@link DatabaseCopy}, in a PostgreSQL from
 * the packages of the operating system. A dump is restored to a second one.
 */
@Tag("one-server")
class OperationsGuideIT {
  private static final Path FOLDER = ProjectFiles.file("target", "server-tests", "operations");

  /** A title, or a block with its language. */
  private static final Pattern PART =
      Pattern.compile("(?m)^#+ (.*)$|^( *)```(\\w*)\\n((?s:.*?))^ *```$");

  private static final Pattern COMMAND =
      Pattern.compile("(?m)^ *(curl|psql|db/|pg_\\w+|PG\\w+=|export|for) ?");

  private static final String ARCHIVING =
      "select current_setting('archive_mode') || ' ' || current_setting('archive_command')";

  private static PackagedPostgres postgres;
  private static PackagedPostgres newCluster;
  private static DatabaseAccess cell1;
  private static DatabaseAccess cell2;

  private final Map<String, String> variables = new LinkedHashMap<>();

  /** The blocks of a chapter that have not been run yet, in their order. */
  private record Chapter(String title, Deque<String> blocks) {}

  @BeforeAll
  static void start() throws Exception {
    postgres = PackagedPostgres.start(FOLDER);
    newCluster = PackagedPostgres.start(FOLDER.resolveSibling("operations-new-cluster"));
    cell1 = postgres.create("cell1");
    cell2 = postgres.create("cell2");
    DatabaseCopy.loadInto(cell1);
    TestDatabase.migrate(cell1);
    TestDatabase.migrate(cell2);
    update(
        cell1, "update provisioning.tenant set subdomain = 'acme' where subdomain = 'gringotts'");
    Files.createSymbolicLink(FOLDER.resolve("db"), ProjectFiles.file("db"));
    Files.writeString(
        FOLDER.resolve("services"),
        """
        [cell1]
        dbname=cell1
        user=provisioning_migrator
        [cell2]
        dbname=cell2
        user=provisioning_migrator
        [restored]
        host=127.0.0.1
        port=%s
        dbname=restored
        user=provisioning_migrator
        passfile=%s
        """
            .formatted(
                newCluster.environment().get("PGPORT"),
                newCluster.environment().get("PGPASSFILE")));
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
    newCluster.close();
  }

  @Test
  @DisplayName("Every command of the operations guide runs and has the effect that the guide says")
  void theGuideIsTrue() throws Exception {
    variables.put("PGSERVICEFILE", FOLDER.resolve("services").toString());
    List<Chapter> chapters = chapters();
    List<String> done = new ArrayList<>();
    for (Chapter chapter : chapters) {
      switch (chapter.title()) {
        case "Health", "Metrics", "Runbook by symptom" -> watch(chapter);
        case "Add, rename, suspend" -> addRenameSuspend(chapter);
        case "Move a tenant to another deployment" -> move(chapter);
        case "Erase a tenant" -> erase(chapter);
        case "Back up and restore" -> backUp(chapter);
        case "Upgrade" -> upgrade(chapter);
        default -> throw new AssertionError("No test runs the commands of " + chapter.title());
      }
      assertEquals(List.of(), List.copyOf(chapter.blocks()), "No test runs these blocks.");
      done.add(chapter.title());
    }
    assertEquals(8, done.size(), done::toString);
  }

  @Test
  @DisplayName("The runbook names every alert, and no alert that does not exist")
  void theRunbookNamesEveryAlert() throws IOException {
    String guide = Files.readString(ProjectFiles.file("src", "docs", "operations.md"));
    Path rules = ProjectFiles.file("server-config", "monitoring", "prometheus-alerts.yml");
    assertEquals(
        names("alert: (Provisioning\\w+)", Files.readString(rules)),
        names("`(Provisioning\\w+)`", guide.substring(guide.indexOf("## Runbook"))));
  }

  private void watch(Chapter chapter) throws Exception {
    ScimClient.of("acme").get("/Users?count=1").expect(200);
    String port = ":" + RunningServer.get().baseUri().getPort();
    for (String command : chapter.blocks().pop().lines().toList()) {
      String output = run(command.replace(":8080", port));
      assertTrue(output.contains(expected(command)), command + "\n" + output);
    }
  }

  private static String expected(String command) {
    if (command.contains("/health/")) {
      return "HTTP/1.1 200";
    }
    if (command.contains("acme")) {
      return "provisioning_requests_total{";
    }
    return command.contains("/metrics") ? "provisioning_database_up 1" : "| in use ";
  }

  private void addRenameSuspend(Chapter chapter) throws Exception {
    assertTrue(runNext(chapter).matches("(?s).*initech +\\| in use .*"));
    lists(cell1, "initech");
    assertTrue(runNext(chapter).contains("Every running node serves it"));
    assertTrue(runNext(chapter).startsWith("rlscim_"));
    runNext(chapter);
    update(cell1, "delete from provisioning.node");
    assertTrue(runNext(chapter).contains("Suspended since"));
  }

  private void move(Chapter chapter) throws Exception {
    String rows = "select (select sum(number) from provisioning.tenant_rows(tenant_id))";
    String before = one(cell1, rows + " from provisioning.tenant where subdomain = 'acme'");
    runNext(chapter);
    runNext(chapter);
    lists(cell2, "acme");
    runNext(chapter);
    assertEquals(before, one(cell2, rows + " from provisioning.tenant where subdomain = 'acme'"));
    assertTrue(runNext(chapter).contains("Last request with a token (scim): "));
    runNext(chapter);
    assertEquals("0", count(cell1, "acme"));
  }

  private void erase(Chapter chapter) throws Exception {
    runNext(chapter);
    assertEquals("0", count(cell1, "initrode"));
    String rows = runNext(chapter);
    assertTrue(rows.contains("\"userName\": \""), rows);
  }

  private void upgrade(Chapter chapter) throws Exception {
    assertTrue(runNext(chapter).contains("\n1.7|row security|t"));
    assertEquals("REINDEX", runNext(chapter));
    assertTrue(runNext(chapter).endsWith("ALTER COLLATION"));
  }

  private void backUp(Chapter chapter) throws Exception {
    runNext(chapter);
    update(cell1, "select provisioning.enable_tenant('early')");
    int port = RunningServer.freePort();
    variables.put("archive", postgres.archive().toString());
    variables.put("moment", one(cell1, "select clock_timestamp()"));
    variables.put("restored_port", Integer.toString(port));
    Path newArchive = postgres.archive().resolveSibling("new-archive");
    variables.put("new_archive", Files.createDirectory(newArchive).toString());
    update(cell1, "select provisioning.enable_tenant('late')");
    archive();
    runNext(chapter);
    try {
      String tenants =
          "select string_agg(subdomain, ',' order by subdomain) from provisioning.tenant";
      assertEquals("early,soylent", restored(port, tenants));
      runNext(chapter);
      String written = "cp %p " + newArchive + "/%f";
      assertEquals("on " + written, restored(port, ARCHIVING));
      assertEquals(
          "archive_command = '" + written + "'",
          Files.readString(FOLDER.resolve("restored/postgresql.auto.conf"))
              .replaceAll("(?m)^#.*\\R", "")
              .strip(),
          "A new standby copies this file.");
    } finally {
      run("pg_ctl --pgdata=restored --mode=immediate --wait stop");
    }
    runNext(chapter);
    DatabaseAccess copy = newCluster.access("restored");
    runNext(chapter);
    assertEquals("t", one(copy, "select count(*) > 0 from pg_stats where tablename = 'tenant'"));
    assertEquals("1", count(copy, "late"));
    assertEquals("", runNext(chapter));
  }

  private static String restored(int port, String sql) throws SQLException {
    try (Connection superuser = postgres.superuser(port, "cell1")) {
      return TestDatabase.strings(superuser, sql, List.of()).get(0);
    }
  }

  /** Returns when the WAL that was written so far is in the archive. */
  private void archive() throws Exception {
    try (Connection superuser = postgres.superuser(cell1.port(), "cell1")) {
      String wal =
          TestDatabase.strings(superuser, "select pg_walfile_name(pg_switch_wal())", List.of())
              .get(0);
      Eventually.holds(
          "the WAL is archived",
          () -> assertTrue(Files.exists(postgres.archive().resolve(wal)), wal));
    }
  }

  /** A node lists a tenant. */
  private static void lists(DatabaseAccess database, String tenant) throws SQLException {
    update(
        database,
        """
        select provisioning.heartbeat('01900000-0000-7000-8000-000000000001', 'node, process 1', array[tenant_id],
          array[subdomain], interval '30 days') from provisioning.tenant where subdomain = '%s'
        """
            .formatted(tenant));
  }

  /** Runs the next block of a chapter. */
  private String runNext(Chapter chapter) throws IOException, InterruptedException {
    return run(chapter.blocks().pop());
  }

  /** Runs commands, which must succeed, and returns what they print. */
  private String run(String commands) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(PostgresBinaries.asOrdinaryUser());
    command.addAll(List.of("bash", "-eu", "-o", "pipefail", "-c", commands));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(postgres.environment());
    builder.environment().putAll(variables);
    Process process = builder.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), commands + "\n" + output);
    return output;
  }

  private static List<Chapter> chapters() throws IOException {
    List<Chapter> chapters = new ArrayList<>();
    String title = "";
    Matcher part =
        PART.matcher(Files.readString(ProjectFiles.file("src", "docs", "operations.md")));
    while (part.find()) {
      if (part.group(1) != null) {
        title = part.group(1);
      } else if (part.group(3).equals("sh")) {
        if (chapters.isEmpty() || !chapters.get(chapters.size() - 1).title().equals(title)) {
          chapters.add(new Chapter(title, new ArrayDeque<>()));
        }
        chapters
            .get(chapters.size() - 1)
            .blocks()
            .add(part.group(4).replaceAll("(?m)^" + part.group(2), ""));
      } else {
        assertFalse(COMMAND.matcher(part.group(4)).find(), "Mark as sh: " + part.group(4));
      }
    }
    return chapters;
  }

  private static List<String> names(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(m -> m.group(1)).sorted().toList();
  }

  private static String count(DatabaseAccess database, String tenant) throws SQLException {
    return one(
        database, "select count(*) from provisioning.tenant where subdomain = '" + tenant + "'");
  }

  private static String one(DatabaseAccess database, String sql) throws SQLException {
    try (Connection migrator = database.connectAsMigrator()) {
      return TestDatabase.strings(migrator, sql, List.of()).get(0);
    }
  }

  private static void update(DatabaseAccess database, String sql) throws SQLException {
    try (Connection migrator = database.connectAsMigrator();
        Statement statement = migrator.createStatement()) {
      statement.execute(sql);
    }
  }
}
