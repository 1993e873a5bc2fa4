package com.ransomleak.provisioning.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Poller;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A node that is not ready says so, or does not answer at all (O2, O20). */
class StartAndStopIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Map<String, String> SETTINGS =
      Map.of(
          "provisioning.base-domain", "localhost",
          "provisioning.tenants", "acme",
          "provisioning.monitoring-clients", "127.0.0.1",
          "provisioning.drain-time", "PT6S",
          "tenant.acme.first-administrator", "admin@example.com");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  @DisplayName(
      "A node that starts before its database answers 503 until it can serve, drains after SIGTERM,"
          + " and neither starting nor stopping ever answers 404 or 500")
  void startsBeforeItsDatabase() throws Exception {
    try (EmbeddedDatabase database =
        EmbeddedDatabase.startEmpty(ProjectFiles.file("target", "server-tests", "late"))) {
      DatabaseAccess access = database.access();
      database.stop();
      ServerProcess node = RunningServer.start(access, SETTINGS, "late-node");
      Poller poller = new Poller(URI.create(node.baseUri() + "/Users/none"), "acme.localhost");
      try (poller;
          node) {
        Eventually.holds(
            "answers without a database",
            PATIENCE,
            () -> assertTrue(poller.seen().contains("503 retry body"), poller.seen().toString()));
        for (String path :
            List.of(
                "/scim/v2/ServiceProviderConfig",
                "/api/v1/teams",
                "/sign-in",
                "/health/ready",
                "/admin/roles/roles")) {
          assertUnavailable(node.baseUri().resolve(path));
        }
        for (String path : List.of("/health/live", "/metrics")) {
          assertServed(node.baseUri().resolve(path));
        }
        database.start();
        node.awaitReady(PATIENCE);
        String log = Files.readString(node.log());
        assertTrue(log.contains("database cannot be used"), "the log says what is awaited");
        if (RunningServer.isWildFly()) {
          // It takes its host away some milliseconds before its listener: ADR 17.
          poller.end();
        }
        assertDrains(node, OpsCommand.apiToken(access, "acme", "tests"));
      }
      assertTrue(poller.seen().contains("401 body"), "served: " + poller.seen());
      assertEquals(Set.of(), unexpected(poller));
    }
  }

  @Test
  @DisplayName("A node that has not served ends after SIGTERM without a drain")
  void hasNotServed() throws Exception {
    DatabaseAccess none =
        new DatabaseAccess("127.0.0.1", RunningServer.freePort(), "none", "none", "none");
    try (ServerProcess node = RunningServer.start(none, SETTINGS, "never-served")) {
      Eventually.holds(
          "the application has started",
          PATIENCE,
          () -> assertServed(node.baseUri().resolve("/health/live")));
      assertUnavailable(URI.create(node.baseUri() + "/Users/none"));
      node.terminate();
      node.awaitEnd();
      String log = Files.readString(node.log());
      assertTrue(log.contains("has not served yet"), log);
      assertFalse(log.contains("and the node serves for"), log);
    }
  }

  @Test
  @DisplayName(
      "A wrong password stops the deployment with its reason, and the process of Payara Micro with"
          + " status 1, and no path is ever a 404")
  void wrongPassword() throws Exception {
    DatabaseAccess good = RunningServer.database().access();
    DatabaseAccess wrong =
        new DatabaseAccess(good.host(), good.port(), good.name(), good.password(), "wrong");
    ServerProcess node = RunningServer.start(wrong, SETTINGS, "wrong-password");
    Poller poller = new Poller(URI.create(node.baseUri() + "/Users/none"), "acme.localhost");
    try (poller;
        node) {
      Eventually.holds(
          "the log names the login",
          PATIENCE,
          () ->
              assertTrue(
                  Files.readString(node.log())
                      .contains(
                          "authentication failed for user \"provisioning_migrator\". See"
                              + " src/docs/database.md.")));
      if (RunningServer.isWildFly()) {
        Eventually.holds(
            "the server goes on without the application",
            () -> assertTrue(poller.seen().contains("503 retry body"), poller.seen().toString()));
        poller.end();
      } else {
        assertEquals(1, node.awaitEnd());
        String log = Files.readString(node.log());
        assertTrue(log.contains("the process ends with status 1"), log);
      }
    }
    assertEquals(Set.of(), unexpected(poller));
  }

  /** What a client must not see of a node that does not serve. */
  private static Set<String> unexpected(Poller poller) {
    Set<String> seen = new TreeSet<>(poller.seen());
    seen.removeAll(
        Set.of(Poller.NO_CONNECTION, Poller.CUT_OFF, "503 retry body", "503 retry", "401 body"));
    return seen;
  }

  private void assertUnavailable(URI address) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(address)
                .header("Host", "acme.localhost")
                .header("Accept", "text/html")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals("503 retry body", Poller.outcome(answer), address + " " + answer.body());
  }

  private void assertServed(URI address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    assertEquals(200, client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
  }

  /**
   * Only the readiness check fails, clients are told to leave, and a request that was already
   * running gets its answer.
   */
  private void assertDrains(ServerProcess node, String token) throws Exception {
    URI readiness = node.baseUri().resolve("/health/ready");
    assertServed(readiness);
    HttpResponse<String> before = createUser(node, token, body()).get();
    assertNotEquals(Optional.of("close"), before.headers().firstValue("Connection"));
    CompletableFuture<String> rest = new CompletableFuture<>();
    CompletableFuture<HttpResponse<String>> running =
        createUser(
            node,
            token,
            HttpRequest.BodyPublishers.concat(
                HttpRequest.BodyPublishers.ofString(" "),
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(rest.join().getBytes(UTF_8)))));
    node.terminate();
    Eventually.holds("not ready", () -> assertUnavailable(readiness));
    HttpResponse<String> other = createUser(node, token, body()).get();
    assertEquals(201, other.statusCode());
    assertEquals(Optional.of("close"), other.headers().firstValue("Connection"));
    rest.complete(ScimClient.userBody(ScimClient.unique(), ""));
    assertEquals(201, running.get().statusCode());
    node.awaitEnd();
  }

  private static HttpRequest.BodyPublisher body() {
    return HttpRequest.BodyPublishers.ofString(ScimClient.userBody(ScimClient.unique(), ""));
  }

  private CompletableFuture<HttpResponse<String>> createUser(
      ServerProcess node, String token, HttpRequest.BodyPublisher body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(node.baseUri() + "/Users"))
            .header("Host", "acme.localhost")
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/scim+json")
            .POST(body)
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }
}
