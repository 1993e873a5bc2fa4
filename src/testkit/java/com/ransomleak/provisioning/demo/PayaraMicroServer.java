package com.ransomleak.provisioning.demo;

import fish.payara.micro.PayaraMicro;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;

/** The WAR on Payara Micro, set up by the files of {@code server-config/payara-micro}. */
public final class PayaraMicroServer {
  /** JVM options that favour a fast start over peak speed. */
  public static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

  private PayaraMicroServer() {}

  /**
   * Starts it on loopback; it ends with the process that called this, however that ends.
   *
   * @param settings MicroProfile Config keys and their values
   * @param cluster the folder of an embedded database that is to end with it, or null
   * @param folder for its log and what it unpacks; emptied first
   */
  public static ServerProcess start(
      int port, DatabaseAccess database, Map<String, String> settings, Path cluster, Path folder)
      throws IOException {
    return start(
        port, database, settings, cluster, folder, QUICK_START, List.of(ProjectFiles.war()));
  }

  /**
   * The same with other options for its Java and other WARs.
   *
   * @param wars what to deploy; ours at the root, any other under the name of its file
   */
  public static ServerProcess start(
      int port,
      DatabaseAccess database,
      Map<String, String> settings,
      Path cluster,
      Path folder,
      List<String> javaOptions,
      List<Path> wars)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProjectFiles.java());
    command.addAll(javaOptions);
    command.add("-Djava.io.tmpdir=" + Folders.emptied(folder.resolve("tmp")));
    settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(openedModules());
    command.add("-cp");
    command.add(
        ProjectFiles.origin(PayaraMicro.class)
            + File.pathSeparator
            + ProjectFiles.origin(PayaraMicroMain.class));
    command.add(PayaraMicroMain.class.getName());
    command.add(cluster == null ? "-" : cluster.toString());
    command.addAll(List.of("--prebootcommandfile", configuration("pre-boot.txt")));
    command.addAll(List.of("--postbootcommandfile", configuration("post-boot.txt")));
    command.addAll(List.of("--postdeploycommandfile", configuration("post-deploy.txt")));
    command.addAll(List.of("--shutdowngrace", "3000"));
    command.addAll(
        List.of("--addlibs", ProjectFiles.origin(org.postgresql.Driver.class).toString()));
    command.addAll(List.of("--nocluster", "--contextroot", "/", "--port", Integer.toString(port)));
    wars.forEach(war -> command.addAll(List.of("--deploy", war.toString())));
    return ServerProcess.start(
        command,
        database.environment(),
        URI.create("http://localhost:" + port + "/scim/v2"),
        folder.resolve("server.log"));
  }

  private static String configuration(String file) {
    return ProjectFiles.file("server-config", "payara-micro", file).toString();
  }

  /** What {@code java -jar} would read from Micro's manifest and {@code java -cp} does not. */
  private static List<String> openedModules() throws IOException {
    List<String> options = new ArrayList<>();
    try (JarFile jar = new JarFile(ProjectFiles.origin(PayaraMicro.class).toFile())) {
      var manifest = jar.getManifest().getMainAttributes();
      for (String packageName : manifest.getValue("Add-Exports").split(" ", -1)) {
        options.add("--add-exports=" + packageName + "=ALL-UNNAMED");
      }
      for (String packageName : manifest.getValue("Add-Opens").split(" ", -1)) {
        options.add("--add-opens=" + packageName + "=ALL-UNNAMED");
      }
    }
    return options;
  }
}
