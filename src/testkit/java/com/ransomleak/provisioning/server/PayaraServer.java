package com.ransomleak.provisioning.server;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.Folders;
import com.ransomleak.provisioning.demo.PayaraMicroServer;
import com.ransomleak.provisioning.demo.PrivateFile;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.demo.StartFailure;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The WAR on the Payara Server that the Maven profile unpacked, its home in the system property
 * {@code payara.home}: the commands of {@code server-config/payara-server/configure.asadmin}, in
 * their order, on a copy of its domain with free ports.
 */
final class PayaraServer {
  private static final Path SCRIPT =
      ProjectFiles.file("server-config", "payara-server", "configure.asadmin");
  private static final String DOMAIN = "domain1";
  private static final String PASSWORD = "admin-of-tests";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The ports of a new domain apart from those of HTTP and of the administration. */
  private static final List<String> OTHER_PORTS =
      List.of("8181", "8686", "3700", "3820", "3920", "7676");

  private static final Pattern FAILED = Pattern.compile("(?m)^(Command .* failed|remote failure)");

  private final Path asadmin;
  private final Path domains;
  private final Path passwords;
  private final Path log;
  private final int adminPort = RunningServer.freePort();
  private final Map<String, String> environment;

  private PayaraServer(Path home, Path folder, DatabaseAccess database) throws IOException {
    asadmin = home.resolve("bin").resolve("asadmin" + (File.separatorChar == '\\' ? ".bat" : ""));
    domains = Folders.emptied(folder.resolve("domains"));
    passwords = folder.resolve("passwords");
    log = folder.resolve("asadmin.log");
    environment = new HashMap<>(database.environment());
    // asadmin itself runs with the java of the path, the server with JAVA_HOME.
    String java = System.getProperty("java.home");
    environment.put("JAVA_HOME", java);
    environment.put("PATH", Path.of(java, "bin") + File.pathSeparator + System.getenv("PATH"));
    environment.put("AS_EXTRA_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
  }

  /**
   * Starts it on loopback, and returns when its listener is open.
   *
   * @param settings MicroProfile Config keys and their values
   * @param folder for its domain and logs
   */
  static ServerProcess start(
      int port, DatabaseAccess database, Map<String, String> settings, Path folder)
      throws IOException, InterruptedException {
    Path home =
        Optional.ofNullable(System.getProperty("payara.home"))
            .map(Path::of)
            .orElseThrow(() -> new StartFailure("Run it with -Ppayara-server."));
    PayaraServer server = new PayaraServer(home, folder, database);
    server.copyDomain(home, port);
    server.configure(settings);
    ServerProcess process =
        ServerProcess.start(
            server.command("start-domain", "--verbose", "--domaindir", server.domains(), DOMAIN),
            server.environment,
            URI.create("http://localhost:" + port + "/scim/v2"),
            folder.resolve("server.log"));
    boolean deployed = false;
    try {
      server.deploy();
      deployed = true;
    } finally {
      if (!deployed) {
        process.close();
      }
    }
    return process;
  }

  private void copyDomain(Path home, int port) throws IOException {
    Path original = home.resolve("glassfish").resolve("domains").resolve(DOMAIN);
    Path copy = domains.resolve(DOMAIN);
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(original.relativize(file)));
      }
    }
    Path configuration = copy.resolve("config").resolve("domain.xml");
    String xml =
        Files.readString(configuration)
            .replace("port=\"8080\"", "port=\"" + port + "\"")
            .replace("port=\"4848\"", "port=\"" + adminPort + "\"");
    for (String other : OTHER_PORTS) {
      xml =
          xml.replaceAll(
              "(port|value)=\"" + other + "\"", "$1=\"" + RunningServer.freePort() + "\"");
    }
    String options =
        PayaraMicroServer.QUICK_START.stream()
            .map(option -> "<jvm-options>" + option + "</jvm-options>")
            .collect(Collectors.joining());
    Files.writeString(configuration, xml.replace("<jvm-options>-Xmx512m</jvm-options>", options));
  }

  private void configure(Map<String, String> settings) throws IOException, InterruptedException {
    PrivateFile.write(passwords, "AS_ADMIN_PASSWORD=\nAS_ADMIN_NEWPASSWORD=" + PASSWORD + "\n");
    run("change-admin-password", "--domain_name", DOMAIN, "--domaindir", domains());
    PrivateFile.write(passwords, "AS_ADMIN_PASSWORD=" + PASSWORD + "\n");
    run("start-domain", "--domaindir", domains(), DOMAIN);
    try {
      run("add-library", ProjectFiles.origin(org.postgresql.Driver.class).toString());
      run("multimode", "--file", SCRIPT.toString());
      run(
          "create-system-properties",
          settings.entrySet().stream()
              .map(setting -> escaped(setting.getKey()) + "=" + escaped(setting.getValue()))
              .collect(Collectors.joining(":")));
    } finally {
      run("stop-domain", "--domaindir", domains(), DOMAIN);
    }
  }

  private void deploy() throws IOException, InterruptedException {
    try {
      Eventually.holds(
          "the server has started",
          PATIENCE,
          () -> new Socket(InetAddress.getLoopbackAddress(), adminPort).close());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    run("deploy", "--contextroot", "/", "--name", "provisioning", ProjectFiles.war().toString());
    run(
        "set",
        "configs.config.server-config.network-config.network-listeners.network-listener"
            + ".http-listener-1.enabled=true");
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\\\:=,\"]", "\\\\$0");
  }

  private String domains() {
    return domains.toString();
  }

  private List<String> command(String... subcommand) {
    List<String> command =
        new ArrayList<>(
            List.of(
                asadmin.toString(),
                "--port",
                Integer.toString(adminPort),
                "--user",
                "admin",
                "--passwordfile",
                passwords.toString(),
                "--interactive=false"));
    command.addAll(List.of(subcommand));
    return command;
  }

  private void run(String... subcommand) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command(subcommand))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    // A multimode script goes on after a command that failed.
    if (builder.start().waitFor() != 0 || FAILED.matcher(Files.readString(log)).find()) {
      throw new StartFailure("asadmin " + subcommand[0] + " failed; see " + log + ".");
    }
  }
}
