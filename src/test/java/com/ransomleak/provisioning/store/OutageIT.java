package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The database goes away and comes back, the server stays (H-15). */
class OutageIT {
  private static final int LOSSES = 100;
  private static final Duration BOUND = Duration.ofSeconds(10);

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
