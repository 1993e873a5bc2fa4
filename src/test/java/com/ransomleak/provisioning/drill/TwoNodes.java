package com.ransomleak.provisioning.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.database.DatabaseChecks;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.demo.PayaraMicroServer;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.ProxyProcess;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Two nodes on Payara Micro behind HAProxy, as {@code server-config} sets them up. */
final class TwoNodes implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** The addresses of the proxy and of this machine, and the default of the drain time. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "provisioning.base-domain", "localhost",
          "provisioning.tenants", "acme",
          "provisioning.trusted-proxies", "127.0.0.2",
          "provisioning.drain-time", "PT5S",
          // A slow machine must not reach the limit of the tenant.
          "tenant.acme.concurrent-requests", "40");

  private final String name;
  private final int[] ports = {RunningServer.freePort(), RunningServer.freePort()};
  private final ServerProcess[] nodes = new ServerProcess[2];
  private ProxyProcess proxy;
  private String token;
  private DatabaseAccess access;
  private Path war;

  private TwoNodes(DatabaseAccess access, String name, Path war) throws IOException {
    this.access = access;
    this.name = name;
    this.war = war;
  }

  private void start() throws IOException, InterruptedException, GeneralSecurityException {
    start(0);
    start(1);
    nodes[0].awaitReady(PATIENCE, ready(ports[0]));
    nodes[1].awaitReady(PATIENCE, ready(ports[1]));
    proxy = ProxyProcess.start("haproxy", ports[0], ports[1]);
    token = OpsCommand.apiToken(access, "acme", "drills");
  }

  /**
   * Starts both.
   *
   * @param name of their folders
   */
  static TwoNodes start(DatabaseAccess access, String name, Path war)
      throws IOException, InterruptedException, GeneralSecurityException {
    TwoNodes nodes = new TwoNodes(access, name, war);
    boolean started = false;
    try {
      nodes.start();
      started = true;
    } finally {
      if (!started) {
        nodes.close();
      }
    }
    return nodes;
  }

  /** An identity provider that writes through the proxy from now on. */
  IdentityProvider identityProvider() throws IOException, GeneralSecurityException {
    return IdentityProvider.start(proxy, token);
  }

  /** Each node that starts later reaches the database in this way. */
  void useFromNowOn(DatabaseAccess other) {
    access = other;
  }

  /** Stops a node and starts it with this WAR, while the other one serves. */
  void replace(int node, Path with) throws IOException, InterruptedException {
    war = with;
    nodes[node].terminate();
    nodes[node].awaitEnd();
    restart(node);
  }

  /** Kills a node. The other one goes on. */
  void kill(int node) throws InterruptedException {
    nodes[node].kill();
  }

  /** Starts a node that has ended, and waits until it is ready. */
  void restart(int node) throws IOException, InterruptedException {
    start(node);
    nodes[node].awaitReady(PATIENCE, ready(ports[node]));
  }

  /**
   * Ends a drill and reports it. Fails if a write was lost or doubled, or if one of {@code
   * db/checks} finds something.
   */
  Outcome end(IdentityProvider provider, String drill) throws Exception {
    Outcome outcome = provider.end(access);
    DrillReport.add(drill, outcome);
    outcome.assertComplete();
    for (String check : DatabaseChecks.names()) {
      Eventually.holds(
          check,
          () -> {
            try (Connection migrator = access.connectAsMigrator()) {
              assertEquals(List.of(), DatabaseChecks.found(migrator, check));
            }
          });
    }
    return outcome;
  }

  private void start(int node) throws IOException {
    nodes[node] =
        PayaraMicroServer.start(
            ports[node],
            access,
            SETTINGS,
            null,
            ProjectFiles.file("target", "server-tests", name + "-node" + (node + 1)),
            PayaraMicroServer.QUICK_START,
            List.of(war));
  }

  private static URI ready(int port) {
    return URI.create("http://localhost:" + port + "/health/ready");
  }

  @Override
  public void close() {
    if (proxy != null) {
      proxy.close();
    }
    List<ServerProcess> started = Stream.of(nodes).filter(Objects::nonNull).toList();
    // The second SIGTERM, of close(), skips the drain: nothing is served any more.
    started.forEach(ServerProcess::terminate);
    started.forEach(ServerProcess::close);
  }
}
