package com.ransomleak.provisioning.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
 * this build, and ends with a copy of this build that has one more migration.
 */
@Tag("one-server")
class NodesDrillIT {
  private static final int KILLS = Outcome.IS_MEASURED ? 20 : 1;
  private static final String MIGRATION =
      "alter table provisioning.team add column drilled integer not null default 0;\n";

  private static EmbeddedDatabase database;
  private static TwoNodes nodes;

  @BeforeAll
  static void start() throws Exception {
    database =
        EmbeddedDatabase.startEmpty(ProjectFiles.file("target", "server-tests", "drill-database"));
    String previous = System.getProperty("drills.previous", "");
    nodes =
        TwoNodes.start(
            database.access(),
            "drill",
            previous.endsWith(".war") ? Path.of(previous) : ProjectFiles.war());
  }

  @AfterAll
  static void stop() throws IOException {
    if (nodes != null) {
      nodes.close();
    }
    database.close();
  }

  @Test
  @DisplayName("A rolling upgrade with a migration fails no request")
  void rollingUpgrade() throws Exception {
    IdentityProvider provider = nodes.identityProvider();
    nodes.replaceEach(nextVersion());
    Outcome outcome = nodes.end(provider, "Rolling upgrade of two nodes");
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
      Files.writeString(
          files.getPath("WEB-INF", "classes", "db", "migration", "V1000__drill.sql"), MIGRATION);
    }
    return war;
  }
}
