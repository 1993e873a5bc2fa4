package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics of the server under test, in the text format of Prometheus. */
public record Metrics(String text) {
  private static final Pattern LABEL = Pattern.compile("[{,](\\w+)=\"([^\"]*)\"");

  /** Reads them as Prometheus does: from a monitoring client, without a proxy. */
  public static Metrics read() throws IOException {
    URI address = RunningServer.get().baseUri().resolve("/metrics");
    try (InputStream answer = address.toURL().openStream()) {
      return new Metrics(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** The names of all samples. */
  Set<String> names() {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toSet());
  }

  /** The labels of a metric, each with its values. */
  Map<String, Set<String>> labels(String name) {
    Map<String, Set<String>> labels = new TreeMap<>();
    text.lines()
        .filter(line -> line.startsWith(name + "{"))
        .flatMap(line -> LABEL.matcher(line).results())
        .forEach(
            label ->
                labels.computeIfAbsent(label.group(1), key -> new TreeSet<>()).add(label.group(2)));
    return labels;
  }

  /** The sum of the samples with these labels, each as {@code name="value"}. */
  public double sum(String name, String... labels) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Arrays.stream(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
