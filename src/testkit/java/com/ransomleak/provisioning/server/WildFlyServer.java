package com.ransomleak.provisioning.server;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.Folders;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.demo.StartFailure;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The WAR on the WildFly that the Maven profile unpacked, its home in the system property {@code
 * wildfly.home}, set up by {@code server-config/wildfly/configure.cli}.
 */
final class WildFlyServer {
  private static final String SCRIPT = "configure.cli";

  private WildFlyServer() {}

  /**
   * Starts it on loopback.
   *
   * @param settings MicroProfile Config keys and their values
   * @param folder for its log and the driver
   */
  static ServerProcess start(
      int port,
      int managementPort,
      DatabaseAccess database,
      Map<String, String> settings,
      Path folder)
      throws IOException, InterruptedException {
    Path home =
        Optional.ofNullable(System.getProperty("wildfly.home"))
            .map(Path::of)
            .orElseThrow(() -> new StartFailure("Run it with -Pwildfly."));
    Files.createDirectories(folder);
    configure(home, folder);
    Path base = Folders.emptied(folder.resolve("standalone"));
    copyConfiguration(home, base);
    Path deployments = Files.createDirectories(base.resolve("deployments"));
    Files.copy(ProjectFiles.war(), deployments.resolve("provisioning.war"));

    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve(script("standalone")).toString());
    command.add("-Djboss.server.base.dir=" + base);
    command.add("-Djboss.http.port=" + port);
    command.add("-Djboss.https.port=" + RunningServer.freePort());
    command.add("-Djboss.management.http.port=" + managementPort);
    command.add("--properties=" + written(settings, folder.resolve("settings.properties")));
    Map<String, String> environment = new java.util.HashMap<>(database.environment());
    environment.put("JBOSS_HOME", home.toString());
    environment.put(
        "JAVA_OPTS",
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m -Djava.net.preferIPv4Stack=true");
    // The script then passes signals on and ends with the server.
    environment.put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
    return ServerProcess.start(
        command,
        environment,
        URI.create("http://localhost:" + port + "/scim/v2"),
        folder.resolve("server.log"));
  }

  /** Each server has its own configuration, so that several can run from one installation. */
  private static void copyConfiguration(Path home, Path base) throws IOException {
    Path target = Files.createDirectories(base.resolve("configuration"));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(home.resolve("standalone").resolve("configuration"))) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          Files.copy(file, target.resolve(file.getFileName()));
        }
      }
    }
  }

  /** In a file, because the start script of WildFly removes quotes from its arguments. */
  private static Path written(Map<String, String> settings, Path file) throws IOException {
    Properties all = new Properties();
    all.putAll(settings);
    try (Writer writer = Files.newBufferedWriter(file)) {
      all.store(writer, null);
    }
    return file;
  }

  /** Runs the script, unless this WildFly was configured with the same script before. */
  private static void configure(Path home, Path folder) throws IOException, InterruptedException {
    Path script = ProjectFiles.file("server-config", "wildfly", SCRIPT);
    Path done = home.resolve("configured-by.cli");
    if (Files.exists(done) && Files.mismatch(done, script) < 0) {
      return;
    }
    Path standalone = home.resolve("standalone").resolve("configuration").resolve("standalone.xml");
    Path original = standalone.resolveSibling("standalone.xml.original");
    if (!Files.exists(original)) {
      Files.copy(standalone, original);
    }
    Files.copy(original, standalone, StandardCopyOption.REPLACE_EXISTING);
    Folders.delete(home.resolve("modules").resolve("org").resolve("postgresql"));
    Files.copy(
        ProjectFiles.origin(org.postgresql.Driver.class),
        folder.resolve("postgresql.jar"),
        StandardCopyOption.REPLACE_EXISTING);
    File log = folder.resolve("configure.log").toFile();
    ProcessBuilder cli =
        new ProcessBuilder(
                home.resolve("bin").resolve(script("jboss-cli")).toString(), "--file=" + script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log);
    cli.environment().put("JBOSS_HOME", home.toString());
    if (cli.start().waitFor() != 0) {
      throw new StartFailure(script + " failed; see " + log + ".");
    }
    Files.copy(script, done, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String script(String name) {
    return name + (File.separatorChar == '\\' ? ".bat" : ".sh");
  }
}
