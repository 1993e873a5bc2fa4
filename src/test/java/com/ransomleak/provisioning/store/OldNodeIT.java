package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.DatabaseCopy;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node of the previous release starts while, and after, a newer release migrates. */
@Tag("one-server")
class OldNodeIT {
  @TempDir private Path folder;

  @Test
  @DisplayName(
      "A node of the previous release that starts while, or after, a newer one migrates leaves its"
          + " functions alone, says so and serves")
  void anOldNodeKeepsNewFunctions() throws Exception {
    DatabaseAccess access = DatabaseCopy.load("newer");
    Migrations.of(access, Migrations.SHIPPED).migrate();
    Migrations.copyTo(folder);
    Files.writeString(
        folder.resolve("V1000__head_counts.sql"),
        "set local lock_timeout = '10min';\n" + UpgradeIT.NEXT_VERSION);
    for (Path file : Migrations.files(folder, "R")) {
      Files.writeString(file, "-- Of the newer release.\n", StandardOpenOption.APPEND);
    }
    try (Connection migrator = access.connectAsMigrator();
        Connection writer = access.connectAsMigrator()) {
      writer.setAutoCommit(false);
      DatabaseCopy.strings(writer, "select 'locked' from provisioning.team");
      CompletableFuture<Void> newer =
          CompletableFuture.runAsync(() -> Migrations.of(access, folder).migrate());
      waitsFor(migrator, "alter table provisioning.team");
      try (ServerProcess old = RunningServer.start(access, UpgradeIT.SETTINGS, "newer-migrates")) {
        waitsFor(migrator, "select pg_try_advisory");
        writer.commit();
        newer.join();
        assertKeepsNewFunctions(old, access);
      }
      try (ServerProcess old =
          RunningServer.start(access, UpgradeIT.SETTINGS, "newer-has-migrated")) {
        assertKeepsNewFunctions(old, access);
        String log = Files.readString(old.log());
        assertTrue(log.contains("has migrations of a newer release (1000)"), log);
      }
    }
  }

  private void assertKeepsNewFunctions(ServerProcess old, DatabaseAccess access) throws Exception {
    old.awaitReady(UpgradeIT.PATIENCE);
    ScimClient.anonymous(DatabaseCopy.TENANT)
        .on(old.baseUri())
        .with("Authorization", "Bearer " + DatabaseCopy.TOKEN)
        .get("/Users?count=1")
        .expect(200);
    assertEquals(
        List.of(),
        Arrays.stream(Migrations.of(access, folder).info().pending())
            .map(MigrationInfo::getScript)
            .toList(),
        "The functions of the newer release were replaced.");
  }

  /** Returns when one connection runs, or ran last, a statement that begins so. */
  private static void waitsFor(Connection migrator, String statement) throws Exception {
    String matching =
        "select query from pg_stat_activity where datname = current_database() and query ilike '"
            + statement
            + "%'";
    Eventually.holds(
        statement,
        UpgradeIT.PATIENCE,
        () -> assertEquals(1, DatabaseCopy.strings(migrator, matching).size()));
  }
}
