package com.ransomleak.provisioning.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of {@code server-config/container} agree with {@code pom.xml}, with each other and with
 * the rest of {@code server-config}. {@code .ci/lint} checks their syntax.
 */
class ContainerFilesTest {
  static final YAMLMapper YAML = new YAMLMapper();
  static final String PAYARA_MICRO = "payara-micro/Dockerfile";
  private static final String WILDFLY = "wildfly/Dockerfile";
  private static final String UNIT = "systemd/provisioning.service";
  private static final String WILDFLY_UNIT = "systemd/provisioning-wildfly.service";

  /** The connection to the database. */
  static final Set<String> DATABASE =
      Set.of(
          "PROVISIONING_DATABASE_URL",
          "PROVISIONING_DATABASE_USER",
          "PROVISIONING_DATABASE_PASSWORD",
          "PROVISIONING_DATABASE_MIGRATOR_URL",
          "PROVISIONING_DATABASE_MIGRATOR_PASSWORD");

  @Test
  @DisplayName("Images, chart and units have the versions of pom.xml")
  void versionsAreThoseOfThePom() throws IOException {
    Map<String, String> expected =
        Map.of(
            "PAYARA_VERSION", Pom.property("java-21", "payara.version"),
            "WILDFLY_VERSION", Pom.property("wildfly.version"),
            "POSTGRESQL_VERSION", Pom.dependency("postgresql"));
    for (String dockerfile : List.of(PAYARA_MICRO, WILDFLY)) {
      List<MatchResult> versions = found("(?m)^ARG (\\w+_VERSION)=(.+)$", read(dockerfile));
      assertEquals(2, versions.size(), dockerfile);
      versions.forEach(version -> assertEquals(expected.get(version.group(1)), version.group(2)));
      assertTrue(read(dockerfile).contains(":" + Pom.version() + " -f server-config/container/"));
    }
    assertTrue(
        payara("post-boot.txt").contains("payara-micro:" + expected.get("PAYARA_VERSION") + " "));
    String payaraServer = "payara-server/configure.asadmin";
    String wildfly = "wildfly/configure.cli";
    assertTrue(
        serverConfig(payaraServer).contains(":payara:" + Pom.property("payara.version") + ":zip"));
    assertTrue(serverConfig(wildfly).contains("-dist:" + expected.get("WILDFLY_VERSION") + ":zip"));
    for (String file : List.of("payara-micro/post-boot.txt", payaraServer, wildfly)) {
      assertTrue(
          serverConfig(file)
              .contains("postgresql:postgresql:" + expected.get("POSTGRESQL_VERSION") + " "),
          file);
    }
    String postgres = Pom.property("embedded.postgres.version");
    assertEquals(
        "postgres:" + postgres.replaceFirst("\\.0$", "") + "-bookworm",
        compose().at("/services/database/image").textValue());
    assertEquals(
        "provisioning:" + Pom.version(), compose().at("/services/node1/image").textValue());
    JsonNode chart = YAML.readTree(read("helm/Chart.yaml"));
    assertEquals(Pom.version(), chart.path("version").textValue());
    assertEquals(Pom.version(), chart.path("appVersion").textValue());
    assertEquals(
        Set.of("wildfly-" + Pom.property("wildfly.version")),
        found("wildfly-\\d[\\w.]*?(?=\\.zip| )", read(WILDFLY_UNIT)).stream()
            .map(MatchResult::group)
            .collect(Collectors.toSet()));
  }

  @Test
  @DisplayName("Images have pinned bases, an unprivileged user and a health check, and no password")
  void imagesArePinnedAndUnprivileged() throws IOException {
    Set<String> bases = new TreeSet<>();
    for (String dockerfile : List.of(PAYARA_MICRO, WILDFLY)) {
      String text = read(dockerfile);
      found("(?m)^FROM (\\S+)", text).forEach(from -> bases.add(from.group(1)));
      assertTrue(text.contains("\nUSER 10001:10001\n"), dockerfile);
      // The application answers on the same port on every server.
      assertTrue(
          text.contains("/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready "), dockerfile);
      assertEquals(text.lastIndexOf("\nFROM "), text.indexOf("\nFROM eclipse-temurin"), dockerfile);
      assertEquals(List.of(), found("(?m)^(ARG|ENV) .*PASSWORD", text), dockerfile);
    }
    // Each server has the Java with which CI tests it.
    assertEquals(4, bases.size(), bases::toString);
    for (JsonNode service : compose().path("services")) {
      bases.add(service.path("image").textValue());
    }
    bases.forEach(base -> assertTrue(base.matches("[\\w/-]+:\\d+\\.\\d+[\\w.-]*"), base));
  }

