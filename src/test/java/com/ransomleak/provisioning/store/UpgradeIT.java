package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.DatabaseChecks;
import com.ransomleak.provisioning.database.DatabaseCopy;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database of version 1 with data ({@link DatabaseCopy}) is migrated, keeps what it holds, and is
 * served.
 */
@Tag("one-server")
class UpgradeIT {
  static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Deletes nothing, however old the copy is. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "provisioning.base-domain", "localhost",
          "provisioning.tenants", DatabaseCopy.TENANT + "," + DatabaseCopy.ERASING_TENANT,
          "provisioning.activity-retention", "P36500D",
          "tenant.default.erase-deleted-after", "P36500D");

  /**
   * A start of the server changes these rows: settings, the run of the timer, sums, what expired.
   */
  private static final Set<String> CHANGED_BY_A_START =
      Set.of(
          "tenant",
          "reconciliation",
          "resource_total",
          "daily_metrics",
          "team_size",
          "console_session",
          "known_browser",
          "password_link",
          "sign_in_failure");

  private static final String HISTORY =
      "select concat_ws(' ', version, script, checksum, success)"
          + " from provisioning.flyway_schema_history order by installed_rank";

  static final String NEXT_VERSION =
      """
      alter table provisioning.team add column people bigint not null default 0;
      update provisioning.team t set people = (
        select count(*) from provisioning.scim_user u where u.tenant_id = t.tenant_id and u.team_id = t.id);
      """;

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "A server that starts on a database of version 1 migrates it and serves what it held")
  void aServerUpgradesTheDatabase() throws Exception {
    DatabaseAccess access = DatabaseCopy.load("upgraded_by_server");
    try (Connection migrator = access.connectAsMigrator()) {
      List<String> history = DatabaseCopy.strings(migrator, HISTORY);
      Map<String, String> columns = columns(migrator);
      columns.keySet().removeAll(CHANGED_BY_A_START);
      List<String> rows = rows(migrator, columns);
      try (ServerProcess node = RunningServer.start(access, SETTINGS, "upgrade")) {
        node.awaitReady(PATIENCE);
        List<String> upgraded = DatabaseCopy.strings(migrator, HISTORY);
        assertEquals(history, upgraded.subList(0, history.size()));
        assertTrue(
            upgraded.stream().allMatch(migration -> migration.endsWith(" t")), upgraded::toString);
        assertKept(rows, rows(migrator, columns));
        assertServed(node);
        assertInvariants(migrator);
      }
    }
  }

  private static void assertServed(ServerProcess node) {
    ScimClient client =
        ScimClient.anonymous(DatabaseCopy.TENANT)
            .on(node.baseUri())
            .with("Authorization", "Bearer " + DatabaseCopy.TOKEN);
    ScimAnswer found = client.get("/Users?filter=externalId eq \"katherine\"").expect(200);
    assertEquals(1, found.total(), found::toString);
    ScimAnswer katherine = client.get("/Users/" + found.text("/Resources/0/id")).expect(200);
    String enterprise = "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    assertEquals("katherine@example.com", katherine.text("/userName"));
    assertEquals("Operations", katherine.text(enterprise + "/department"));
    assertEquals("Grace", katherine.text(enterprise + "/manager/displayName"));
    assertEquals("Pilots", katherine.text("/groups/0/display"));
    // The first administrator and seven people; Administrator, Learner and three groups.
    assertEquals(8, client.get("/Users?count=0").expect(200).total());
    assertEquals(5, client.get("/Groups?count=0").expect(200).total());
    client.post("/Users", ScimClient.userBody("after", "")).expect(201);
    client.post("/Users", ScimClient.userBody("ada@example.com", "")).expect(409, "uniqueness");
  }

  @Test
  @DisplayName(
      "A migration that waits for a lock ends after seconds, so that writes behind it go on, and"
          + " the node tries again (O5)")
  void aMigrationWaitsForLocksBriefly() throws Exception {
    DatabaseAccess access = DatabaseCopy.load("locked");
    try (Connection writer = access.connectAsMigrator();
        Statement statement = writer.createStatement()) {
      statement.execute(
          "update provisioning.flyway_schema_history set checksum = 0"
              + " where script = 'R__03_users.sql'");
      writer.setAutoCommit(false);
      statement.execute("lock table provisioning.scim_user in row exclusive mode");
      try (ServerProcess node = RunningServer.start(access, SETTINGS, "locked")) {
        Eventually.holds(
            "the migration gives up",
            PATIENCE,
            () -> assertTrue(Files.readString(node.log()).contains("lock timeout")));
        writer.commit();
        node.awaitReady(PATIENCE);
        assertServed(node);
      }
    }
  }

  @Test
  @DisplayName("A new version and every repeatable migration run on a database with data")
  void newVersionsRunOnData() throws Exception {
    DatabaseAccess access = DatabaseCopy.load("upgraded_by_flyway");
    try (Connection migrator = access.connectAsMigrator()) {
      List<String> history = DatabaseCopy.strings(migrator, HISTORY);
      Map<String, String> columns = columns(migrator);
      List<String> rows = rows(migrator, columns);
      Migrations.copyTo(folder);
      Files.writeString(folder.resolve("V1000__head_counts.sql"), NEXT_VERSION);
      List<Path> repeatable = Migrations.files(folder, "R");
      for (Path file : repeatable) {
        Files.writeString(file, "-- Changed after version 1.\n", StandardOpenOption.APPEND);
      }
      Migrations.of(access, folder).migrate();

      List<String> upgraded = DatabaseCopy.strings(migrator, HISTORY);
      assertEquals(history, upgraded.subList(0, history.size()));
      List<String> added = upgraded.subList(history.size(), upgraded.size());
      for (Path file : repeatable) {
        assertTrue(added.toString().contains(file.getFileName().toString()), added::toString);
      }
      assertTrue(added.toString().contains("V1000__head_counts.sql"), added::toString);
      assertEquals(rows, rows(migrator, columns));
      assertInvariants(migrator);
      assertEquals(
          DatabaseCopy.strings(
              migrator, "select count(*) from provisioning.scim_user where team_id is not null"),
          DatabaseCopy.strings(migrator, "select sum(people) from provisioning.team"));
    }
  }

  @Test
  @DisplayName("No migration of version 1 was edited after the copy was written")
  void version1IsUnchanged() throws Exception {
    DatabaseAccess access = DatabaseCopy.load("unchanged");
    List<String> edited =
        Arrays.stream(Migrations.of(access, Migrations.SHIPPED).info().applied())
            .filter(migration -> migration.getVersion() != null)
            .filter(migration -> !migration.isChecksumMatching())
            .map(MigrationInfo::getScript)
            .toList();
    assertEquals(
        List.of(),
        edited,
        "These files differ from the ones that the copy of a version 1 database was made with."
            + " Before release 1.0, write the copy again: "
            + DatabaseCopy.COMMAND
            + ". After release 1.0, restore the files, because databases of customers cannot be"
            + " migrated otherwise, and put the change into a new file V2__….sql.");
    Migrations.copyTo(folder);
    Path edit = Migrations.files(folder, "V1_1_").get(0);
    Files.writeString(edit, "-- edited\n", StandardOpenOption.APPEND);
    assertThrows(FlywayValidateException.class, () -> Migrations.of(access, folder).migrate());
  }

  /** By table; a later version may add more. */
  private static Map<String, String> columns(Connection migrator) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    for (String table : DatabaseCopy.tables(migrator)) {
      columns.put(table, DatabaseCopy.columns(migrator, table));
    }
    return columns;
  }

  /** Each row with its table and these columns. */
  private static List<String> rows(Connection migrator, Map<String, String> columns)
      throws SQLException {
    List<String> rows = new ArrayList<>();
    for (String table : columns.keySet()) {
      List<String> found =
          DatabaseCopy.strings(
              migrator,
              "select '%1$s ' || row(%2$s)::text from provisioning.%1$s order by 1"
                  .formatted(table, columns.get(table)));
      assertFalse(found.isEmpty(), table);
      rows.addAll(found);
    }
    return rows;
  }

  private static void assertKept(List<String> before, List<String> after) {
    List<String> lost = new ArrayList<>(before);
    lost.removeAll(after);
    assertEquals(List.of(), lost);
  }

  private static void assertInvariants(Connection migrator) throws Exception {
    for (String check : DatabaseChecks.names()) {
      assertEquals(List.of(), DatabaseChecks.found(migrator, check), check);
    }
  }
}
