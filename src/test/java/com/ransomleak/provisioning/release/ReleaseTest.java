package com.ransomleak.provisioning.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources meet the conditions of {@code mvn -Prelease}. */
class ReleaseTest {
  @TempDir private Path folder;

  @Test
  @DisplayName("The changelog describes the version of pom.xml, with the time of its build")
  void theChangelogDescribesTheVersion() throws IOException {
    Changelog.Notes notes = Changelog.notes(Pom.version());
    assertEquals(
        notes.date() + "T00:00:00Z",
        Pom.property("project.build.outputTimestamp"),
        "Browsers and scanners tell releases apart by the time of their files.");
    assertTrue(notes.text().contains("### Provisioning"), notes::text);
    assertThrows(IllegalStateException.class, () -> Changelog.notes("0.0.1"));
  }

  @Test
  @DisplayName("No file that a release froze was changed (O4)")
  void frozenFilesAreUnchanged() throws IOException {
    assertEquals(List.of(), FrozenFiles.ofProject().faults());
  }

  @Test
  @DisplayName("A release whose date has come has frozen all its versioned migrations (O4)")
  void allMigrationsAreFrozen() throws IOException {
    LocalDate date = LocalDate.parse(Changelog.notes(Pom.version()).date());
    List<String> missing =
        FrozenFiles.ofProject().unrecorded().stream().filter(file -> file.contains("/V")).toList();
    assertTrue(
        missing.isEmpty() || date.isAfter(LocalDate.now(ZoneOffset.UTC)),
        () ->
            missing
                + " can still be edited, but the changelog says that the release is of "
                + date
                + ". Run mvn -Prelease -Drelease.freeze and commit "
                + FrozenFiles.LIST
                + ", or set a date in the future.");
  }

  @Test
  @DisplayName("A frozen file that is edited or deleted is reported with what to do instead (O4)")
  void changesOfFrozenFilesAreFound() throws IOException {
    Path edited = migration("V1_1__tables.sql");
    Path deleted = migration("V1_2__more_tables.sql");
    migration("R__functions.sql");
    Files.createDirectories(folder.resolve("src/test/resources/database"));
    FrozenFiles frozen = new FrozenFiles(folder);
    frozen.freeze("1.0.0");
    assertEquals(List.of(), frozen.faults());
    assertEquals(List.of(), frozen.unrecorded());

    Files.writeString(edited, "-- edited\n", StandardOpenOption.APPEND);
    Files.delete(deleted);
    migration("V2__columns.sql");
    List<String> faults = frozen.faults();
    assertEquals(2, faults.size(), faults::toString);
    assertTrue(
        faults
            .get(0)
            .startsWith("db/migration/V1_1__tables.sql was changed or deleted after release 1.0.0"),
        faults::toString);
    assertTrue(
        faults.get(1).contains("git checkout v1.0.0 -- db/migration/V1_2__more_tables.sql"),
        faults::toString);
    assertEquals(List.of("db/migration/V2__columns.sql"), frozen.unrecorded());
    frozen.freeze("1.1.0");
    assertEquals(faults, frozen.faults(), "A later release does not accept the edit.");
  }

  @Test
  @DisplayName("A release that changes functions (R__*) without a new version (V*) is reported")
  void changedFunctionsNeedANewVersion() throws IOException {
    Path functions = migration("R__functions.sql");
    Path views = migration("R__views.sql");
    migration("V1__tables.sql");
    Files.createDirectories(folder.resolve(FrozenFiles.LIST).getParent());
    FrozenFiles frozen = new FrozenFiles(folder);
    frozen.freeze("1.0.0");
    assertEquals(List.of(), frozen.unrecorded());
    assertEquals(List.of(), frozen.faults());

    Files.writeString(functions, "-- edited\n", StandardOpenOption.APPEND);
    frozen.freeze("1.1.0");
    List<String> faults = frozen.faults();
    assertEquals(1, faults.size(), faults::toString);
    assertTrue(faults.get(0).contains("no new file db/migration/V*.sql"), faults::toString);
    assertEquals(List.of("db/migration/R__functions.sql"), frozen.unrecorded());

    migration("V2__functions.sql");
    Files.delete(views);
    assertEquals(List.of(), frozen.faults());
    frozen.freeze("1.1.0");
    assertEquals(List.of(), frozen.unrecorded());
    assertEquals(List.of(), frozen.faults());
    assertEquals(
        List.of("# 1.0.0", "V1__tables.sql", "# 1.1.0", "V2__functions.sql", "R__functions.sql"),
        Files.readAllLines(folder.resolve(FrozenFiles.LIST)).stream()
            .map(line -> line.replaceFirst(".*/", ""))
            .toList());

    migration("R__views.sql");
    assertEquals(1, frozen.faults().size(), "An added file counts as a change.");
  }

  @Test
  @DisplayName("Freezing twice writes one title, and blank lines of the list are ignored")
  void freezingTwiceWritesOneTitle() throws IOException {
    migration("V1_1__tables.sql");
    Path list = folder.resolve(FrozenFiles.LIST);
    Files.createDirectories(list.getParent());
    FrozenFiles frozen = new FrozenFiles(folder);
    frozen.freeze("1.0.0");
    Files.writeString(list, "\n", StandardOpenOption.APPEND);
    migration("V1_2__more_tables.sql");
    frozen.freeze("1.0.0");
    frozen.freeze("1.0.0");
    assertEquals(List.of(), frozen.faults());
    List<String> lines = Files.readAllLines(list);
    assertEquals(List.of("# 1.0.0", ""), List.of(lines.get(0), lines.get(2)));
    assertEquals(4, lines.size(), lines::toString);
  }

  @Test
  @DisplayName("A release contains committed files only, and an uncommitted change stops it")
  void releasesContainCommittedFilesOnly() throws Exception {
    Path config = Files.createDirectories(folder.resolve("server-config/container/secrets"));
    Files.writeString(folder.resolve(".gitignore"), "secrets/\n");
    Files.writeString(config.resolve("certificate.pem"), "key");
    Path committed = Files.writeString(config.resolveSibling("settings.env"), "A=1");
    git("init", "--quiet");
    git("add", ".");
    git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "a");
    WorkTree tree = new WorkTree(folder);
    assertEquals(
        List.of("server-config/container/settings.env"), tree.files(List.of("server-config")));
    assertEquals(List.of(), tree.changes());
    Files.writeString(committed, "A=2");
    Files.writeString(folder.resolve("new.txt"), "");
    assertEquals(2, tree.changes().size(), tree.changes()::toString);
  }

  private void git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process git = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertEquals(0, git.waitFor(), command::toString);
  }

  private Path migration(String name) throws IOException {
    Path file = folder.resolve("db/migration").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "select 1;\n");
  }
}
