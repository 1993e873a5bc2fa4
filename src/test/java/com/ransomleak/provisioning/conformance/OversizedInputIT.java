package com.ransomleak.provisioning.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bodies, documents, filters and paths that are too large or too deep. */
class OversizedInputIT {
  private final ScimClient client = ScimClient.of("acme");
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("L-06: a body of 50 MiB is 413, announced or not")
  void aHugeBodyIsTooLarge() {
    byte[] huge = new byte[50 * 1024 * 1024];
    java.util.Arrays.fill(huge, (byte) ' ');
    client.sendBytes("POST", "/Users", huge).expect(413);
    client.sendChunked("POST", "/Users", huge).expect(413);
    client.get("/Users?count=1").expect(200);
  }

  @Test
  @DisplayName("F-22, known bug 19: 10,000 parentheses, and paths of 8 KiB, are refused at once")
  void deepFiltersAndPathsAreRefusedQuickly() {
    for (String filter :
        List.of(
            "(".repeat(4000),
            "(".repeat(1000) + "userName pr" + ")".repeat(1000),
            "not(".repeat(1000) + "userName pr" + ")".repeat(1000),
            "userName pr and ".repeat(300) + "userName pr")) {
      ScimAnswer answer = client.get("/Users?filter=" + filter);
      assertQuick(answer.expectRefusal(400, "invalidFilter"));
    }
    String user = client.user(name);
    for (String path :
        List.of(
            "emails[" + "(".repeat(10_000),
            "emails[" + "(".repeat(5_000) + "type pr" + ")".repeat(5_000) + "]",
            "x".repeat(8192),
            "a.".repeat(4096),
            "urn:" + ":".repeat(8192))) {
      ScimAnswer answer =
          client.patch(
              "/Users/" + user, "{\"op\":\"replace\",\"path\":\"" + path + "\",\"value\":\"x\"}");
      assertQuick(answer.expectRefusal(400, "invalidPath|invalidFilter"));
    }
  }

  @Test
  @DisplayName("S-29: a document nested 10,000 deep, and one of 100,000 members")
  void deepAndWideDocuments() {
    assertRefusedWithoutTrace(
        client.post("/Users", body(",\"urn:x:y\":" + "[".repeat(10_000) + "]".repeat(10_000))),
        "invalidSyntax|invalidValue");
    assertRefusedWithoutTrace(
        client.post("/Users", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)),
        "invalidSyntax|invalidValue");
    StringBuilder wide = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      wide.append(",\"a").append(i).append("\":").append(i);
    }
    ScimAnswer answer = client.post("/Users", body(wide.toString())).expect(413);
    assertTrue(answer.detail().contains("1000 names"), answer::toString);
  }

  private String body(String more) {
    return ScimClient.userBody(name, more);
  }

  private void assertRefusedWithoutTrace(ScimAnswer answer, String scimType) {
    answer.expectRefusal(400, scimType);
    assertEquals(0, client.get("/Users?filter=userName eq \"" + name + "\"").expect(200).total());
  }

  private static void assertQuick(ScimAnswer answer) {
    assertTrue(answer.took().compareTo(Duration.ofSeconds(2)) < 0, () -> "took " + answer.took());
  }
}
