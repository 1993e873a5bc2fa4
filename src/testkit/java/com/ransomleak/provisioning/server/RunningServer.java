package com.ransomleak.provisioning.server;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.demo.PayaraMicroServer;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.demo.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one server that all black-box tests share, with its database: started when the first test
 * asks for it, ended with the JVM. Payara Micro, or WildFly when the system property {@code server}
 * says {@code wildfly}.
 */
public final class RunningServer {
  /**
   * The tenants; the first answers a host without subdomain. Tests that count rows take one of
   * their own.
   */
  public static final List<String> TENANTS =
      List.of(
          "acme",
          "globex",
          "initech",
          "umbrella",
          "hooli",
          "stark",
          "wayne",
          "tyrell",
          "nobody",
          "wonka",
          "gringotts",
          "aperture",
          "soylent",
          "vault",
          "massive",
          "dynamic",
          "weyland",
          "monsters",
          "cyberdyne",
          "oscorp",
          "tessier",
          "maas",
          "sirius",
          "delos",
          "lumon",
          "encom",
          "initrode",
          "veridian",
          "knox",
          "lethe",
          "gekko",
          "ingen",
          "biosyn",
          "abstergo",
          "nakatomi",
          "primatech",
          "goliath",
          "parallel",
          "aviato",
          "raviga",
          "hooli2",
          "bachmanity");

