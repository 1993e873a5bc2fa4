package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.monitoring.EventLog;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The database goes away and comes back, the server stays (H-15), and its log stays short (O17).
 */
@TestTenant(value = "axiom", administrator = true)
class OutageIT {
  private static final int LOSSES = 100;
  private static final Duration BOUND = Duration.ofSeconds(10);

  /** Longer than the time between two warnings. */
  private static final Duration OBSERVED = Duration.ofSeconds(11);

  private static final String COLOUR = "\u001b\\[[0-9;]*m";

  private static final Pattern OUR_LOGGER = Pattern.compile("[\\[|]com\\.ransomleak");

  /** The container logs a timer's transaction that was just being committed, in two lines. */
  private static final int TIMERS = 4;

  /** The first line of a stack trace and the line before. */
  private static final Pattern TRACE = Pattern.compile("(?m)^(?!\tat |Caused by).*\\R\tat ");

  private final ScimClient client = ScimClient.of("acme");
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("H-14, H-15: 503 with whole seconds to wait, in time, and recovery without restart")
  void anOutageIsSaidAndSurvived() throws Exception {
    String user = "/Users/" + client.user(name);
    String group = "/Groups/" + client.group(name);
    String off = "{\"op\":\"replace\",\"value\":{\"active\":false}}";
    ApiClient reports = ApiClient.of("acme");
    EmbeddedDatabase database = RunningServer.database();
    database.stop();
    try {
      assertUnavailable(
          List.of(
              () -> client.get(user),
              () -> client.get("/Users?count=2"),
              () -> client.get("/Users?filter=userName eq \"" + name + "\""),
              () -> client.post("/Users", ScimClient.userBody(name + "2", "")),
              () -> client.put(user, ScimClient.userBody(name, "")),
              () -> client.patch(user, off),
              () -> client.delete(user),
              () -> client.get(group),
              () -> client.patch(group, "{\"op\":\"remove\",\"path\":\"members\"}"),
              () -> client.with("Authorization", "Bearer wrong").get("/Users")));
      client.get("/ServiceProviderConfig").expect(200);
      for (String path : List.of("/roles", "/roles?format=csv")) {
        assertFalse(reports.get(path).expect(503).header("Retry-After").isEmpty());
      }
    } finally {
      database.start();
    }
    Eventually.holds("reads again", () -> client.get(user).expect(200));
    Eventually.holds("writes again", () -> client.patch(user, off).expect(200));
    // All the connections that broke, not only those used first.
    for (int i = 0; i < 40; i++) {
      Eventually.holds("every connection", () -> client.get(user).expect(200));
    }
    client.get("/Users?filter=userName eq \"" + name + "2\"").expect(200);
  }

  @Test
  @DisplayName(
      "O17: an outage is one warning in ten seconds, without a stack trace, for requests, pages,"
          + " timers and the server's pool together")
  void theLogStaysShort() throws Exception {
    String user = "/Users/" + client.user(name);
    String off = "{\"op\":\"replace\",\"value\":{\"active\":false}}";
    ConsoleClient visitor = ConsoleClient.at("axiom");
    ConsoleClient admin = visitor.signedIn(Browser.ADMINISTRATOR);
    EmbeddedDatabase database = RunningServer.database();
    Path log = RunningServer.get().log();
    long before = Files.size(log);
    byte[] bytes;
    long seconds;
    database.stop();
    long start = System.nanoTime();
    try {
      while (System.nanoTime() - start < OBSERVED.toNanos()) {
        client.get(user).expect(503);
        client.patch(user, off).expect(503);
        assertEquals(503, admin.get("/admin/reports/people").status());
        assertEquals(503, visitor.trySignIn("nobody", Browser.PASSWORD).status());
      }
      seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
      bytes = Files.readAllBytes(log);
    } finally {
      database.start();
    }
    Eventually.holds("reads again", () -> client.get(user).expect(200));
    assertShort(
        new String(bytes, (int) before, bytes.length - (int) before, StandardCharsets.UTF_8)
            .replaceAll(COLOUR, ""),
        seconds);
  }

  private static void assertShort(String written, long seconds) {
    List<String> warnings =
        written
            .lines()
            .filter(line -> line.matches(".*\\b(WARN(ING)?|ERROR|SEVERE)\\b.*"))
            .filter(line -> !line.contains(EventLog.LOGGER))
            .toList();
    List<String> ours = warnings.stream().filter(OUR_LOGGER.asPredicate()).toList();
    assertFalse(ours.isEmpty(), written);
    assertTrue(ours.size() <= 1 + seconds / 10, () -> String.join("\n", ours));
    assertTrue(warnings.size() <= ours.size() + 2 * TIMERS, () -> String.join("\n", warnings));
    assertTrue(TRACE.matcher(written).results().count() <= TIMERS, written);
    assertFalse(written.contains("HttpFilter.doFilter"), "A request wrote a stack trace.");
  }

  @Test
  @DisplayName("H-14, H-15: a connection lost at whatever moment, at the commit too, is a 503")
  void lostConnections() throws Exception {
    String user = "/Users/" + client.user(name);
    try (Connection application = RunningServer.get().access().connect();
        PreparedStatement end =
            application.prepareStatement(
                "select pg_terminate_backend(pid) from pg_stat_activity where usename ="
                    + " current_user and state = 'idle in transaction'")) {
      for (int i = 0; i < LOSSES; i++) {
        String title = "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"" + i + "\"}";
        CompletableFuture<ScimAnswer> change =
            CompletableFuture.supplyAsync(() -> client.patch(user, title));
        while (!change.isDone()) {
          end.execute();
        }
        ScimAnswer answer = change.get();
        assertTrue(answer.status() == 200 || answer.status() == 503, answer::toString);
        assertTrue(
            answer.status() == 200 || answer.header("Retry-After").isPresent(), answer::toString);
      }
    }
    for (int i = 0; i < 40; i++) {
      Eventually.holds("every connection", () -> client.get("/Users?count=1").expect(200));
    }
  }

  /** All at once, as in life: some wait for a connection, none beyond the bound. */
  private static void assertUnavailable(List<Supplier<ScimAnswer>> requests) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(requests.size());
    try {
      List<Future<ScimAnswer>> answers = new ArrayList<>();
      requests.forEach(request -> answers.add(threads.submit(request::get)));
      for (Future<ScimAnswer> future : answers) {
        ScimAnswer answer = future.get().expect(503);
        assertTrue(
            answer.header("Retry-After").orElse("").matches("[1-9][0-9]{0,3}"), answer::toString);
        assertTrue(answer.took().compareTo(BOUND) < 0, () -> answer.took() + " for " + answer);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
