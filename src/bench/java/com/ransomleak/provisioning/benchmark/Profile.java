package com.ransomleak.provisioning.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the CPU time of the server goes, from samples of Java Flight Recorder. Each sample belongs
 * to the layer of its innermost frame that has one, so the shares of an operation add up to 100 %.
 */
final class Profile {
  private static final boolean ON = Boolean.getBoolean("bench.profile");

  /** By what class names begin with; the first that fits. */
  private static final Map<String, List<String>> LAYERS = new LinkedHashMap<>();

  static {
    LAYERS.put("our code", List.of("com.ransomleak.provisioning."));
    LAYERS.put("JSON", List.of("org.eclipse.parsson.", "jakarta.json."));
    LAYERS.put("JDBI", List.of("org.jdbi."));
    LAYERS.put("EclipseLink", List.of("org.eclipse.persistence."));
    LAYERS.put("JDBC driver", List.of("org.postgresql."));
    LAYERS.put(
        "pool and transactions",
        List.of(
            "com.sun.enterprise.resource.",
            "com.sun.gjc.",
            "com.sun.enterprise.transaction.",
            "com.sun.enterprise.connectors.",
            "com.sun.appserv.",
            "org.glassfish.cdi.transaction."));
    LAYERS.put(
        "Jakarta Security", List.of("org.glassfish.soteria.", "com.sun.enterprise.security."));
    LAYERS.put("CDI", List.of("org.jboss.weld.", "org.glassfish.weld."));
    LAYERS.put("JAX-RS", List.of("org.glassfish.jersey.", "org.glassfish.hk2.", "org.jvnet.hk2."));
    LAYERS.put(
        "servlet and HTTP",
        List.of(
            "org.apache.catalina.",
            "org.glassfish.grizzly.",
            "fish.payara.",
            "com.sun.enterprise.web."));
  }

  private record Window(Operation operation, Instant begin, Instant end) {}

  private final List<Window> windows = new ArrayList<>();

  /** What the Java of the server needs for it. */
  static List<String> javaOptions(Path folder) {
    return ON
        ? List.of(
            "-XX:FlightRecorderOptions=stackdepth=256",
            "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                + folder.resolve("profile-" + System.nanoTime() + ".jfr"))
        : List.of();
  }

  void measured(Operation operation, Instant begin, Instant end) {
    windows.add(new Window(operation, begin, end));
  }

  /** The shares as a Markdown table; empty without {@code bench.profile}. */
  String tables(Path folder) throws IOException {
    if (!ON) {
      return "";
    }
    Map<Operation, Map<String, Integer>> samples = new EnumMap<>(Operation.class);
    try (var files = java.nio.file.Files.list(folder)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".jfr")).toList()) {
        read(file, samples);
      }
    }
    StringBuilder table = new StringBuilder("\n| share of the server's CPU time |");
    samples.keySet().forEach(operation -> table.append(' ').append(operation.title).append(" |"));
    table.append("\n|---|").append("--:|".repeat(samples.size())).append('\n');
    List<String> layers = new ArrayList<>(LAYERS.keySet());
    layers.add("other");
    for (String layer : layers) {
      table.append("| ").append(layer).append(" |");
      for (Map<String, Integer> counted : samples.values()) {
        double all = counted.values().stream().mapToInt(Integer::intValue).sum();
        table.append(
            String.format(Locale.ROOT, " %.0f %% |", 100 * counted.getOrDefault(layer, 0) / all));
      }
      table.append('\n');
    }
    return table.toString();
  }

  private void read(Path file, Map<Operation, Map<String, Integer>> samples) throws IOException {
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")
            && event.getStackTrace() != null) {
          windows.stream()
              .filter(window -> isWithin(event.getStartTime(), window))
              .findFirst()
              .ifPresent(
                  window ->
                      samples
                          .computeIfAbsent(window.operation(), any -> new LinkedHashMap<>())
                          .merge(layer(event.getStackTrace().getFrames()), 1, Integer::sum));
        }
      }
    }
  }

  private static boolean isWithin(Instant time, Window window) {
    return !time.isBefore(window.begin()) && time.isBefore(window.end());
  }

  private static String layer(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      Predicate<String> begins = type::startsWith;
      for (Map.Entry<String, List<String>> layer : LAYERS.entrySet()) {
        if (layer.getValue().stream().anyMatch(begins)) {
          return layer.getKey();
        }
      }
    }
    return "other";
  }
}
