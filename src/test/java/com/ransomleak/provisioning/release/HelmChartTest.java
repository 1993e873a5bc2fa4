package com.ransomleak.provisioning.release;

import static com.ransomleak.provisioning.release.ContainerFilesTest.DATABASE;
import static com.ransomleak.provisioning.release.ContainerFilesTest.PAYARA_MICRO;
import static com.ransomleak.provisioning.release.ContainerFilesTest.YAML;
import static com.ransomleak.provisioning.release.ContainerFilesTest.file;
import static com.ransomleak.provisioning.release.ContainerFilesTest.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart of {@code server-config/container/helm}, checked and rendered by Helm. */
class HelmChartTest {
  /** What an installation must set. */
  private static final String VALUES =
      """
      baseDomain: example.com
      tenants: [acme, globex]
      trustedProxies: [10.2.0.0/16]
      settings: {TENANT_ACME_FIRST_ADMINISTRATOR: ada@example.com, OTEL_SDK_DISABLED: "false"}
      database:
        url: jdbc:postgresql://db.example.com/provisioning?sslmode=verify-full
        certificateConfigMap: database-certificate
        passwordSecret: database-passwords
      monitoringClients: [10.1.0.0/16]
      serviceMonitor: {enabled: true}
      """;

  @TempDir private Path folder;

  @Test
  @DisplayName("Helm accepts the chart, and the chart rejects values that are missing")
  void helmAcceptsTheChart() throws IOException {
    Path chart = folder.resolve("chart");
    copy(file("helm"), chart);
    Path defaults = chart.resolve("values.yaml");
    JsonNode merged =
        YAML.readerForUpdating(YAML.readTree(Files.readString(defaults))).readTree(VALUES);
    IllegalStateException missing =
        assertThrows(IllegalStateException.class, () -> new Helm(chart).template().call());
    assertTrue(missing.getMessage().contains("/database/passwordSecret"), missing::getMessage);
    Files.writeString(
        defaults,
        YAML.writeValueAsString(merged)
            .replaceFirst("monitoringClients:\n- .*", "monitoringClients: []"));
    IllegalStateException unreachable =
        assertThrows(IllegalStateException.class, () -> new Helm(chart).template().call());
    assertTrue(unreachable.getMessage().contains("monitoringClients"), unreachable::getMessage);
    Files.writeString(defaults, YAML.writeValueAsString(merged));
    LintResult lint = new Helm(chart).lint().strict().call();
    assertFalse(lint.isFailed(), () -> String.join("\n", lint.getMessages()));
  }

  @Test
  @DisplayName("The chart runs nodes as the image does, drains them, and reads passwords by name")
  void chartAgreesWithImage() throws IOException {
    Map<String, JsonNode> objects = rendered();
    assertEquals(
        Set.of("Deployment", "PodDisruptionBudget", "Service", "ServiceMonitor"), objects.keySet());
    JsonNode deployment = objects.get("Deployment").path("spec");
    JsonNode pod = deployment.at("/template/spec");
    JsonNode container = pod.at("/containers/0");
    assertEquals(2, deployment.path("replicas").intValue());
    assertEquals("provisioning:" + Pom.version(), container.path("image").textValue());
    assertTrue(
        read(PAYARA_MICRO).contains("EXPOSE " + container.at("/ports/0/containerPort") + "\n"));
    assertTrue(
        read(PAYARA_MICRO)
            .contains("\nUSER " + pod.at("/securityContext/runAsUser").asText() + ":"));
    assertEquals("/health/ready", container.at("/readinessProbe/httpGet/path").textValue());
    assertEquals("/health/live", container.at("/livenessProbe/httpGet/path").textValue());
    Set<String> environment = new TreeSet<>();
    for (JsonNode variable : container.path("env")) {
      String name = variable.path("name").textValue();
      environment.add(name);
      assertEquals(name.contains("PASSWORD"), variable.has("valueFrom"), name);
      if (name.equals("PROVISIONING_DRAIN_TIME")) {
        assertDrain(Duration.parse(variable.path("value").textValue()).toSeconds(), pod);
      }
      if (name.equals("PROVISIONING_MONITORING_CLIENTS")) {
        assertEquals("10.1.0.0/16", variable.path("value").textValue());
      }
    }
    assertTrue(environment.containsAll(DATABASE), environment::toString);
    assertTrue(environment.contains("PROVISIONING_DRAIN_TIME"), environment::toString);
    assertTrue(environment.contains("PROVISIONING_MONITORING_CLIENTS"), environment::toString);
    assertTrue(environment.contains("TENANT_ACME_FIRST_ADMINISTRATOR"), environment::toString);
    assertTrue(environment.contains("OTEL_SDK_DISABLED"), environment::toString);
  }

  /** Written to {@code target} for {@code .ci/lint}. */
  private Map<String, JsonNode> rendered() throws IOException {
    Path values = Files.writeString(folder.resolve("values.yaml"), VALUES);
    String text =
        new Helm(file("helm"))
            .template()
            .withName("provisioning")
            .withKubeVersion("1.30.0")
            .withValuesFile(values)
            .call();
    Files.writeString(ProjectFiles.file("target", "helm.yaml"), text);
    Map<String, JsonNode> objects = new TreeMap<>();
    for (JsonNode object : YAML.readerFor(JsonNode.class).<JsonNode>readValues(text).readAll()) {
      objects.put(object.path("kind").textValue(), object);
    }
    return objects;
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(from)) {
      walk.forEach(files::add);
    }
    for (Path file : files) {
      Files.copy(file, to.resolve(from.relativize(file).toString()));
    }
  }

  /** Longer than the readiness probe needs, and the grace period longer than drain and finish. */
  private static void assertDrain(long seconds, JsonNode pod) {
    JsonNode probe = pod.at("/containers/0/readinessProbe");
    long noticed = probe.path("periodSeconds").asLong() * probe.path("failureThreshold").asLong();
    assertTrue(seconds > noticed, "drain " + seconds);
    assertTrue(pod.path("terminationGracePeriodSeconds").asLong() > seconds + 10 + 3);
  }
}
