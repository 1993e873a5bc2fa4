package com.ransomleak.provisioning.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.database.DatabaseCopy;
import com.ransomleak.provisioning.database.SecondLogin;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What an identity provider sees while operators replace nodes, and while processes are killed
 * (O11, H-15). {@code mvn verify -Pdrills} kills 20 times instead of once.
 *
 * <p>The upgrade begins with the WAR that {@code -Ddrills.previous} names, by default the one of
 * this build, and ends with a copy of this build that has one more migration and other functions.
 */
@Tag("one-server")
class NodesDrillIT {
  private static final int KILLS = Outcome.IS_MEASURED ? 20 : 1;
  private static final String MIGRATION =
      "alter table provisioning.team add column drilled integer not null default 0;\n";

  private static final String FUNCTIONS = "R__09_monitoring.sql";

  private static final String MIGRATED =
      "select script from provisioning.flyway_schema_history order by installed_rank";

  private static EmbeddedDatabase database;
  private static TwoNodes nodes;
  private static Path previous;

  @BeforeAll
  static void start() throws Exception {
    database =
        EmbeddedDatabase.startEmpty(ProjectFiles.file("target", "server-tests", "drill-database"));
    String file = System.getProperty("drills.previous", "");
    previous = file.endsWith(".war") ? Path.of(file) : ProjectFiles.war();
    nodes = TwoNodes.start(database.access(), "drill", previous);
  }

  @AfterAll
  static void stop() throws IOException {
    if (nodes != null) {
      nodes.close();
    }
    database.close();
  }

  @Test
  @DisplayName(
      "A rolling upgrade with a migration, which also changes the database password (O10), fails no"
          + " request, and a node of the previous release that restarts keeps the new functions")
  void rollingUpgrade() throws Exception {
    Path next = nextVersion();
    IdentityProvider provider = nodes.identityProvider();
    try (Connection superuser = database.superuser();
        Connection migrator = database.access().connectAsMigrator();
        Statement statement = superuser.createStatement()) {
      SecondLogin.create(superuser, "second");
      nodes.useFromNowOn(SecondLogin.on(database.access(), "second"));
      nodes.replace(0, next);
      List<String> migrated = DatabaseCopy.strings(migrator, MIGRATED);
      assertTrue(migrated.indexOf("V1000__drill.sql") < migrated.lastIndexOf(FUNCTIONS));
      nodes.replace(1, previous);
      statement.execute("alter role " + DatabaseAccess.USER + " nologin");
      assertEquals(migrated, DatabaseCopy.strings(migrator, MIGRATED));
      nodes.replace(1, next);
    }
    Outcome outcome = nodes.end(provider, "Rolling upgrade of two nodes, with another password");
    assertEquals(Map.of(), outcome.failures());
  }

  @Test
  @DisplayName("Nothing acknowledged is lost or doubled when a node is killed under load")
  void killedNode() throws Exception {
    IdentityProvider provider = nodes.identityProvider();
    for (int i = 0; i < KILLS; i++) {
      provider.awaitWrites();
      nodes.kill(i % 2);
      nodes.restart(i % 2);
    }
    nodes.end(provider, "kill -9 of a node, " + KILLS + " times");
  }

  @Test
  @DisplayName("Nothing acknowledged is lost or doubled when the database is killed under load")
  void killedDatabase() throws Exception {
    IdentityProvider provider = nodes.identityProvider();
    for (int i = 0; i < KILLS; i++) {
      provider.awaitWrites();
      database.kill();
      database.start();
    }
    nodes.end(provider, "kill -9 of the database, " + KILLS + " times");
  }

  @Test
  @DisplayName("A restart of the database loses and doubles nothing")
  void restartedDatabase() throws Exception {
    IdentityProvider provider = nodes.identityProvider();
    provider.awaitWrites();
    database.stop();
    database.start();
    provider.awaitWrites();
    nodes.end(provider, "Restart of the database");
  }

  private static Path nextVersion() throws IOException {
    Path war = ProjectFiles.file("target", "server-tests", "next", "provisioning.war");
    Files.createDirectories(war.getParent());
    Files.copy(ProjectFiles.war(), war, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem files = FileSystems.newFileSystem(war)) {
      Path migrations = files.getPath("WEB-INF", "classes", "db", "migration");
      Files.writeString(migrations.resolve("V1000__drill.sql"), MIGRATION);
      Files.writeString(
          migrations.resolve(FUNCTIONS), "-- Of the next version.\n", StandardOpenOption.APPEND);
    }
    return war;
  }
}
