package com.ransomleak.provisioning.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as a proxy passes them on; the server trusts {@link #PROXY} and nobody else (V5). */
class ForwardedHeadersIT {
  private static final String PROXY = "127.0.0.2";
  private static final String TENANT = "acme";

  private final RunningServer server = RunningServer.get();
  private final String name = ScimClient.unique();

  @Test
  @DisplayName(
      "A client that sends X-Forwarded-For itself does not choose its source in the activity")
  void sourceInTheActivity() throws Exception {
    String answer =
        create(PROXY, "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 203.0.113.9, 10.20.0.7\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 201"), answer);
    assertEquals("203.0.113.9", source());
  }

  @Test
  @DisplayName("Behind a trusted proxy, locations carry the address that the client used")
  void locations() throws Exception {
    String answer =
        create(
            PROXY,
            "X-Forwarded-Proto: https\r\nX-Forwarded-Host: "
                + TENANT
                + ".localhost\r\nX-Forwarded-For: 203.0.113.9\r\n");
    assertTrue(answer.contains("ocation: https://" + TENANT + ".localhost/scim/v2/Users/"), answer);
  }

  @ParameterizedTest
  @DisplayName(
      "A quote or blank in the forwarded host or scheme is 400 with our body on every path")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "X-Forwarded-Host: acme\"localhost,/scim/v2/Users",
        "X-Forwarded-Host: acme localhost,/scim/v2/Users",
        "X-Forwarded-Proto: https\",/scim/v2/Users",
        "X-Forwarded-Proto: ht tps,/scim/v2/ServiceProviderConfig",
        "X-Forwarded-Host: acme\"localhost,/api/v1/teams",
        "X-Forwarded-Host: acme\"localhost,/sign-in",
        "X-Forwarded-Host: acme\"localhost,/admin/home",
        "X-Forwarded-Proto: https\",/"
      })
  void malformed(String header, String path) throws Exception {
    String answer = exchange(PROXY, "GET " + path, header + "\r\nAccept: text/html, */*\r\n", "");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(
        path.startsWith("/scim")
            ? answer.contains("\"detail\":\"The header X-Forwarded")
            : answer.contains("X-Forwarded") || answer.contains("RansomLeak"),
        answer);
  }

  @Test
  @DisplayName("The log warns of a proxy on this machine that is not trusted, and not per request")
  void untrustedProxyIsReported() throws Exception {
    long before = warnings();
    for (int i = 0; i < 5; i++) {
      String answer =
          exchange(
              "127.0.0.1",
              "GET /scim/v2/Users?count=1",
              "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Host: \"\r\n",
              "");
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    }
    long after = warnings();
    assertTrue(after >= 1 && after <= before + 1, () -> before + " warnings, then " + after);
  }

  private long warnings() throws IOException {
    return Files.readString(server.log(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("provisioning.trusted-proxies does not list"))
        .count();
  }

  private String create(String from, String headers) throws IOException {
    return exchange(from, "POST /scim/v2/Users", headers, ScimClient.userBody(name, ""));
  }

  /** Sends one request with exactly these header lines, from this address of the machine. */
  private String exchange(String from, String what, String headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
      socket.setSoTimeout(30_000);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.baseUri().getPort()),
          10_000);
      String head =
          what
              + " HTTP/1.1\r\nHost: "
              + server.host(TENANT)
              + "\r\nAuthorization: Bearer "
              + server.token(TENANT)
              + "\r\nContent-Type: application/scim+json\r\nContent-Length: "
              + bytes.length
              + "\r\nConnection: close\r\n"
              + headers
              + "\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(bytes);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
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
