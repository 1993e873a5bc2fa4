package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.server.RunningServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the application servers offer besides, under the address that tenants have. */
class ServerPagesIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics/base",
        "/metrics/vendor",
        "/openapi",
        "/openapi.json",
        "/openapi/application.wadl"
      })
  @DisplayName("The server's own pages are closed")
  void closed(String path) throws Exception {
    URI address = RunningServer.get().baseUri().resolve(path);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    assertTrue(answer.statusCode() >= 400, address + " → " + answer.statusCode());
    assertFalse(answer.body().contains("heap"), answer::body);
    assertFalse(answer.body().contains("paths"), answer::body);
  }
}
