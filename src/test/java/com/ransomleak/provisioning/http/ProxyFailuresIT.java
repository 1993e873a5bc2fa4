package com.ransomleak.provisioning.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.ProxyProcess;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.StubNode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy answers when nodes fail or are missing, and when clients are slow. */
class ProxyFailuresIT {
  private static final String CLIENT = "127.0.0.9";
  private static final String OTHER_CLIENT = "127.0.0.10";
  private static final Duration PROMPT = Duration.ofSeconds(2);

  private final RunningServer server = RunningServer.get();

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName(
      "A body that does not come is cut off, and an answer that nobody reads holds up nobody")
  void slowClients(String proxyName) throws Exception {
    List<Socket> idle = new ArrayList<>();
    try (ProxyProcess proxy = ProxyProcess.startReady(proxyName, server.baseUri().getPort());
        Socket slow = proxy.connect(CLIENT)) {
      ProxyProcess.send(
          slow, ProxyProcess.head("POST /sign-in", "acme.localhost", 60_000) + "\r\nhalf");
      for (int i = 0; i < 60; i++) {
        Socket unread = proxy.connect(OTHER_CLIENT);
        idle.add(unread);
        ProxyProcess.send(
            unread,
            (ProxyProcess.head("GET /scim/v2/Schemas", "acme.localhost", 0) + "\r\n").repeat(14));
      }
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        String answer =
            proxy.exchange(
                CLIENT,
                ProxyProcess.head("GET /scim/v2/Users?count=1", "globex.localhost", 0, "globex")
                    + "\r\n");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        assertTrue(took.compareTo(PROMPT) < 0, took::toString);
      }
      // Ended by the proxy within its time limits; a socket that stays open fails here.
      assertFalse(untilCutOff(slow).contains(" 200 "));
    } finally {
      for (Socket unread : idle) {
        unread.close();
      }
    }
    assertFalse(Files.readString(server.log()).contains("OutOfMemoryError"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName(
      "While no node is there, the proxy answers 503 with Retry-After and an Error document")
  void noNode(String proxyName) throws Exception {
    try (ProxyProcess proxy = ProxyProcess.start(proxyName, RunningServer.freePort())) {
      Eventually.holds(
          "503",
          () -> {
            for (String method : List.of("GET", "DELETE")) {
              String answer =
                  proxy.exchange(
                      CLIENT,
                      ProxyProcess.head(method + " /scim/v2/Users/none", "acme.localhost", 0)
                          + "\r\n");
              assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
              assertTrue(answer.toLowerCase(Locale.ROOT).contains("retry-after: 10"), answer);
              assertTrue(answer.contains("application/scim+json"), answer);
              assertTrue(answer.contains("urn:ietf:params:scim:api:messages:2.0:Error"), answer);
              assertTrue(answer.contains("Nothing was changed."), answer);
            }
          });
    }
  }

  @Test
  @DisplayName("While no node is there, HAProxy answers the console with a page")
  void noNodeForBrowser() throws Exception {
    try (ProxyProcess proxy = ProxyProcess.start("haproxy", RunningServer.freePort())) {
      String answer =
          proxy
              .exchange(CLIENT, ProxyProcess.head("GET /sign-in", "acme.localhost", 0) + "\r\n")
              .toLowerCase(Locale.ROOT);
      assertTrue(answer.startsWith("http/1.1 503"), answer);
      assertTrue(answer.contains("retry-after: 10"), answer);
      assertTrue(answer.contains("content-type: text/html"), answer);
      assertTrue(answer.contains("<p>the service is not available"), answer);
      assertFalse(answer.contains("urn:ietf"), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName("A node's errors take it from nobody, and a lost answer claims nothing")
  void failedAnswers(String proxyName) throws Exception {
    try (StubNode node = StubNode.start();
        ProxyProcess proxy = ProxyProcess.startReady(proxyName, node.port())) {
      for (String failure : List.of("GET /busy", "POST /lost", "DELETE /lost")) {
        String failed =
            proxy.exchange(
                CLIENT,
                ProxyProcess.head(failure.replace("/", "/scim/v2/Users/"), "acme.localhost", 0)
                    + "\r\n");
        assertTrue(failed.startsWith("HTTP/1.1 50"), failed);
        assertFalse(failed.contains("Nothing was changed"), failed);
        assertEquals(
            failure.endsWith("lost"),
            failed.contains("It is not known whether the request was carried out."),
            failed);
        String next =
            proxy.exchange(CLIENT, ProxyProcess.head("GET /scim/v2/Users", "a", 0) + "\r\n");
        assertTrue(next.startsWith("HTTP/1.1 200"), next);
      }
      assertEquals(1, node.heads("POST").size());
    }
  }

  @Test
  @DisplayName("HAProxy turns a 404 that the application did not give into 503")
  void undeployedNode() throws Exception {
    try (StubNode node = StubNode.start();
        ProxyProcess proxy = ProxyProcess.startReady("haproxy", node.port())) {
      String answer =
          proxy.exchange(
              CLIENT, ProxyProcess.head("GET /scim/v2/Users/undeployed", "a", 0) + "\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
      assertTrue(answer.contains("It is not known whether"), answer);
    }
  }

  /** What comes before the proxy closes the connection or, as nginx does, resets it. */
  private static String untilCutOff(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    try {
      for (int next; (next = socket.getInputStream().read()) >= 0; ) {
        answer.append((char) next);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("The connection is still open.", e);
    } catch (SocketException reset) {
      answer.append("(reset)");
    }
    return answer.toString();
  }
}
