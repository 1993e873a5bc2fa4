package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.client.ScimClient;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CompressionIT {
  @Test
  @DisplayName("H-12: a long list goes out as gzip to whoever accepts it, and plain to others")
  void longListsAreCompressed() {
    ScimClient client = ScimClient.of("acme");
    String crowd = ScimClient.unique();
    String more = ",\"title\":\"" + "x".repeat(1_000) + "\",\"nickName\":\"%s\"".formatted(crowd);
    for (int i = 0; i < 5; i++) {
      client.post("/Users", ScimClient.userBody(ScimClient.unique(), more)).expect(201);
    }
    String list = "/Users?filter=nickName eq \"" + crowd + "\"";
    assertEquals(5, client.get(list).expect(200).total());
    assertEquals(Optional.empty(), encoding(client, list));
    assertEquals(
        Optional.of("gzip"), encoding(client.with("Accept-Encoding", "gzip, deflate"), list));
    assertEquals(Optional.empty(), encoding(client.with("Accept-Encoding", "gzip;q=0"), list));
    assertEquals(Optional.empty(), encoding(client.with("Accept-Encoding", "*, gzip;q=0"), list));
    assertEquals(
        Optional.of("gzip"), encoding(client.with("Accept-Encoding", "*;q=0, gzip"), list));
  }

  private static Optional<String> encoding(ScimClient client, String path) {
    return client.get(path).expect(200).header("Content-Encoding");
  }
}
