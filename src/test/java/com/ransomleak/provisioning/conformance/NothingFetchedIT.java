package com.ransomleak.provisioning.conformance;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.ransomleak.provisioning.client.ScimClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NothingFetchedIT {
  private static final int MILLISECONDS = 2_000;

  @Test
  @DisplayName("L-07: nothing that a person refers to is fetched")
  void nobodyCalls() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "http://127.0.0.1:" + listening.getLocalPort() + "/";
      String more =
          ",\"profileUrl\":\"%1$sprofile\",\"photos\":[{\"value\":\"%1$sphoto\"}]"
              .formatted(address);
      ScimClient client = ScimClient.of("acme");
      String id =
          client.post("/Users", ScimClient.userBody(ScimClient.unique(), more)).expect(201).id();
      client.get("/Users/" + id).expect(200);
      listening.setSoTimeout(MILLISECONDS);
      assertThrows(SocketTimeoutException.class, listening::accept);
    }
  }
}
