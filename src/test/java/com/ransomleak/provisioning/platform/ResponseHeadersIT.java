package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.RawConnection;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that every response has, whatever answers. */
class ResponseHeadersIT {
  /** The address that the test server trusts as a proxy. */
  private static final String PROXY = "127.0.0.2";

  @ParameterizedTest
  @CsvSource({
    "GET /scim/v2/ServiceProviderConfig, 200",
    "GET /scim/v2/Users, 401",
    "GET /scim/nothing, 401",
    "GET /scim/v3/Users, 400",
    "GET /api/v1/teams, 401",
    "GET /sign-in, 200",
    "GET /nothing, 404",
    "GET /admin/roles/roles, 303",
    "GET /jakarta.faces.resource/console.css.xhtml?ln=console, 200",
    "GET /jakarta.faces.resource/nothing.css.xhtml?ln=console, 404"
  })
  @DisplayName("Every response forbids guessing its type and, over TLS, plain HTTP afterwards")
  void headers(String request, int status) throws Exception {
    String head = head("127.0.0.1", request, "");
    assertTrue(head.startsWith("http/1.1 " + status), head);
    assertEquals(1, head.split("\r\nx-content-type-options: nosniff\r\n", -1).length - 1, head);
    assertFalse(head.contains("strict-transport-security"), head);
    assertFalse(head.contains("\r\nserver:"), head);
    assertFalse(head.contains("\r\nx-powered-by:"), head);

    String https = head(PROXY, request, "X-Forwarded-Proto: https\n");
    if (status != 303) {
      assertTrue(https.contains("\r\nstrict-transport-security: max-age="), https);
    }
  }

  private static String head(String from, String request, String headers) throws Exception {
    try (RawConnection connection = RawConnection.open(from, 0)) {
      connection.send(request + " HTTP/1.1\nHost: acme.localhost\n" + headers + "\n");
      return connection.answer().split("\r\n\r\n", 2)[0].toLowerCase(Locale.ROOT) + "\r\n";
    }
  }
}
