package com.ransomleak.provisioning.release;

import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that a release froze, with their digests: versioned migrations, because databases of
 * customers have run them, and the database copy that {@code UpgradeIT} migrates. The list has the
 * format of {@code sha256sum}; a line {@code # 1.0.0} names the release of the lines below it.
 *
 * <p>The list also has the repeatable migrations of the last release. They may change, but only
 * with a new versioned migration: a node of the last release, which restarts after a newer one has
 * migrated, knows by an unknown version that it must not write its functions again.
 */
public final class FrozenFiles {
  static final String LIST = "src/test/resources/database/released.txt";
  private static final String REPEATABLE = "  db/migration/R__";

  private final Path root;

  FrozenFiles(Path root) {
    this.root = root;
  }

  /** The frozen files of this project. */
  public static FrozenFiles ofProject() {
    return new FrozenFiles(ProjectFiles.file(".").normalize());
  }

  /** Returns an error, with its remedy, for each changed or deleted file. */
  public List<String> faults() throws IOException {
    List<String> faults = new ArrayList<>();
    String release = "";
    for (String line : list()) {
      if (line.startsWith("#")) {
        release = line.substring(1).strip();
        continue;
      }
      if (line.isBlank() || line.contains(REPEATABLE)) {
        continue;
      }
      String file = line.substring(line.indexOf(' ')).strip();
      if (!Files.exists(root.resolve(file)) || !line.equals(line(file))) {
        faults.add(
            "%1$s was changed or deleted after release %2$s. Databases have run it, and the server does not start on them otherwise. Restore it: git checkout v%2$s -- %1$s. Put the change into a new file db/migration/V<next number>__<what it does>.sql (section Change the schema of the README)."
                .formatted(file, release));
      }
    }
    if (isVersionMissing()) {
      faults.add(
          "Files db/migration/R__*.sql were changed, added or deleted after the last release, and"
              + " there is no new file db/migration/V*.sql. A node of that release would replace"
              + " the new functions by its own when it restarts during an upgrade. Add a file"
              + " db/migration/V<next number>__functions.sql, which may contain only a comment"
              + " (section Change the schema of the README).");
    }
    return faults;
  }

  private boolean isVersionMissing() throws IOException {
    List<String> frozen = list().stream().filter(line -> line.contains(REPEATABLE)).toList();
    return !frozen.isEmpty()
        && !Set.copyOf(frozen).equals(Set.copyOf(repeatable()))
        && unrecorded().stream().noneMatch(file -> file.startsWith("db/migration/V"));
  }

  private List<String> repeatable() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String file : files("db/migration", "db/migration/R__.*\\.sql")) {
      lines.add(line(file));
    }
    return lines;
  }

  /** Files of the kinds that a release freezes which no release has frozen yet, as they are now. */
  public List<String> unrecorded() throws IOException {
    List<String> list = list();
    List<String> files = new ArrayList<>(files("db/migration", ".*/V.*\\.sql"));
    files.addAll(files("src/test/resources/database", ".*/v\\d+\\.sql"));
    files.removeIf(file -> list.stream().anyMatch(line -> line.endsWith("  " + file)));
    for (String line : repeatable()) {
      if (!list.contains(line)) {
        files.add(line.substring(line.indexOf(' ')).strip());
      }
    }
    return files;
  }

  private List<String> files(String folder, String pattern) throws IOException {
    try (Stream<Path> content = Files.list(root.resolve(folder))) {
      return content
          .map(file -> folder + "/" + file.getFileName())
          .filter(file -> file.matches(pattern))
          .sorted()
          .toList();
    }
  }

  /**
   * Freezes everything that no release has frozen yet. Changed repeatable migrations replace those
   * of the last release, unless a new version is missing.
   */
  public void freeze(String version) throws IOException {
    List<String> files = new ArrayList<>(unrecorded());
    List<String> lines = new ArrayList<>(list());
    if (isVersionMissing()) {
      files.removeIf(file -> file.contains("/R__"));
    } else {
      List<String> repeatable = repeatable();
      lines.removeIf(line -> line.contains(REPEATABLE) && !repeatable.contains(line));
    }
    String title = "# " + version;
    if (!files.isEmpty() && !lines.contains(title)) {
      lines.add(title);
    }
    for (String file : files) {
      lines.add(line(file));
    }
    Files.write(root.resolve(LIST), lines);
  }

  private List<String> list() throws IOException {
    Path list = root.resolve(LIST);
    return Files.exists(list) ? Files.readAllLines(list) : List.of();
  }

  private String line(String file) throws IOException {
    return Digests.line(root.resolve(file), file);
  }
}
