package com.ransomleak.provisioning.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.server.RunningServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ServiceProviderConfigIT {
  private final RunningServer server = RunningServer.get();

  @Test
  @DisplayName("D: /ServiceProviderConfig needs no token")
  void serviceProviderConfigIsOpenToAll() throws Exception {
    assertEquals(200, get("acme").statusCode());
  }

  @Test
  @DisplayName("The build reaches a second tenant by Host")
  void everyTenantAnswers() throws Exception {
    assertEquals(200, get("globex").statusCode());
  }

  private HttpResponse<String> get(String tenant) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.baseUri() + "/ServiceProviderConfig"))
            .header("Host", server.host(tenant))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
