package com.ransomleak.provisioning.conformance;

import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares {@code src/docs/conformance.md} with the tests that ran: each requirement has tests that
 * show it or a reason why it is not met. Fails when a requirement has neither or both, when a test
 * names an unknown requirement, or when the file differs. {@code -Dconformance.write} writes the
 * file. All tests must have run in the same build.
 */
public final class ConformanceReport {
  private static final Path REPORT = ProjectFiles.file("src", "docs", "conformance.md");
  private static final String HEAD =
      """
      # Conformance

      Every requirement of RFC 7643, 7644, 9865 and 6750, and what clients need beyond them, with the tests that show that it is met, or the reason
      why it is not. `mvn verify exec:java@conformance` compares this page with the tests that ran and fails when they differ. With
      `-Dconformance.write` it writes the page. Tests named …IT send requests to a running server: Payara Micro, and with `-Pwildfly` WildFly.

      A row is MUST, SHOULD or MAY as in the RFC, FACT when clients need it although no RFC says so, and OURS when the RFCs leave the choice.
      In a row, E400 is a SCIM error of status 400, and P[…] a PATCH with these operations.

      """;

  private final Map<String, Set<String>> shownBy = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  private ConformanceReport() {}

  public static void main(String[] args) throws IOException {
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
          faults.add(line[0] + ": one of its tests " + line[1] + ", " + line[2]);
        }
      }
    }
    String report = report();
    if (System.getProperty("conformance.write") != null && faults.isEmpty()) {
      Files.writeString(REPORT, report);
    } else if (!Files.exists(REPORT) || !Files.readString(REPORT).equals(report)) {
      Files.writeString(RowRecorder.FOLDER.resolve("conformance.md"), report);
      faults.add(
          "src/docs/conformance.md differs from target/conformance/conformance.md, which comes from"
              + " the tests; write it with -Dconformance.write");
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
    unknown.forEach(
        id ->
            faults.add(
                id + ": there is no such requirement, but it is named in " + shownBy.get(id)));
    StringBuilder text = new StringBuilder(HEAD);
    long kept = rows.stream().filter(row -> !exceptions.containsKey(row[0])).count();
    text.append(kept + " of " + rows.size() + " requirements are met.\n");
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
      faults.add(row[0] + ": no test names it, and no reason is given");
    }
    if (exception != null && !tests.isEmpty()) {
      faults.add(row[0] + ": is not met according to its reason, but there is " + tests);
    }
    String shown = exception == null ? String.join("; ", tests) : "**Not met.** " + exception;
    return "| " + String.join(" | ", row) + " | " + shown + " |\n";
  }

  private static Path resource(String name) {
    return ProjectFiles.file("src", "test", "resources", "conformance", name);
  }

  private static List<String[]> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(line -> line.split("\t")).toList();
  }
}
