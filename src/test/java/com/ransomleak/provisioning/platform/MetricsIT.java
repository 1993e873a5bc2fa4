package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.RawConnection;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.ProxyProcess;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics of the running product. */
@TestTenant(value = MetricsIT.TENANT, administrator = true)
class MetricsIT {
  static final String TENANT = "watched";

  private final ScimClient client = ScimClient.of(TENANT);

  @Test
  @DisplayName("Each request is counted once, by tenant, operation, status class and reason")
  void requests() throws Exception {
    String name = ScimClient.unique();
    Metrics before = Metrics.read();
    client.user(name);
    client.user(ScimClient.unique());
    client.post("/Users", ScimClient.userBody(name, "")).expect(409);
    client.get("/Users/none").expect(404);
    client.get("/Users?count=1").expect(200);
    client.get("/Groups?count=1").expect(200);
    client.with("Authorization", "Bearer wrong").get("/Users").expect(401);
    ScimClient.anonymous(TENANT).get("/Users").expect(401);
    ScimClient.anonymous("no-such-host").get("/Users").expect(401);
    // The response arrives before its request is counted.
    Eventually.holds("counted", () -> assertCounted(before, Metrics.read()));
  }

  private static void assertCounted(Metrics before, Metrics after) {
    String[][] expected = {
      {"2", "users.create", "2xx", "none"},
      {"1", "users.create", "4xx", "uniqueness"},
      {"1", "users.read", "4xx", "404"},
      {"1", "users.list", "2xx", "none"},
      {"1", "groups.list", "2xx", "none"},
      {"1", "users.list", "4xx", "tokenUnknown"},
      {"1", "users.list", "4xx", "tokenMissing"}
    };
    for (String[] row : expected) {
      String[] labels = {
        "tenant=\"" + TENANT + "\"",
        "operation=\"" + row[1] + "\"",
        "status=\"" + row[2] + "\"",
        "reason=\"" + row[3] + "\""
      };
      assertEquals(
          Double.parseDouble(row[0]),
          after.sum("provisioning_requests_total", labels)
              - before.sum("provisioning_requests_total", labels),
          String.join(" ", row));
    }
    String[] creates = {"operation=\"users.create\""};
    assertTrue(
        after.sum("provisioning_request_duration_seconds_count", creates)
            >= before.sum("provisioning_request_duration_seconds_count", creates) + 3);
    String[] unknown = {"tenant=\"unknown\"", "reason=\"tokenMissing\""};
    assertTrue(
        after.sum("provisioning_requests_total", unknown)
            > before.sum("provisioning_requests_total", unknown));
    assertFalse(after.text().contains("no-such-host"), "the host of a client is not a label");
  }

  @Test
  @DisplayName("What the database knows of a tenant is shown without data of its users")
  void tenants() throws Exception {
    String name = ScimClient.unique();
    client.user(name, name, "manager-of-" + name, "");
    String tenant = "tenant=\"" + TENANT + "\"";
    Metrics before = Metrics.read();
    Eventually.holds(
        "the database is read again",
        () -> {
          Metrics metrics = Metrics.read();
          double now = System.currentTimeMillis() / 1000.0;
          assertTrue(metrics.sum("provisioning_pending_managers", tenant) >= 1);
          assertBetween(
              now - 600,
              now + 60,
              metrics.sum("provisioning_oldest_pending_manager_timestamp_seconds", tenant));
          assertBetween(
              now - 600,
              now + 60,
              metrics.sum("provisioning_last_exchange_timestamp_seconds", tenant));
          assertEquals(100, metrics.sum("provisioning_places_limit", tenant, "purpose=\"scim\""));
          assertEquals(0, metrics.sum("provisioning_pruning_overdue_seconds", tenant));
          for (String timer : Set.of("reconciliation", "housekeeping", "metrics")) {
            String label = "timer=\"" + timer + "\"";
            assertTrue(
                metrics.sum("provisioning_timer_run_seconds_count", label)
                    > before.sum("provisioning_timer_run_seconds_count", label),
                timer);
          }
          assertEquals(1, metrics.sum("provisioning_database_up"));
        });
    String text = Metrics.read().text();
    assertFalse(text.contains(name), text);
    assertFalse(text.contains(RunningServer.get().token(TENANT)));
  }

  @Test
  @DisplayName("Sign-ins are counted by outcome")
  void signIns() throws Exception {
    String rejected = "outcome=\"rejected\"";
    String tenant = "tenant=\"" + TENANT + "\"";
    double before = Metrics.read().sum("provisioning_sign_ins_total", tenant, rejected);
    ConsoleClient.at(TENANT).trySignIn("nobody@example.com", "wrong password");
    ConsoleClient.at(TENANT).signedIn("admin@example.com");
    Eventually.holds(
        "counted",
        () ->
            assertEquals(
                before + 1, Metrics.read().sum("provisioning_sign_ins_total", tenant, rejected)));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.9, ''",
    "127.0.0.2, ''",
    "127.0.0.1, X-Forwarded-For: 127.0.0.1",
    "127.0.0.1, X-Forwarded-Host: acme.localhost",
    "127.0.0.1, Forwarded: for=127.0.0.1",
    "127.0.0.1, Via: 1.1 proxy"
  })
  @DisplayName("Another client, or one behind a proxy, gets the same 404 as for an unknown path")
  void strangers(String from, String header) throws Exception {
    String metrics = request(from, "/metrics", header);
    assertTrue(metrics.startsWith("HTTP/1.1 404"), metrics);
    assertEquals(body(request(from, "/nothing-here", header)), body(metrics));
    assertFalse(metrics.contains("provisioning_"), metrics);
  }

  @Test
  @DisplayName("The start warns of a monitoring client that cannot read the metrics as a proxy")
  void warning() throws Exception {
    String warning = "This concerns 127.0.0.2 in provisioning.monitoring-clients.";
    assertEquals(
        1,
        Files.readString(RunningServer.get().log())
            .lines()
            .filter(line -> line.contains(warning))
            .count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName("The proxy itself answers for the metrics, and no node gets the request")
  void proxies(String name) throws Exception {
    try (ProxyProcess proxy = ProxyProcess.start(name, RunningServer.get().baseUri().getPort())) {
      Eventually.holds(
          "404",
          () -> {
            for (String path : Set.of("/metrics", "//metrics", "/%6detrics", "/metrics;a=b")) {
              String answer =
                  proxy.exchange(
                      "127.0.0.1", "GET " + path + " HTTP/1.1\r\nHost: acme.localhost\r\n\r\n");
              assertTrue(answer.startsWith("HTTP/1.1 404"), answer);
              assertFalse(answer.toLowerCase(Locale.ROOT).contains("x-request-id"), answer);
            }
          });
    }
  }

  private static void assertBetween(double min, double max, double value) {
    assertTrue(min <= value && value <= max, () -> value + " is not in " + min + " … " + max);
  }

  private static String request(String from, String path, String header) throws IOException {
    try (RawConnection connection = RawConnection.open(from, 0)) {
      String headers = header.isEmpty() ? "" : header + "\n";
      connection.send("GET " + path + " HTTP/1.1\nHost: acme.localhost\n" + headers + "\n");
      return connection.answer();
    }
  }

  private static String body(String answer) {
    return answer.split("\r\n\r\n", 2)[1];
  }
}
