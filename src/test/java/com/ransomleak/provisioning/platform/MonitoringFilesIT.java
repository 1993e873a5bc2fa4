package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.TestTenant;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The files for Prometheus and Grafana fit the metrics of the running product. */
@TestTenant(MonitoringFilesIT.TENANT)
class MonitoringFilesIT {
  static final String TENANT = "alerted";

  private static final Pattern METRIC =
      Pattern.compile("\\b(?:provisioning|jvm|process|system)_[a-z0-9_]+");

  /** A metric with its labels. */
  private static final Pattern SELECTOR = Pattern.compile("(\\w+)\\{([^}]*)}");

  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*[!=][=~]?\\s*\"([^\"]*)\"");

  /** The labels of a result, or those that it leaves out. */
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");

  private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");

  /** Prometheus adds these. */
  private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

  private static final Path FILES = ProjectFiles.file("server-config", "monitoring");

  private final ScimClient client = ScimClient.of(TENANT);

  @Test
  @DisplayName("Each metric, label and value that the alert rules and the dashboard name exists")
  void files() throws Exception {
    client.get("/Users?count=1").expect(200);
    client.get("/Users/none").expect(404);
    Eventually.holds(
        "sign-ins are delayed",
        () -> {
          ConsoleClient.at(TENANT).trySignIn("nobody@example.com", "wrong password");
          assertTrue(
              Metrics.read()
                  .labels("provisioning_sign_ins_total")
                  .getOrDefault("outcome", Set.of())
                  .contains("delayed"));
        });
    Set<String> named = new TreeSet<>();
    Map<String, String> shown = new LinkedHashMap<>();
    JsonNode rules = new ObjectMapper(new YAMLFactory()).readTree(file("prometheus-alerts.yml"));
    for (JsonNode rule : rules.at("/groups/0/rules")) {
      named.addAll(metricsIn(rule.required("expr").asText()));
      shown.put(rule.required("expr").asText(), rule.at("/annotations/summary").asText());
      assertFalse(rule.at("/annotations/runbook").asText().isEmpty(), rule::toString);
    }
    JsonNode dashboard = new ObjectMapper().readTree(file("grafana-dashboard.json"));
    for (JsonNode panel : dashboard.required("panels")) {
      panel
          .required("targets")
          .forEach(
              target -> {
                named.addAll(metricsIn(target.required("expr").asText()));
                shown.put(
                    target.required("expr").asText(), target.required("legendFormat").asText());
              });
    }
    JsonNode scrape = new ObjectMapper(new YAMLFactory()).readTree(file("prometheus.yml"));
    assertEquals("/metrics", scrape.at("/scrape_configs/0/metrics_path").asText());
    assertEquals("prometheus-alerts.yml", scrape.at("/rule_files/0").asText());
    assertTrue(named.size() > 15, named::toString);
    Eventually.holds(
        "the database is read",
        () -> {
          Set<String> missing = new TreeSet<>(named);
          missing.removeAll(Metrics.read().names());
          assertEquals(Set.of(), missing);
        });
    String job = scrape.at("/scrape_configs/0/job_name").asText();
    Metrics metrics = Metrics.read();
    shown.forEach((expression, text) -> assertLabels(expression, text, job, metrics));
  }

  /** The labels and values that an expression and its text name exist. */
  private static void assertLabels(String expression, String text, String job, Metrics metrics) {
    SELECTOR
        .matcher(expression)
        .results()
        .forEach(
            selector ->
                MATCHER
                    .matcher(selector.group(2))
                    .results()
                    .forEach(
                        label ->
                            assertValues(
                                expression,
                                label.group(1),
                                label.group(2),
                                values(selector.group(1), label.group(1), job, metrics))));
    Set<String> labels = new TreeSet<>(OF_PROMETHEUS);
    metricsIn(expression).forEach(metric -> labels.addAll(metrics.labels(metric).keySet()));
    Set<String> grouping = labels(GROUPING, expression);
    assertTrue(labels.containsAll(grouping), () -> expression + " has " + labels);
    assertTrue(
        (grouping.isEmpty() || expression.contains("ignoring") ? labels : grouping)
            .containsAll(labels(SHOWN, text)),
        () -> text + " of " + expression);
  }

  private static Set<String> values(String metric, String label, String job, Metrics metrics) {
    if (metric.equals("up")) {
      return Map.of("job", Set.of(job)).getOrDefault(label, Set.of());
    }
    Set<String> values = new TreeSet<>(metrics.labels(metric).getOrDefault(label, Set.of()));
    if (label.equals("reason") && !values.isEmpty()) {
      // Reasons that no request of this test has.
      values.addAll(RejectionReason.OF_THE_SERVICE);
      values.add("404");
    } else if (label.equals("status") && !values.isEmpty()) {
      values.add("5xx");
    }
    return values;
  }

  /** Each of the values, which can be a regular expression, is one that exists. */
  private static void assertValues(
      String expression, String label, String expected, Set<String> existing) {
    assertFalse(existing.isEmpty(), () -> label + " in " + expression);
    if (expected.startsWith("$")) {
      return;
    }
    List<String> alternatives = List.of(expected);
    Matcher product = Pattern.compile("\\(([^)]*)\\)\\.\\(([^)]*)\\)").matcher(expected);
    if (product.matches()) {
      alternatives =
          Stream.of(product.group(1).split("\\|"))
              .flatMap(
                  first -> Stream.of(product.group(2).split("\\|")).map(then -> first + "." + then))
              .toList();
    } else if (expected.contains("|")) {
      alternatives = List.of(expected.split("\\|"));
    }
    for (String alternative : alternatives) {
      assertTrue(
          existing.contains(alternative),
          () -> label + "=" + alternative + " in " + expression + " is none of " + existing);
    }
  }

  private static Set<String> labels(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .flatMap(found -> Stream.of(found.group(1).split("\\s*,\\s*")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static java.io.File file(String name) {
    return FILES.resolve(name).toFile();
  }

  private static Set<String> metricsIn(String expression) {
    return METRIC.matcher(expression).results().map(MatchResult::group).collect(Collectors.toSet());
  }
}
