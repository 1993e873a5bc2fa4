package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.RawConnection;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.ProxyProcess;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health on the port of the application, the same on all servers (O18). */
class HealthIT {
  /** The check waits for the database for two seconds at most. */
  private static final Duration BOUND = Duration.ofSeconds(4);

  /** Of the pool in {@code server-config}. */
  private static final int CONNECTIONS = 16;

  /** Longer than an outage that is tolerated, shorter than statements may take. */
  private static final Duration BUSY = Duration.ofSeconds(8);

  private static final Duration PROMPT = Duration.ofMillis(1_500);

  private final RunningServer server = RunningServer.get();

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/ready", "/health/live"})
  @DisplayName("A node that serves is ready and live, at the host of a tenant and at any other")
  void up(String path) throws Exception {
    for (String host : new String[] {"acme.localhost", "node1.internal:8080"}) {
      String answer = get(path, host);
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      assertTrue(answer.endsWith("{\"status\":\"UP\"}"), answer);
    }
  }

  @Test
  @DisplayName(
      "A node whose connections are all in use stays ready, and only one caller waits for a check")
  void busy() throws Exception {
    ScimClient client = ScimClient.of("acme");
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Connection blocker = server.access().connectAsMigrator();
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("lock table provisioning.scim_user in access exclusive mode");
      for (int i = 0; i < 2 * CONNECTIONS; i++) {
        threads.execute(() -> client.get("/Users?count=1"));
      }
      Eventually.holds(
          "no connection is left", () -> assertTrue(waiting(statement) >= CONNECTIONS));
      long start = System.nanoTime();
      while (Duration.ofNanos(System.nanoTime() - start).compareTo(BUSY) < 0) {
        List<Callable<Duration>> callers = Collections.nCopies(8, HealthIT::timeUntilReady);
        long waited = 0;
        for (Future<Duration> caller : threads.invokeAll(callers)) {
          waited += caller.get().compareTo(PROMPT) < 0 ? 0 : 1;
        }
        assertTrue(waited <= 1, waited + " callers waited");
      }
      blocker.rollback();
    } finally {
      threads.shutdown();
      assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES));
    }
  }

  private static Duration timeUntilReady() throws IOException {
    long start = System.nanoTime();
    String answer = get("/health/ready", "acme.localhost");
    assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static int waiting(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "select count(*) from pg_locks where not granted and relation ="
                + " 'provisioning.scim_user'::regclass")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  @DisplayName("Without its database a node is live but not ready, and its metrics say so at once")
  void outage() throws Exception {
    EmbeddedDatabase database = RunningServer.database();
    database.stop();
    try (ProxyProcess proxy = ProxyProcess.start("haproxy", server.baseUri().getPort())) {
      Eventually.holds(
          "not ready",
          () -> {
            String ready = get("/health/ready", "acme.localhost");
            assertTrue(ready.startsWith("HTTP/1.1 503"), ready);
            assertTrue(ready.toLowerCase(Locale.ROOT).contains("\r\nretry-after: "), ready);
          });
      assertTrue(get("/health/live", "acme.localhost").startsWith("HTTP/1.1 200"));
      for (int i = 0; i < 3; i++) {
        long start = System.nanoTime();
        assertEquals(0, Metrics.read().sum("provisioning_database_up"));
        get("/health/ready", "acme.localhost");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(BOUND) < 0, took::toString);
      }
      String metrics =
          RawConnection.exchange(
              "GET /metrics HTTP/1.1\nHost: acme.localhost\nCookie: provisioning-session="
                  + "x".repeat(43)
                  + "\n\n");
      assertTrue(metrics.startsWith("HTTP/1.1 200"), metrics);
      Eventually.holds(
          "the proxy answers, because no node is ready",
          () -> {
            String answer =
                proxy.exchange(
                    "127.0.0.9",
                    "DELETE /scim/v2/Users/none HTTP/1.1\r\nHost: acme.localhost\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\nretry-after: 10"), answer);
            assertTrue(answer.contains("Nothing was changed."), answer);
          });
    } finally {
      database.start();
    }
    Eventually.holds(
        "ready",
        () -> assertTrue(get("/health/ready", "acme.localhost").startsWith("HTTP/1.1 200")));
    assertEquals(1, Metrics.read().sum("provisioning_database_up"));
  }

  private static String get(String path, String host) throws IOException {
    return RawConnection.exchange("GET " + path + " HTTP/1.1\nHost: " + host + "\n\n");
  }
}