  @Test
  @DisplayName("Every file that an image, a service or a unit uses exists")
  void filesExist() throws IOException {
    Set<String> files = new TreeSet<>();
    for (String dockerfile : List.of(PAYARA_MICRO, WILDFLY)) {
      for (MatchResult copy : found("(?m)^COPY (?!--from)(.+) \\S+$", read(dockerfile))) {
        files.addAll(List.of(copy.group(1).replaceAll("--\\S+ ", "").split(" ")));
      }
    }
    for (MatchResult named : found("server-config/[\\w/.-]+\\.(txt|cli|env|service)", units())) {
      files.add(named.group());
    }
    for (JsonNode service : compose().path("services")) {
      files.add("server-config/container/" + service.path("env_file").asText("compose.yaml"));
      for (JsonNode volume : service.path("volumes")) {
        if (volume.textValue().startsWith(".")) {
          files.add("server-config/container/" + volume.textValue().replaceFirst(":.*", ""));
        }
      }
    }
    // The build and the first start of the compose file create these.
    files.removeAll(Set.of("target/provisioning.war", "server-config/container/./reports"));
    assertEquals(
        List.of(), files.stream().filter(file -> !Files.exists(ProjectFiles.file(file))).toList());
    assertTrue(files.size() > 8, files::toString);
    // The image removes this line, because the proxy is in another container.
    assertEquals(
        1, found("(?m)http-listener\\.address=127\\.0\\.0\\.1$", payara("pre-boot.txt")).size());
    assertTrue(read(PAYARA_MICRO).contains("http-listener\\.address=127\\.0\\.0\\.1$"));
  }

  @Test
  @DisplayName("Image and unit start Payara Micro with the options of its configuration")
  void optionsAreThoseOfTheConfiguration() throws IOException {
    String comment = payara("post-boot.txt").replaceAll("(?s)\n#\n# Behind .*", "");
    List<String> options = options(comment.replaceAll("(?m)^# ?", ""));
    assertTrue(options.contains("--shutdowngrace 3000"), options::toString);
    String command = read(PAYARA_MICRO).replaceAll("(?s)^.*\nCMD \\[", "");
    assertEquals(options, options(command.replaceAll("[\",\\]]", "")));
    assertEquals(options, options(read(UNIT).replaceAll("(?s)^.*(?=ExecStart=)", "")));
  }

  @Test
  @DisplayName("A start removes the folders that a killed Payara Micro left, in image and unit")
  void leftoversAreRemoved(@TempDir Path temporary) throws Exception {
    Files.createDirectories(temporary.resolve("payaramicro-rt123tmp/runtime"));
    Files.createFile(temporary.resolve("other"));
    ProcessBuilder start =
        new ProcessBuilder("sh", file("entrypoint.sh").toString(), "ls", temporary.toString());
    start.environment().put("TMPDIR", temporary.toString());
    Process entrypoint = start.redirectErrorStream(true).start();
    assertEquals("other\n", new String(entrypoint.getInputStream().readAllBytes(), UTF_8));
    assertTrue(read(UNIT).contains("'rm -rf /var/cache/provisioning/payaramicro-rt*'"));
    assertTrue(read(UNIT).contains(" -Djava.io.tmpdir=/var/cache/provisioning "));
  }

  @Test
  @DisplayName("The reports of db/tenant are written to a folder of the host")
  void reportsOutliveTheContainer() throws IOException {
    assertTrue(
        compose().at("/services/database/volumes").toString().contains("./reports:/reports"));
    List<MatchResult> commands = found("(?m)^#.* exec .* /db/tenant .*$", read("compose.yaml"));
    assertEquals(1, commands.size());
    commands.forEach(line -> assertTrue(line.group().contains(" -w /reports "), line::group));
  }

  @Test
  @DisplayName("Java gets one SIGTERM from systemd, because a second one skips the drain")
  void oneSigterm() throws IOException {
    assertTrue(read(UNIT).contains("\nExecStart=/usr/bin/java "), "the main process is Java");
    assertTrue(read(WILDFLY_UNIT).contains("\nExecStart=/opt/wildfly/bin/standalone.sh\n"));
    assertTrue(read(WILDFLY_UNIT).contains("LAUNCH_JBOSS_IN_BACKGROUND=true"), "it forwards");
    assertTrue(read(WILDFLY_UNIT).contains("\nKillMode=mixed\n"), "to the main process only");
  }

