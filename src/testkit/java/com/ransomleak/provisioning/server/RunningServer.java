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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server that all integration tests share, with its database: started when the first test asks
 * for it, ended with the JVM. Payara Micro, or WildFly or Payara Server when the system property
 * {@code server} says {@code wildfly} or {@code payara-server}. Its tenants are those that test
 * classes declare by {@link TestTenant}.
 */
public final class RunningServer {
  private static final Path FOLDER = ProjectFiles.file("target", "server-tests");
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static EmbeddedDatabase database;
  private static RunningServer running;

  private final ServerProcess process;
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  private RunningServer(ServerProcess process) {
    this.process = process;
  }

  /** All tenants that tests declare, separated by commas as the setting has them. */
  public static String tenantList() {
    return String.join(",", TestSettings.tenants());
  }

  /** Starts the server if necessary and returns it when it is ready. */
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

  /** A valid API token of the tenant, the same in all tests. */
  public String token(String tenant) {
    return tokens.computeIfAbsent(
        tenant, subdomain -> OpsCommand.apiToken(access(), subdomain, "tests"));
  }

  /** The health check. */
  public URI health() {
    return baseUri().resolve("/health");
  }

  /** Access to the database of the server, for both logins. */
  public DatabaseAccess access() {
    return database().access();
  }

  /** Everything the server wrote since it was started. */
  public Path log() {
    return process.log();
  }

  /**
   * Starts a second node: the same server (Payara Micro beside Payara Server) with the same
   * database and settings, which trusts its clients as proxies. The caller stops it.
   */
  public static ServerProcess secondNode() throws IOException, InterruptedException {
    return secondNode(Map.of());
  }

  /** The same with additional or different settings. */
  public static ServerProcess secondNode(Map<String, String> changed)
      throws IOException, InterruptedException {
    Map<String, String> settings = new HashMap<>(TestSettings.all());
    settings.put("provisioning.trusted-proxies", "127.0.0.1");
    settings.putAll(changed);
    ServerProcess node = start(database().access(), settings, "second-node-" + freePort());
    node.awaitReady(PATIENCE);
    return node;
  }

  /**
   * Starts a server of the kind under test on another database, which need not run yet. The caller
   * waits until the server is ready, and stops it.
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
    ServerProcess process =
        switch (server) {
          case "payara-micro" ->
              PayaraMicroServer.start(
                  port,
                  access,
                  TestSettings.all(),
                  database.data(),
                  FOLDER.resolve("payara-micro"));
          case "wildfly" ->
              WildFlyServer.start(
                  port, freePort(), access, TestSettings.all(), FOLDER.resolve("wildfly"));
          case "payara-server" ->
              PayaraServer.start(port, access, TestSettings.all(), FOLDER.resolve(server));
          default -> throw new IllegalArgumentException("There is no server " + server + ".");
        };
    endWithJvm(process);
    return process;
  }

  /** A port that is free now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Closes it when this JVM ends, also after Ctrl-C. */
  public static void endWithJvm(AutoCloseable started) {
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
