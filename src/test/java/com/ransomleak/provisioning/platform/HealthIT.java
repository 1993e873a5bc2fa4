package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.RawConnection;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.ProxyProcess;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health on the port of the application, the same on all servers (O18). */
class HealthIT {
  /** The check waits for the database for two seconds at most. */
  private static final Duration BOUND = Duration.ofSeconds(4);

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
