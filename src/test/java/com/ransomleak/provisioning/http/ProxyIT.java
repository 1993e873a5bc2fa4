package com.ransomleak.provisioning.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.ProxyProcess;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.StubNode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the deployment guide asks of a proxy, shown with the files that it recommends (V1, V2, V5).
 */
class ProxyIT {
  private static final String CLIENT = "127.0.0.9";
  private static final String OTHER_CLIENT = "127.0.0.10";
  private static final Duration PROMPT = Duration.ofSeconds(2);

  private final RunningServer server = RunningServer.get();
  private final String name = ScimClient.unique();

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName("The proxy tells the real client and https, whatever the client claims")
  void forwardedHeaders(String proxyName) throws Exception {
    try (ProxyProcess proxy = started(proxyName, server.baseUri().getPort())) {
      String body = ScimClient.userBody(name, "");
      String created =
          proxy.exchange(
              CLIENT,
              head("POST /scim/v2/Users", "acme.localhost", body.length())
                  + "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 7.7.7.7\r\n"
                  + "X-Forwarded-Host: globex.localhost\r\nX-Forwarded-Proto: http\r\n"
                  + "Forwarded: for=6.6.6.6;host=globex.localhost\r\n\r\n"
                  + body);
      assertTrue(created.startsWith("HTTP/1.1 201"), created);
      assertTrue(created.contains("ocation: https://acme.localhost/scim/v2/Users/"), created);
      assertEquals(CLIENT, source());
      String foreign =
          proxy.exchange(CLIENT, head("GET /scim/v2/Users", "evil.example", 0) + "\r\n");
      assertTrue(foreign.startsWith("HTTP/1.1 401"), foreign);
      assertFalse(foreign.contains("evil.example"), foreign);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName("The proxy chooses the id of a request, and a client cannot choose its trace")
  void ids(String proxyName) throws Exception {
    try (StubNode node = StubNode.start();
        ProxyProcess proxy = started(proxyName, node.port())) {
      proxy.exchange(
          CLIENT,
          head("GET /scim/v2/Users/traced", "acme.localhost", 0)
              + "X-Request-Id: chosen-by-client\r\ntraceparent: chosen-by-client\r\n"
              + "tracestate: chosen-by-client\r\n\r\n");
      String head = node.heads("GET /scim/v2/Users/traced").get(0).toLowerCase(Locale.ROOT);
      assertFalse(head.contains("chosen-by-client"), head);
      assertEquals(2, head.split("\r\nx-request-id: [0-9a-f-]{32,36}\r\n", -1).length, head);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName(
      "A body that does not come is cut off, and an answer that nobody reads holds up nobody")
  void slowClients(String proxyName) throws Exception {
    List<Socket> idle = new ArrayList<>();
    try (ProxyProcess proxy = started(proxyName, server.baseUri().getPort());
        Socket slow = proxy.connect(CLIENT)) {
      ProxyProcess.send(slow, head("POST /sign-in", "acme.localhost", 60_000) + "\r\nhalf");
      for (int i = 0; i < 60; i++) {
        Socket unread = proxy.connect(OTHER_CLIENT);
        idle.add(unread);
        ProxyProcess.send(
            unread, (head("GET /scim/v2/Schemas", "acme.localhost", 0) + "\r\n").repeat(14));
      }
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        String answer =
            proxy.exchange(
                CLIENT,
                head("GET /scim/v2/Users?count=1", "globex.localhost", 0, "globex") + "\r\n");
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
                      CLIENT, head(method + " /scim/v2/Users/none", "acme.localhost", 0) + "\r\n");
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
              .exchange(CLIENT, head("GET /sign-in", "acme.localhost", 0) + "\r\n")
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
  @DisplayName("A malformed path or Host is rejected with 400 and does not reach a node")
  void malformedRequests(String proxyName) throws Exception {
    try (StubNode node = StubNode.start();
        ProxyProcess proxy = started(proxyName, node.port())) {
      for (String path :
          List.of("%zz", "%4", ".", "..", "%2e%2E", "..;a/x", "..%2fx", "..\\x", "x/.?a=b")) {
        for (String method : List.of("PUT", "DELETE")) {
          assertRejected(proxy, method + " /scim/v2/Users/" + path, "acme.localhost");
        }
      }
      for (String host : List.of("", "a:x", "a:", ":80", "a, b", "a@b", "a\r\nHost: b")) {
        assertRejected(proxy, "DELETE /scim/v2/Users/x", host);
      }
      assertEquals(List.of(), node.heads("PUT /"));
      assertEquals(List.of(), node.heads("DELETE"));
      // Only paths are checked: the application answers for the query.
      for (String path : List.of("/scim/v2/Users/a..b/c.d?x=%zz/../y", "/scim/v2/Users/%C3%A4")) {
        String answer = proxy.exchange(CLIENT, head("DELETE " + path, "[::1]:8443", 0) + "\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName("No node gets Content-Length together with Transfer-Encoding")
  void twoLengths(String proxyName) throws Exception {
    try (StubNode node = StubNode.start();
        ProxyProcess proxy = started(proxyName, node.port())) {
      String answer =
          proxy.exchange(
              CLIENT,
              head("POST /scim/v2/Users", "acme.localhost", 5)
                  + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
      String status = proxyName.equals("nginx") ? "400" : "200";
      assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
      for (String head : node.heads("POST")) {
        assertFalse(head.toLowerCase(Locale.ROOT).contains("content-length"), head);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName("A node's errors take it from nobody, and a lost answer claims nothing")
  void failedAnswers(String proxyName) throws Exception {
    try (StubNode node = StubNode.start();
        ProxyProcess proxy = started(proxyName, node.port())) {
      for (String failure : List.of("GET /busy", "POST /lost", "DELETE /lost")) {
        String failed =
            proxy.exchange(
                CLIENT,
                head(failure.replace("/", "/scim/v2/Users/"), "acme.localhost", 0) + "\r\n");
        assertTrue(failed.startsWith("HTTP/1.1 50"), failed);
        assertFalse(failed.contains("Nothing was changed"), failed);
        assertEquals(
            failure.endsWith("lost"),
            failed.contains("It is not known whether the request was carried out."),
            failed);
        String next = proxy.exchange(CLIENT, head("GET /scim/v2/Users", "a", 0) + "\r\n");
        assertTrue(next.startsWith("HTTP/1.1 200"), next);
      }
      assertEquals(1, node.heads("POST").size());
    }
  }

  @Test
  @DisplayName("HAProxy turns a 404 that the application did not give into 503")
  void undeployedNode() throws Exception {
    try (StubNode node = StubNode.start();
        ProxyProcess proxy = started("haproxy", node.port())) {
      String answer =
          proxy.exchange(CLIENT, head("GET /scim/v2/Users/undeployed", "a", 0) + "\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
      assertTrue(answer.contains("It is not known whether"), answer);
    }
  }

  @Test
  @DisplayName("HAProxy, which cannot hold a large body, passes none on without Authorization")
  void largeBodyWithoutAuthorization() throws Exception {
    try (StubNode node = StubNode.start();
        ProxyProcess proxy = started("haproxy", node.port())) {
      String anonymous = " HTTP/1.1\r\nHost: acme.localhost\r\n";
      for (String path : List.of("/scim/v2/Users", "//scim/v2/Bulk", "/%61pi/v1/reports")) {
        String declared =
            proxy.exchange(
                CLIENT,
                "POST "
                    + path
                    + anonymous
                    + "Content-Length: 10000000\r\n\r\n"
                    + "x".repeat(40_000));
        assertTrue(declared.startsWith("HTTP/1.1 413"), declared);
        String chunked =
            proxy.exchange(
                CLIENT,
                "POST "
                    + path
                    + anonymous
                    + ("X-Long: " + "y".repeat(6_000) + "\r\n").repeat(3)
                    + "Transfer-Encoding: chunked\r\n\r\n"
                    + ("1388\r\n" + "x".repeat(5_000) + "\r\n").repeat(4));
        assertTrue(chunked.startsWith("HTTP/1.1 413"), chunked);
      }
      assertEquals(List.of(), node.heads("POST"));
    }
  }

  private void assertRejected(ProxyProcess proxy, String what, String host) throws Exception {
    String answer = proxy.exchange(CLIENT, head(what, host, 0) + "\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400"), what + " of " + host + ": " + answer);
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

  /** A proxy that has seen that the node is ready. */
  private ProxyProcess started(String proxyName, int node) throws Exception {
    ProxyProcess proxy = ProxyProcess.start(proxyName, node);
    Eventually.holds(
        "the proxy finds the node",
        () ->
            assertTrue(
                proxy
                    .exchange(
                        CLIENT, head("GET /scim/v2/Users?count=1", "acme.localhost", 0) + "\r\n")
                    .startsWith("HTTP/1.1 200")));
    return proxy;
  }

  private String head(String what, String host, int length) {
    return head(what, host, length, "acme");
  }

  private String head(String what, String host, int length, String tenant) {
    return what
        + " HTTP/1.1\r\nHost: "
        + host
        + "\r\nAuthorization: Bearer "
        + server.token(tenant)
        + "\r\nContent-Type: application/scim+json\r\nContent-Length: "
        + length
        + "\r\n";
  }

  private String source() throws Exception {
    try (Connection connection = server.access().connectAsMigrator();
        PreparedStatement query =
            connection.prepareStatement(
                "select source from provisioning.activity where resource_name = ?")) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        assertTrue(row.next());
        return row.getString(1);
      }
    }
  }
}