  @Test
  @DisplayName("Every setting that these files name exists")
  void settingsExist() throws IOException {
    Set<String> known = new TreeSet<>(DATABASE);
    String example = Files.readString(file("../microprofile-config.properties.example"));
    for (MatchResult key : found("(?m)^#?((provisioning|tenant)\\.[\\w.-]+)=", example)) {
      known.add(key.group(1).replaceAll("[.-]", "_").toUpperCase(Locale.ROOT));
    }
    Set<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(file(""))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found("\\b(PROVISIONING|TENANT)_[A-Z_]+", Files.readString(file))
            .forEach(name -> named.add(name.group().replaceFirst("_FILE$", "")));
      }
    }
    assertTrue(named.containsAll(DATABASE), named::toString);
    named.removeAll(known);
    assertEquals(Set.of(), named);
    assertEquals(
        DATABASE,
        found("PROVISIONING_DATABASE_\\w+", payara("post-boot.txt")).stream()
            .map(MatchResult::group)
            .collect(Collectors.toSet()));
    assertEquals(DATABASE, variables(read("systemd/database.env")));
    assertEquals(DATABASE, withPrefix(compose().at("/services/node1/environment")));
  }

  @Test
  @DisplayName("HAProxy finds the nodes, and they trust it")
  void composeConnectsHaproxyAndNodes() throws IOException {
    JsonNode services = compose().path("services");
    JsonNode proxy = services.path("proxy").path("environment");
    String address = services.at("/proxy/networks/nodes/ipv4_address").textValue();
    assertEquals(address, proxy.path("PROXY_SOURCE").textValue());
    for (String number : List.of("1", "2")) {
      JsonNode node = services.path("node" + number);
      assertEquals(
          node.at("/networks/nodes/ipv4_address").textValue() + ":8080",
          proxy.path("PROXY_NODE_" + number).textValue());
      assertEquals(address, node.at("/environment/PROVISIONING_TRUSTED_PROXIES").textValue());
      assertTrue(node.path("ports").isMissingNode(), "Only the proxy is reached from outside.");
    }
    String haproxy = Files.readString(file("../proxy/haproxy.cfg"));
    Set<String> variables = new TreeSet<>(variables(read("settings.env")));
    proxy.fieldNames().forEachRemaining(variables::add);
    variables.removeIf(name -> !name.startsWith("PROXY_"));
    variables.forEach(name -> assertTrue(haproxy.contains("presetenv " + name + " "), name));
    assertTrue(haproxy.contains("presetenv PROXY_HEALTH_PATH /health/ready"));
  }

  private static JsonNode compose() throws IOException {
    JsonNode compose = YAML.readTree(read("compose.yaml"));
    // Jackson does not merge "<<".
    for (JsonNode service : compose.path("services")) {
      if (service.has("<<")) {
        ((ObjectNode) service).setAll((ObjectNode) compose.path("x-node"));
      }
    }
    return compose;
  }

  private static Set<String> withPrefix(JsonNode environment) {
    Set<String> names = new TreeSet<>();
    environment.fieldNames().forEachRemaining(name -> names.add(name.replaceFirst("_FILE$", "")));
    names.removeIf(name -> !name.startsWith("PROVISIONING_DATABASE_"));
    return names;
  }

  private static Set<String> variables(String environmentFile) {
    return found("(?m)^(\\w+)=", environmentFile).stream()
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Each option with its value, in which only the file name counts. */
  private static List<String> options(String command) {
    return found("--[a-z]+( +(?!-)[^\\s\\\\]+)?", command).stream()
        .map(option -> option.group().replaceAll(" +", " ").replaceAll(" \\S+/(?=\\w)", " "))
        .toList();
  }

  private static String units() throws IOException {
    return read(UNIT) + read(WILDFLY_UNIT);
  }

  private static List<MatchResult> found(String regex, String text) {
    return Pattern.compile(regex).matcher(text).results().toList();
  }

  private static String payara(String name) throws IOException {
    return serverConfig("payara-micro/" + name);
  }

  private static String serverConfig(String name) throws IOException {
    return Files.readString(file("../" + name));
  }

  static String read(String name) throws IOException {
    return Files.readString(file(name));
  }

  static Path file(String name) {
    return ProjectFiles.file("server-config", "container").resolve(name);
  }
}
