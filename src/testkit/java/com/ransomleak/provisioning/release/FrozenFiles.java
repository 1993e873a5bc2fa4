package com.ransomleak.provisioning.release;

import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that a release froze, with their digests: versioned migrations, because databases of
 * customers have run them, and the database copy that {@code UpgradeIT} migrates. The list has the
 * format of {@code sha256sum}; a line {@code # 1.0.0} names the release of the lines below it.
 */
public final class FrozenFiles {
  static final String LIST = "src/test/resources/database/released.txt";

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
      if (line.isBlank()) {
        continue;
      }
      String file = line.substring(line.indexOf(' ')).strip();
      if (!Files.exists(root.resolve(file)) || !line.equals(line(file))) {
        faults.add(
            "%1$s was changed or deleted after release %2$s. Databases have run it, and the server does not start on them otherwise. Restore it: git checkout v%2$s -- %1$s. Put the change into a new file db/migration/V<next number>__<what it does>.sql (section Change the schema of the README)."
                .formatted(file, release));
      }
    }
    return faults;
  }

  /** Files of the kinds that a release freezes which no release has frozen yet. */
  public List<String> unrecorded() throws IOException {
    String list = String.join("\n", list());
    List<String> files = new ArrayList<>();
    for (String folder : List.of("db/migration", "src/test/resources/database")) {
      try (Stream<Path> content = Files.list(root.resolve(folder))) {
        content
            .map(file -> folder + "/" + file.getFileName())
            .filter(file -> file.matches("db/migration/V.*\\.sql|.*/v\\d+\\.sql"))
            .filter(file -> !list.contains("  " + file))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  /** Freezes everything that no release has frozen yet. */
  public void freeze(String version) throws IOException {
    List<String> lines = new ArrayList<>(list());
    List<String> files = unrecorded();
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
