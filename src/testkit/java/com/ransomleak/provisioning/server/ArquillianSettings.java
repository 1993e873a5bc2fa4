package com.ransomleak.provisioning.server;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.Folders;
import com.ransomleak.provisioning.demo.ProjectFiles;
import fish.payara.micro.PayaraMicro;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Sets the values that {@code arquillian.xml} cannot contain, such as the address of the shared
 * database, before Arquillian reads the file. Only for tests that run on a server, which failsafe
 * names: unit tests start no database.
 */
public final class ArquillianSettings implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (!"payara-micro".equals(System.getProperty("server"))) {
      return;
    }
    DatabaseAccess database = RunningServer.database().access();
    List<String> jvm =
        new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    try {
      jvm.add(
          "-Djava.io.tmpdir="
              + Folders.emptied(ProjectFiles.file("target", "server-tests", "arquillian")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // The adapter cannot pass environment variables. MicroProfile Config also finds the properties
    // with the corresponding names.
    database
        .environment()
        .forEach(
            (name, value) ->
                jvm.add("-D" + name.toLowerCase(Locale.ROOT).replace('_', '.') + "=" + value));
    System.setProperty("arquillian.micro.jvm", String.join(" ", jvm));
    System.setProperty("arquillian.micro.jar", ProjectFiles.origin(PayaraMicro.class).toString());
    System.setProperty(
        "arquillian.micro.options",
        String.join(
            " ",
            "--prebootcommandfile",
            preBoot().toString(),
            "--postbootcommandfile",
            ProjectFiles.file("server-config", "payara-micro", "post-boot.txt").toString(),
            "--addlibs",
            ProjectFiles.origin(org.postgresql.Driver.class).toString(),
            "--systemproperties",
            settings().toString()));
  }

  /**
   * Without the line that closes the listener: Arquillian's adapter reads its port from the log.
   */
  private static Path preBoot() {
    Path file = ProjectFiles.file("target", "server-tests", "arquillian-pre-boot.txt");
    try {
      Files.write(
          file,
          Files.readAllLines(ProjectFiles.file("server-config", "payara-micro", "pre-boot.txt"))
              .stream()
              .filter(line -> !line.endsWith("http-listener.enabled=false"))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** In a file, because options on this command line cannot contain spaces. */
  private static Path settings() {
    Properties settings = new Properties();
    settings.putAll(TestSettings.all());
    Path file = ProjectFiles.file("target", "server-tests", "arquillian.properties");
    try (OutputStream output = Files.newOutputStream(file)) {
      settings.store(output, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
