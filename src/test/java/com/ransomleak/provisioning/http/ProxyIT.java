package com.ransomleak.provisioning.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.ProxyProcess;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.StubNode;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which requests a proxy passes on, with the files that the deployment guide recommends (V1, V2,
 * V5).
 */
class ProxyIT {
  private static final String CLIENT = "127.0.0.9";

  private final RunningServer server = RunningServer.get();
  private final String name = ScimClient.unique();

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName("The proxy tells the real client and https, whatever the client claims")
  void forwardedHeaders(String proxyName) throws Exception {
    try (ProxyProcess proxy = ProxyProcess.startReady(proxyName, server.baseUri().getPort())) {
      String body = ScimClient.userBody(name, "");
      String created =
          proxy.exchange(
              CLIENT,
              ProxyProcess.head("POST /scim/v2/Users", "acme.localhost", body.length())
                  + "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 7.7.7.7\r\n"
                  + "X-Forwarded-Host: globex.localhost\r\nX-Forwarded-Proto: http\r\n"
                  + "Forwarded: for=6.6.6.6;host=globex.localhost\r\n\r\n"
                  + body);
      assertTrue(created.startsWith("HTTP/1.1 201"), created);
      assertTrue(created.contains("ocation: https://acme.localhost/scim/v2/Users/"), created);
      assertEquals(CLIENT, source());
      String foreign =
          proxy.exchange(
              CLIENT, ProxyProcess.head("GET /scim/v2/Users", "evil.example", 0) + "\r\n");
      assertTrue(foreign.startsWith("HTTP/1.1 401"), foreign);
      assertFalse(foreign.contains("evil.example"), foreign);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName("The proxy chooses the id of a request, and a client cannot choose its trace")
  void ids(String proxyName) throws Exception {
    try (StubNode node = StubNode.start();
        ProxyProcess proxy = ProxyProcess.startReady(proxyName, node.port())) {
      proxy.exchange(
          CLIENT,
          ProxyProcess.head("GET /scim/v2/Users/traced", "acme.localhost", 0)
              + "X-Request-Id: chosen-by-client\r\ntraceparent: chosen-by-client\r\n"
              + "tracestate: chosen-by-client\r\n\r\n");
      String head = node.heads("GET /scim/v2/Users/traced").get(0).toLowerCase(Locale.ROOT);
      assertFalse(head.contains("chosen-by-client"), head);
      assertEquals(2, head.split("\r\nx-request-id: [0-9a-f-]{32,36}\r\n", -1).length, head);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName("A malformed path or Host is rejected with 400 and does not reach a node")
  void malformedRequests(String proxyName) throws Exception {
    try (StubNode node = StubNode.start();
        ProxyProcess proxy = ProxyProcess.startReady(proxyName, node.port())) {
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
        String answer =
            proxy.exchange(CLIENT, ProxyProcess.head("DELETE " + path, "[::1]:8443", 0) + "\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  @DisplayName("No node gets Content-Length together with Transfer-Encoding")
  void twoLengths(String proxyName) throws Exception {
    try (StubNode node = StubNode.start();
        ProxyProcess proxy = ProxyProcess.startReady(proxyName, node.port())) {
      String answer =
          proxy.exchange(
              CLIENT,
              ProxyProcess.head("POST /scim/v2/Users", "acme.localhost", 5)
                  + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
      String status = proxyName.equals("nginx") ? "400" : "200";
      assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
      for (String head : node.heads("POST")) {
        assertFalse(head.toLowerCase(Locale.ROOT).contains("content-length"), head);
      }
    }
  }

  @Test
  @DisplayName("HAProxy, which cannot hold a large body, passes none on without Authorization")
  void largeBodyWithoutAuthorization() throws Exception {
    try (StubNode node = StubNode.start();
        ProxyProcess proxy = ProxyProcess.startReady("haproxy", node.port())) {
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
    String answer = proxy.exchange(CLIENT, ProxyProcess.head(what, host, 0) + "\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400"), what + " of " + host + ": " + answer);
  }

  private String source() throws Exception {
    return ServerDatabase.string(
        "select source from provisioning.activity where resource_name = ?", name);
  }
}