  /** What every server under test is configured with. */
  static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("provisioning.base-domain", "localhost"),
          Map.entry("provisioning.tenants", String.join(",", TENANTS)),
          // Tests that play a proxy connect from this address; all others are not believed.
          Map.entry("provisioning.trusted-proxies", "127.0.0.2,10.20.0.0/16"),
          // Nobody wants to wait a minute for the timer.
          Map.entry("provisioning.reconcile-interval", "PT1S"),
          Map.entry("provisioning.verify-interval", "PT3S"),
          Map.entry("provisioning.housekeeping-interval", "PT5S"),
          // A thousand operations take longer on a busy machine.
          Map.entry("provisioning.bulk-time-limit", "PT10M"),
          // Nor for readers who do not read; whole reports are far quicker.
          Map.entry("provisioning.download-time-limit", "PT30S"),
          // All test clients have one address, which may use a quarter of these.
          Map.entry("provisioning.console-requests", "160"),
          // A minute for a slow body would be long for a test.
          Map.entry("provisioning.form-time-limit", "PT5S"),
          Map.entry("provisioning.body-time-limit", "PT10S"),
          // Who signs in to the consoles under test.
          Map.entry("tenant.wonka.first-administrator", "admin@example.com"),
          Map.entry("tenant.gringotts.first-administrator", "admin@example.com"),
          Map.entry("tenant.gringotts.record-values", "true"),
          // Of those alone who generate and revoke there, or try passwords.
          Map.entry("tenant.nakatomi.first-administrator", "admin@example.com"),
          Map.entry("tenant.nakatomi.token-overlap", "PT1H"),
          Map.entry("tenant.primatech.first-administrator", "admin@example.com"),
          Map.entry("tenant.veridian.first-administrator", "admin@example.com"),
          Map.entry("tenant.knox.first-administrator", "admin@example.com"),
          Map.entry("tenant.bachmanity.first-administrator", "admin@example.com"),
          Map.entry("tenant.vault.first-administrator", "admin@example.com"),
          Map.entry("tenant.weyland.first-administrator", "admin@example.com"),
          Map.entry("tenant.soylent.first-administrator", "admin@example.com"),
          Map.entry("tenant.soylent.erase-deleted-after", "PT2S"),
          Map.entry("tenant.soylent.record-values", "true"),
          Map.entry("tenant.lethe.first-administrator", "admin@example.com"),
          Map.entry("tenant.lethe.erase-deleted-after", "PT2S"),
          Map.entry("tenant.lethe.record-values", "true"),
          Map.entry("tenant.monsters.first-administrator", "admin@example.com"),
          Map.entry("tenant.maas.first-administrator", "admin@example.com"),
          Map.entry("tenant.gekko.first-administrator", "admin@example.com"),
          Map.entry("tenant.tessier.first-administrator", "admin@example.com"),
          Map.entry("tenant.tessier.token-lifetime", "P30D"),
          Map.entry("tenant.aperture.first-administrator", "admin@example.com"),
          // Of the guide alone, which begins where there is no token yet.
          Map.entry("tenant.sirius.first-administrator", "admin@example.com"),
          Map.entry("tenant.raviga.first-administrator", "monica.hall@example.com"),
          // Only there is anybody held up; elsewhere tests do as much at once as they like.
          Map.entry("tenant.default.concurrent-requests", "100"),
          Map.entry("tenant.default.concurrent-reports", "100"),
          Map.entry("tenant.default.failed-tokens-per-minute", "100000"),
          Map.entry("tenant.delos.failed-tokens-per-minute", "10"),
          Map.entry("tenant.lumon.concurrent-requests", "3"),
          Map.entry("tenant.initrode.requests-per-second", "1"),
          // Held to the RFCs, and to naming versions.
          Map.entry("tenant.ingen.strict", "true"),
          Map.entry("tenant.ingen.first-administrator", "admin@example.com"),
          Map.entry("tenant.biosyn.require-if-match", "true"),
          Map.entry(
              "tenant.abstergo.schemas-file",
              ProjectFiles.file("src", "test", "resources", "scim", "extensions.json").toString()),
          Map.entry(
              "tenant.biosyn.schemas",
              "[{\"id\": \"urn:biosyn:scim:User\", \"attributes\": [{\"name\": \"tag\"}]}]"),
          // Teams and figures; in oscorp departments make no teams.
          Map.entry("tenant.cyberdyne.first-administrator", "admin@example.com"),
          Map.entry(
              "tenant.cyberdyne.team-aliases",
              "R&D=Research & Development;T 800=Skynet;T 1000=Genisys"),
          Map.entry("tenant.cyberdyne.archive-empty-teams-after", "PT2S"),
          Map.entry("tenant.oscorp.first-administrator", "admin@example.com"),
          Map.entry("tenant.oscorp.create-teams", "false"),
          Map.entry("tenant.oscorp.team-aliases", "Lab=Laboratory"));

  private static final Path FOLDER = ProjectFiles.file("target", "server-tests");
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static int healthPort;
  private static EmbeddedDatabase database;
  private static RunningServer running;

  private final ServerProcess process;
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  private RunningServer(ServerProcess process) {
    this.process = process;
  }

  /** The server, ready. */
  public static synchronized RunningServer get() {
    if (running == null) {
      try {
        running = new RunningServer(start());
        running.process.awaitReady(PATIENCE);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return running;
  }

  /** The database alone, without a server; for tests that bring their own. */
  public static synchronized EmbeddedDatabase database() {
    if (database == null) {
      try {
        database = EmbeddedDatabase.startEmpty(FOLDER.resolve("database"));
      } catch (IOException | SQLException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      endWithJvm(database);
    }
    return database;
  }

  /**
   * The SCIM base URI, without a slash at its end; another tenant is reached by the Host header.
   */
  public URI baseUri() {
    return process.baseUri();
  }

  /** The Host header that names a tenant. */
  public String host(String tenant) {
    return tenant + ".localhost:" + baseUri().getPort();
  }

  /** A live API token of the tenant, the same in all tests. */
  public String token(String tenant) {
    return tokens.computeIfAbsent(
        tenant, subdomain -> OpsCommand.apiToken(access(), subdomain, "tests"));
  }

  /** Where the server tells whether it is up; WildFly does so on a port of its own. */
  public URI health() {
    return URI.create("http://localhost:" + healthPort + "/health");
  }

  /** JDBC connections to what the server stores, by both logins. */
  public DatabaseAccess access() {
    return database().access();
  }

  /** Everything the server wrote since it was started. */
  public Path log() {
    return process.log();
  }

  /**
   * Another Payara Micro on the same database and settings: a second node, which takes the peer for
   * a proxy. The caller ends it.
   */
  public static ServerProcess secondNode() throws IOException, InterruptedException {
    return secondNode(Map.of());
  }

  /** The same, where these settings are added to the others or take their place. */
  public static ServerProcess secondNode(Map<String, String> changed)
      throws IOException, InterruptedException {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("provisioning.trusted-proxies", "127.0.0.1");
    settings.putAll(changed);
    int port = freePort();
    ServerProcess node =
        PayaraMicroServer.start(
            port, database().access(), settings, null, FOLDER.resolve("second-node-" + port));
    node.awaitReady(PATIENCE);
    return node;
  }

  /**
   * A server of the kind under test, on a database of the caller, which need not run yet. The
   * caller waits for it and ends it.
   *
   * @param name of its folder
   */
  public static ServerProcess start(
      DatabaseAccess access, Map<String, String> settings, String name)
      throws IOException, InterruptedException {
    Path folder = FOLDER.resolve(name);
    return isWildFly()
        ? WildFlyServer.start(freePort(), freePort(), access, settings, folder)
        : PayaraMicroServer.start(freePort(), access, settings, null, folder);
  }

  /** Whether the server under test is WildFly. */
  public static boolean isWildFly() {
    return "wildfly".equals(System.getProperty("server"));
  }

  private static ServerProcess start() throws IOException, InterruptedException {
    DatabaseAccess access = database().access();
    int port = freePort();
    String server = System.getProperty("server", "payara-micro");
    healthPort = server.equals("wildfly") ? freePort() : port;
    ServerProcess process =
        switch (server) {
          case "payara-micro" ->
              PayaraMicroServer.start(
                  port, access, SETTINGS, database.data(), FOLDER.resolve("payara-micro"));
          case "wildfly" ->
              WildFlyServer.start(port, healthPort, access, SETTINGS, FOLDER.resolve("wildfly"));
          default -> throw new IllegalArgumentException("server is payara-micro or wildfly");
        };
    endWithJvm(process);
    return process;
  }

  /** Free now; nothing else here asks for ports of its own choice. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void endWithJvm(AutoCloseable started) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    started.close();
                  } catch (Exception e) {
                    System.err.println("Not ended: " + e);
                  }
                }));
  }
}
