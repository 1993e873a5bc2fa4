package com.ransomleak.provisioning.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.ScimClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
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
    try (ProxyProcess proxy = started(proxyName)) {
      String body = ScimClient.userBody(name, "");
      String created =
          exchange(
              proxy,
              head("POST /scim/v2/Users", "acme.localhost", body.length())
                  + "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 7.7.7.7\r\n"
                  + "X-Forwarded-Host: globex.localhost\r\nX-Forwarded-Proto: http\r\n"
                  + "Forwarded: for=6.6.6.6;host=globex.localhost\r\n\r\n"
                  + body);
      assertTrue(created.startsWith("HTTP/1.1 201"), created);
      assertTrue(created.contains("ocation: https://acme.localhost/scim/v2/Users/"), created);
      assertEquals(CLIENT, source());
      String foreign = exchange(proxy, head("GET /scim/v2/Users", "evil.example", 0) + "\r\n");
      assertTrue(foreign.startsWith("HTTP/1.1 401"), foreign);
      assertFalse(foreign.contains("evil.example"), foreign);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName(
      "A body that does not come is cut off, and an answer that nobody reads holds up nobody")
  void slowClients(String proxyName) throws Exception {
    List<Socket> idle = new ArrayList<>();
    try (ProxyProcess proxy = started(proxyName);
        Socket slow = proxy.connect(CLIENT)) {
      send(slow, head("POST /sign-in", "acme.localhost", 60_000) + "\r\nhalf");
      for (int i = 0; i < 60; i++) {
        Socket unread = proxy.connect(OTHER_CLIENT);
        idle.add(unread);
        send(unread, (head("GET /scim/v2/Schemas", "acme.localhost", 0) + "\r\n").repeat(14));
      }
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        String answer =
            exchange(
                proxy,
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
    try (ProxyProcess proxy = ProxyProcess.start(proxyName, ProxyProcess.freePort())) {
      Eventually.holds(
          "503",
          () -> {
            for (String method : List.of("GET", "DELETE")) {
              String answer =
                  exchange(
                      proxy, head(method + " /scim/v2/Users/none", "acme.localhost", 0) + "\r\n");
              assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
              assertTrue(
                  answer.toLowerCase(java.util.Locale.ROOT).contains("retry-after: 10"), answer);
              assertTrue(answer.contains("urn:ietf:params:scim:api:messages:2.0:Error"), answer);
            }
          });
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

  /** A proxy that has seen that the node is ready. */
  private ProxyProcess started(String proxyName) throws Exception {
    ProxyProcess proxy = ProxyProcess.start(proxyName, server.baseUri().getPort());
    Eventually.holds(
        "the proxy finds the node",
        () ->
            assertTrue(
                exchange(proxy, head("GET /scim/v2/Users?count=1", "acme.localhost", 0) + "\r\n")
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

  private static String exchange(ProxyProcess proxy, String request)
      throws IOException, GeneralSecurityException {
    try (Socket socket = proxy.connect(CLIENT)) {
      send(socket, request.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no answer to " + request, e);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream output = socket.getOutputStream();
    output.write(text.getBytes(StandardCharsets.UTF_8));
    output.flush();
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
