package com.ransomleak.provisioning.drill;

import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One row for each drill of this run, printed and in {@code target/drills.md}. */
final class DrillReport {
  private static final Path FILE = ProjectFiles.file("target", "drills.md");
  private static final List<String> LINES =
      new ArrayList<>(
          List.of(
              "| Drill | Acknowledged writes | Lost | Doubled | Attempts that failed | Longest wait"
                  + " for a write |",
              "|---|---|---|---|---|---|"));

  private DrillReport() {}

  static synchronized void add(String drill, Outcome outcome) throws IOException {
    String row =
        String.format(
            Locale.ROOT,
            "| %s | %d | %d | %d | %s | %.1f s |",
            drill,
            outcome.acknowledged(),
            outcome.lost().size(),
            outcome.doubled().size(),
            outcome.failed() == 0 ? "0" : outcome.failed() + " " + outcome.failures(),
            outcome.longest().toMillis() / 1000.0);
    System.out.println(row + "\nThe longest wait: " + outcome.longestAttempts());
    LINES.add(row);
    Files.write(FILE, LINES);
  }
}
