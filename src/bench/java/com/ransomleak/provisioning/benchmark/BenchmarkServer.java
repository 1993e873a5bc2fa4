package com.ransomleak.provisioning.benchmark;

import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.demo.PayaraMicroServer;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.demo.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Payara Micro with 512 MB of heap, with the product or without it. */
final class BenchmarkServer implements AutoCloseable {
  private static final int PORT = Integer.getInteger("bench.port", 8089);

  private final ServerProcess process;
  private final URI ready;
  private final long started = System.nanoTime();

  private BenchmarkServer(ServerProcess process, String ready) {
    this.process = process;
    this.ready = URI.create("http://localhost:" + PORT + ready);
  }

  /** Without the product, only with the ceiling's application. */
  static BenchmarkServer empty(EmbeddedDatabase database, Path folder) throws IOException {
    // The first WAR gets the root, where the product would be.
    Path root = folder.resolve("root.war");
    ShrinkWrap.create(WebArchive.class)
        .addAsWebResource(new StringAsset(""), "index.html")
        .as(ZipExporter.class)
        .exportTo(root.toFile(), true);
    return new BenchmarkServer(
        start(
            database,
            folder,
            // What the product says when it serves, so that the listener opens (post-deploy.txt).
            List.of("-Dransomleak.provisioning-started=true"),
            List.of(root, ceiling(folder))),
        "/ceiling/items");
  }

  /** With the product, and the ceiling's application beside it. */
  static BenchmarkServer complete(EmbeddedDatabase database, Path folder) throws IOException {
    return new BenchmarkServer(
        start(
            database,
            folder,
            Profile.javaOptions(folder),
            List.of(ProjectFiles.war(), ceiling(folder))),
        "/scim/v2/ServiceProviderConfig");
  }

  private static ServerProcess start(
      EmbeddedDatabase database, Path folder, List<String> options, List<Path> wars)
      throws IOException {
    List<String> javaOptions = new ArrayList<>(options);
    javaOptions.add("-Xmx512m");
    return PayaraMicroServer.start(
        PORT,
        database.access(),
        Map.of(
            "provisioning.base-domain",
            "localhost",
            "provisioning.tenants",
            "acme," + ConsolePages.TENANT,
            "tenant." + ConsolePages.TENANT + ".first-administrator",
            ConsolePages.ADMINISTRATOR),
        // The database goes on when a server ends: another one is measured after it.
        null,
        folder.resolve("payara-micro"),
        javaOptions,
        wars);
  }

  private static Path ceiling(Path folder) {
    Path war = folder.resolve("ceiling.war");
    ShrinkWrap.create(WebArchive.class)
        .addClasses(CeilingApplication.class, CeilingResource.class)
        // They are on the server's own class path too, among our test classes, where nothing of
        // Jakarta is.
        .addAsWebInfResource(
            new StringAsset(
                "<glassfish-web-app><class-loader delegate=\"false\"/></glassfish-web-app>"),
            "glassfish-web.xml")
        .as(ZipExporter.class)
        .exportTo(war.toFile(), true);
    return war;
  }

  String origin() {
    return "http://localhost:" + PORT;
  }

  /** Returns how long it took from the start of the process until the application answered. */
  Duration awaitReady() throws IOException, InterruptedException {
    process.awaitReady(Duration.ofMinutes(5), ready);
    return Duration.ofNanos(System.nanoTime() - started);
  }

  Duration cpuTime() {
    return process.cpuTime();
  }

  /** The resident memory of the process, in MB. */
  long memory() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    process.close();
  }
}
