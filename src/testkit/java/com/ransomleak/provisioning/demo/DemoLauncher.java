package com.ransomleak.provisioning.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code mvn -Prun}: the WAR on Payara Micro with a PostgreSQL of its own, on loopback, until it is
 * interrupted. Data and token are kept in {@code .demo}; where to connect is printed and written to
 * {@code target/run/demo.properties}.
 *
 * <p>Settings, as {@code -D} of Maven: {@code port} (8080); {@code db.host}, {@code db.port}
 * (5432), {@code db.name} ("provisioning"), {@code db.password} and {@code db.migrator.password}
 * for an existing PostgreSQL in which {@code db/roles.sql} was run (the passwords may be in
 * PROVISIONING_DATABASE_PASSWORD and PROVISIONING_DATABASE_MIGRATOR_PASSWORD instead); {@code
 * debug}, a port for a debugger; {@code pages}, which serves the pages from {@code
 * src/main/webapp}; and every {@code provisioning.*} and {@code tenant.*} key. A failed start
 * prints one line on standard error and exits with status 1.
 */
public final class DemoLauncher {
  private static final Path KEPT = ProjectFiles.file(".demo");
  private static final Path FOLDER = ProjectFiles.file("target", "run");
  private static final Path CONNECTION = FOLDER.resolve("demo.properties");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Who may sign in to the console of a tenant of the demo. */
  private static final String ADMINISTRATOR = "admin@example.com";

  private EmbeddedDatabase embedded;
  private ServerProcess server;
  private boolean ending;

  private DemoLauncher() {}

  public static void main(String... arguments) throws Exception {
    DemoLauncher launcher = new DemoLauncher();
    Runtime.getRuntime().addShutdownHook(new Thread(launcher::end, "end"));
    try {
      launcher.start();
    } catch (StartFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    launcher.server.awaitEnd();
    if (launcher.ending()) {
      return;
    }
    System.err.println("The server has ended. See " + launcher.server.log() + ".");
    System.exit(1);
  }

  private void start() throws IOException, InterruptedException, SQLException {
    int port = number("port", 8080);
    requireFree(port);
    Map<String, String> settings = settings();
    DatabaseAccess database = System.getProperty("db.host") == null ? embedded() : existing();
    // Not before: it may be another run's, which goes on when this one cannot start.
    Files.deleteIfExists(CONNECTION);
    synchronized (this) {
      if (ending) {
        return;
      }
      server =
          PayaraMicroServer.start(
              port,
              database,
              settings,
              embedded == null ? null : embedded.data(),
              FOLDER,
              javaOptions(),
              List.of(
                  System.getProperty("pages") == null
                      ? ProjectFiles.war()
                      : LivePages.deployment(FOLDER.resolveSibling("pages"))));
    }
    server.awaitReady(PATIENCE);
    String tenant = settings.get("provisioning.tenants").split(",", -1)[0].strip();
    announce(
        tenant,
        server.baseUri(),
        DemoToken.keptIn(token(), database, tenant),
        OpsCommand.passwordLinkWhereNeeded(
            database, tenant, settings.get("tenant." + tenant + ".first-administrator")));
  }

  private static List<String> javaOptions() {
    List<String> options = new ArrayList<>(PayaraMicroServer.QUICK_START);
    if (System.getProperty("debug") != null) {
      options.add(
          "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:"
              + number("debug", 5005));
    }
    return options;
  }

  private DatabaseAccess embedded() throws IOException, InterruptedException, SQLException {
    EmbeddedDatabase database = EmbeddedDatabase.start(KEPT);
    synchronized (this) {
      embedded = database;
    }
    return database.access();
  }

  private static DatabaseAccess existing() {
    DatabaseAccess database =
        new DatabaseAccess(
            System.getProperty("db.host"),
            number("db.port", 5432),
            System.getProperty("db.name", "provisioning"),
            secret("db.password", "PROVISIONING_DATABASE_PASSWORD"),
            secret("db.migrator.password", "PROVISIONING_DATABASE_MIGRATOR_PASSWORD"));
    try {
      database.connectAsMigrator().close();
      database.connect().close();
      return database;
    } catch (SQLException e) {
      throw new StartFailure("The database cannot be used: " + e.getMessage(), e);
    }
  }

  /** The demo's own settings, and over them what the command line says. */
  private static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("provisioning.base-domain", "localhost");
    settings.put("provisioning.tenants", "acme,globex");
    settings.put("provisioning.monitoring-clients", "127.0.0.0/8,::1");
    settings.put("tenant.acme.first-administrator", ADMINISTRATOR);
    settings.put("tenant.globex.first-administrator", ADMINISTRATOR);
    System.getProperties()
        .stringPropertyNames()
        .forEach(
            key -> {
              if (key.startsWith("provisioning.") || key.startsWith("tenant.")) {
                settings.put(key, System.getProperty(key));
              }
            });
    return settings;
  }

  private Path token() throws IOException {
    PrivateFile.createFolder(KEPT);
    return KEPT.resolve(embedded == null ? System.getProperty("db.host") + ".token" : "token");
  }

  /**
   * @param link the way to set the first administrator's password; empty when it is set
   */
  private static void announce(String tenant, URI baseUri, String token, Optional<String> link)
      throws IOException {
    String host = baseUri.resolve("/").toString().replaceAll("/$", "");
    String console =
        link.map(path -> host + path + "   (sets the password of the administrator, once)")
            .orElse(host + "/");
    PrivateFile.write(
        CONNECTION,
        "baseUrl="
            + baseUri
            + "\ntoken="
            + token
            + "\nconsole="
            + link.map(path -> host + path).orElse(host + "/")
            + "\n");
    System.out.println(
        """

        Ready. Ctrl-C ends it; the data stays.

          Tenant          %s
          Console         %s
          SCIM base URL   %s
          API token       %s

          curl -H 'Authorization: Bearer %s' %s/Users

        """
            .formatted(tenant, console, baseUri, token, token, baseUri));
    System.out.flush();
  }

  private void end() {
    ServerProcess running;
    EmbeddedDatabase database;
    synchronized (this) {
      ending = true;
      running = server;
      database = embedded;
    }
    try {
      if (running != null) {
        Files.deleteIfExists(CONNECTION);
        running.close();
      }
      if (database != null) {
        database.close();
      }
    } catch (IOException e) {
      System.err.println("Not everything was ended: " + e.getMessage());
    }
  }

  private synchronized boolean ending() {
    return ending;
  }

  private static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      socket.setReuseAddress(true);
    } catch (IOException | IllegalArgumentException e) {
      throw new StartFailure(
          "Port " + port + " cannot be used (" + e.getMessage() + "); choose another with -Dport.",
          e);
    }
  }

  private static String secret(String property, String variable) {
    String value = System.getProperty(property, System.getenv(variable));
    if (value == null) {
      throw new StartFailure(
          "Set -D" + property + " or the environment variable " + variable + ".");
    }
    return value;
  }

  private static int number(String property, int otherwise) {
    String value = System.getProperty(property, Integer.toString(otherwise));
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new StartFailure("-D" + property + "=" + value + " is not a number.", e);
    }
  }
}
