package com.ransomleak.provisioning.conformance;

import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compares {@code src/docs/conformance.md} with the tests that ran: for each row of the matrix, the
 * tests that show it, or the reason why it is not kept. Fails when a row has neither or both, when
 * a test names an unknown row, or when the committed file differs; {@code -Dconformance.write}
 * replaces that file.
 *
 * <p>A build that ran only some of the tests writes no report.
 */
public final class ConformanceReport {
  private static final Path REPORT = ProjectFiles.file("src", "docs", "conformance.md");
  private static final String HEAD =
      """
      # Conformance

      Every row of the requirement matrix (RFC 7643, 7644, 9865, 6750 and what clients need beyond them), with the tests that show that it is kept,
      or why it is not. `mvn verify` makes this page of the tests that ran and fails when it is not true; `-Dconformance.write` writes it
      anew. Tests named …IT ask a running server: Payara Micro, and all but those on its inside WildFly too (`-Pwildfly`).

      Rows are MUST, SHOULD and MAY as the RFCs have it; FACT where no RFC says so but clients break without it; OURS where the texts leave room.
      In a row, E400 is a SCIM error of status 400, and P[…] a PATCH with these operations.

      """;

  private final Map<String, Set<String>> shownBy = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  private ConformanceReport() {}

  /**
   * Run by the build after all tests.
   *
   * @param args what {@code -Dtest} and {@code -Dit.test} chose; null where they were not given
   */
  public static void main(String[] args) throws IOException {
    if (Stream.of(args).anyMatch(Objects::nonNull)) {
      System.out.println("No conformance report: only some of the tests ran.");
      return;
    }
    new ConformanceReport()
        .check(
            List.of(
                RowRecorder.FOLDER.resolve(RowRecorder.UNIT),
                RowRecorder.FOLDER.resolve(RowRecorder.ON_A_SERVER)));
  }

  private void check(List<Path> records) throws IOException {
    for (Path record : records) {
      for (String[] line : lines(record)) {
        if (line[1].equals("passed")) {
          shownBy.computeIfAbsent(line[0], id -> new TreeSet<>()).add(line[2]);
        } else {
          faults.add(line[0] + ": a test that speaks of it has " + line[1] + ", " + line[2]);
        }
      }
    }
    String report = report();
    if (System.getProperty("conformance.write") != null) {
      Files.writeString(REPORT, report);
    } else if (!Files.exists(REPORT) || !Files.readString(REPORT).equals(report)) {
      Files.writeString(RowRecorder.FOLDER.resolve("conformance.md"), report);
      faults.add(
          "src/docs/conformance.md is not what the tests showed, which is in"
              + " target/conformance/conformance.md; write it anew with -Dconformance.write");
    }
    if (!faults.isEmpty()) {
      throw new IllegalStateException("Conformance:\n" + String.join("\n", faults));
    }
  }

  private String report() throws IOException {
    Map<String, String> exceptions = new LinkedHashMap<>();
    for (String[] line : lines(resource("exceptions.tsv"))) {
      exceptions.put(line[0], line[1]);
    }
    List<String[]> rows = lines(resource("rows.tsv"));
    Set<String> unknown = new TreeSet<>(shownBy.keySet());
    rows.forEach(row -> unknown.remove(row[0]));
    unknown.forEach(id -> faults.add(id + ": no row is called so, in " + shownBy.get(id)));
    StringBuilder text = new StringBuilder(HEAD);
    long kept = rows.stream().filter(row -> !exceptions.containsKey(row[0])).count();
    text.append(kept + " of " + rows.size() + " rows are kept.\n");
    for (String[] section : lines(resource("sections.tsv"))) {
      text.append("\n## " + section[0] + ": " + section[1] + "\n\n");
      text.append("| Row | Level | Requirement | Shown by |\n|---|---|---|---|\n");
      rows.stream()
          .filter(row -> row[0].startsWith(section[0] + "-"))
          .forEach(row -> text.append(line(row, exceptions.get(row[0]))));
    }
    text.append("\n## Decisions where texts or clients disagree\n\n");
    text.append("| | Question | Decision |\n|---|---|---|\n");
    for (String[] decision : lines(resource("decisions.tsv"))) {
      text.append("| " + String.join(" | ", decision) + " |\n");
    }
    return text.toString();
  }

  private String line(String[] row, String exception) {
    Set<String> tests = shownBy.getOrDefault(row[0], Set.of());
    if (exception == null && tests.isEmpty()) {
      faults.add(row[0] + ": no test speaks of it, and no reason is given");
    }
    if (exception != null && !tests.isEmpty()) {
      faults.add(row[0] + ": is said not to be kept, but there is " + tests);
    }
    String shown = exception == null ? String.join("; ", tests) : "**Not kept.** " + exception;
    return "| " + String.join(" | ", row) + " | " + shown + " |\n";
  }

  private static Path resource(String name) {
    return ProjectFiles.file("src", "test", "resources", "conformance", name);
  }

  private static List<String[]> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(line -> line.split("\t")).toList();
  }
}
