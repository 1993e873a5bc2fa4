package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.ransomleak.provisioning.client.RawConnection;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients without a credential that hold connections: while they do, another tenant's SCIM requests
 * and {@code /health} are answered (V1, V2). The clients have several addresses, since one address
 * may use only a part of the console's share.
 */
class SlowClientsIT {
  /** 2 seconds, and some for a busy machine. When all threads are held it takes 10 or more. */
  private static final Duration IN_TIME = Duration.ofSeconds(5);

  private static final String SCRIPT = "/jakarta.faces.resource/components.js.xhtml?ln=primefaces";
  private static final String SCIM = "Content-Type: application/scim+json\n";
  private static final String LENGTH = "Content-Length: 50000\n";
  private static final String SCIM_HEAD =
      "POST /scim/v2/Users HTTP/1.1\nHost: acme.localhost\n" + SCIM + LENGTH + "%s\n{";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded\n";

  private final RunningServer server = RunningServer.get();
  private final ScimClient neighbour = ScimClient.of("globex");
  private final List<RawConnection> connections = new ArrayList<>();
  private volatile boolean ended;

  @AfterEach
  void end() throws IOException {
    ended = true;
    for (RawConnection connection : connections) {
      connection.close();
    }
  }

  @Test
  @DisplayName("Responses that nobody reads do not fill the heap, nor hold SCIM up")
  void unreadResponses() throws Exception {
    String requests = "GET %s HTTP/1.1\nHost: acme.localhost\n\n".formatted(SCRIPT).repeat(50);
    for (int i = 0; i < 110; i++) {
      open(i, 2_048).send(requests);
    }
    othersAreAnswered();
    assertFalse(log().contains("OutOfMemoryError"));
  }

  @Test
  @DisplayName("Forms that arrive one byte at a time do not hold SCIM up, and end with 408")
  void slowForms() throws Exception {
    String head =
        "POST /sign-in HTTP/1.1\nHost: acme.localhost\nOrigin: http://acme.localhost\n"
            + FORM
            + "Content-Length: 16000\n\na=";
    for (int i = 0; i < 230; i++) {
      open(i, 0).send(head);
    }
    dripSlowly();
    othersAreAnswered();
    int late = 0;
    int tooMany = 0;
    for (RawConnection connection : connections) {
      String answer = connection.answer();
      late += isPage(answer, 408, "The form arrived too slowly") ? 1 : 0;
      boolean retry = answer.contains("etry-After: 5") || answer.contains("etry-after: 5");
      tooMany += retry && isPage(answer, 503, "The console is busy") ? 1 : 0;
    }
    assertEquals(connections.size(), late + tooMany);
    assertTrue(late >= 40 && tooMany >= 40, late + " late, " + tooMany + " too many");
    assertFalse(log().contains("SlowBodyException"));
  }

  @Test
  @DisplayName("A body that stops is rejected at once without a token, and does not hold SCIM up")
  void stoppedScimBodies() throws Exception {
    for (int i = 0; i < 230; i++) {
      open(i, 0).send(SCIM_HEAD.formatted(""));
    }
    for (RawConnection unknown : connections) {
      assertTrue(unknown.answer().startsWith("HTTP/1.1 401"));
    }
    othersAreAnswered();
  }

  static Stream<Arguments> rejectedRequests() {
    String chunk = "Transfer-Encoding: chunked\n\nfffff\n";
    return Stream.of(
        arguments("POST /scim/v2/Users", SCIM + LENGTH + "\n{", "401"),
        arguments("POST /scim/v2/Users", SCIM + chunk, "401"),
        arguments("POST /api/v1/teams", FORM + LENGTH + "\na=", "415"),
        arguments("GET /scim/v2/ServiceProviderConfig", LENGTH + "\n{", "200"),
        arguments("POST /admin/roles/roles", FORM + LENGTH + "\na=", "303"),
        arguments("POST /sign-in", FORM + LENGTH + "\na=", "403|503"));
  }

  @ParameterizedTest
  @MethodSource("rejectedRequests")
  @DisplayName("A body that arrives one byte at a time after its response does not hold SCIM up")
  void slowRejectedBodies(String request, String rest, String status) throws Exception {
    String head = request + " HTTP/1.1\nHost: acme.localhost\n" + rest;
    for (int i = 0; i < 230; i++) {
      open(i, 0).send(head);
    }
    dripSlowly();
    for (RawConnection connection : connections) {
      String answer = connection.answer();
      assertTrue(answer.matches("(?s)HTTP/1.1 (" + status + ") .*"), answer);
    }
    othersAreAnswered();
  }

  @Test
  @DisplayName("A slow body with a token ends with 408 after the time limit")
  void slowScimBody() throws Exception {
    RawConnection known = open(0, 0);
    known.send(SCIM_HEAD.formatted("Authorization: Bearer " + server.token("acme") + "\n"));
    dripSlowly();
    String answer = known.answer();
    assertTrue(answer.startsWith("HTTP/1.1 408"), answer);
    assertTrue(answer.contains("did not arrive completely within 10 seconds"), answer);
    assertFalse(log().contains("SlowBodyException"));
  }

  private static boolean isPage(String answer, int status, String title) {
    return answer.startsWith("HTTP/1.1 " + status) && answer.contains("<h1>" + title + "</h1>");
  }

  private RawConnection open(int client, int receiveBuffer) throws IOException {
    RawConnection connection = RawConnection.open("127.0.0." + (10 + client % 40), receiveBuffer);
    connections.add(connection);
    return connection;
  }

  /** One more byte on each connection, twice a second. */
  private void dripSlowly() {
    Thread drip =
        new Thread(
            () -> {
              while (!ended) {
                connections.forEach(SlowClientsIT::oneByte);
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
              }
            });
    drip.setDaemon(true);
    drip.start();
  }

  private static void oneByte(RawConnection connection) {
    try {
      connection.send("a");
    } catch (IOException closedByServer) {
      // Its answer was sent before.
    }
  }

  private void othersAreAnswered() throws Exception {
    HttpClient health = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(server.health()).timeout(IN_TIME).build();
    for (int i = 0; i < 10; i++) {
      long start = System.nanoTime();
      neighbour.get("/Users?count=1").expect(200);
      long taken = System.nanoTime() - start;
      assertTrue(taken < IN_TIME.toNanos(), () -> taken / 1_000_000 + " ms for SCIM");
      assertEquals(200, health.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    }
  }

  private String log() throws IOException {
    return Files.readString(server.log(), StandardCharsets.UTF_8);
  }
}
