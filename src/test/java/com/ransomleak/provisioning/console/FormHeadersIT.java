package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests without a body that no page of the console sends: they get a response immediately. */
@TestTenant(value = "nakatomi", administrator = true)
class FormHeadersIT {
  private static final String TENANT = "nakatomi";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final int PATIENCE_MILLIS = 5_000;

  @ParameterizedTest
  @CsvSource({
    "POST, /sign-in,                              , 600,    403",
    "POST, /sign-in,         https://evil.example , 600,    403",
    "POST, /sign-in,         null                 , 600,    403",
    "POST, /set-password,                         , 600,    403",
    "POST, /sign-in,         HERE                 , 20000,  413",
    "POST, /set-password,    HERE                 , 60000,  413",
    "PUT,  /sign-in,         HERE                 , 600,    405",
    "DELETE, /,              HERE                 , 600,    405",
    "POST, /nonsense,        HERE                 , 600,    404"
  })
  @DisplayName("A form from elsewhere is rejected before its body is read")
  void beforeTheBody(String method, String path, String origin, int length, int status)
      throws IOException {
    assertEquals(status, withoutBody(method, path, origin, FORM, length));
  }

  @ParameterizedTest
  @CsvSource({"application/json", "multipart/form-data; boundary=x", "text/plain"})
  @DisplayName("A body that is not a form is rejected before it is read")
  void noForm(String type) throws IOException {
    assertEquals(415, withoutBody("POST", "/sign-in", "HERE", type, 600));
  }

  @Test
  @DisplayName("A form without the nonce gets an error page, whatever the client accepts")
  void errorPage() {
    ConsoleClient client = ConsoleClient.at(TENANT);
    ConsoleClient.Form form =
        client.get("/sign-in").form("form").with("primefaces.nonce", null).with("signIn", "");
    for (String accept : new String[] {null, "*/*", "application/json"}) {
      ConsoleClient.Answer answer = client.with("Accept", accept).post("/sign-in", form);
      assertEquals(403, answer.status());
      assertTrue(answer.header("Content-Type").startsWith("text/html"), answer.body());
      assertTrue(answer.body().contains("This form was not accepted"), answer.body());
    }
  }

  /** The status of the response to the headers alone. */
  private static int withoutBody(String method, String path, String origin, String type, int length)
      throws IOException {
    RunningServer server = RunningServer.get();
    String host = server.host(TENANT);
    String headers =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + (origin == null ? "" : "\r\nOrigin: " + origin.replace("HERE", "http://" + host))
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + length
            + "\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.baseUri().getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(headers.getBytes(StandardCharsets.US_ASCII));
      String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return Integer.parseInt(line.substring(9));
    }
  }
}
