package com.ransomleak.provisioning.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Attack;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@TestTenant("umbrella")
class LargeRequestsIT {
  private static final String ATTACKER = "umbrella";
  private static final int RESOURCE_LIMIT = 1024 * 1024;

  private final ScimClient client = ScimClient.of(ATTACKER);

  @Test
  @DisplayName("One JSON object has at most 1,000 names: 413 names the limit")
  void oneObjectHasAtMostThousandNames() {
    String userName = ScimClient.unique();
    // userBody has four names.
    String allowed = "," + many(996, i -> "\"unknown" + i + "\":1");
    String user = client.post("/Users", ScimClient.userBody(userName, allowed)).expect(201).id();
    String tooMany = allowed + ",\"unknown\":1";
    String other = ScimClient.unique();
    String path = "/Users/" + user;
    for (ScimAnswer answer :
        List.of(
            client.post("/Users", ScimClient.userBody(other, tooMany)),
            client.put(path, ScimClient.userBody(userName, tooMany)),
            client.put(path, ScimClient.userBody(userName, ",\"x509\":{" + names(1_001) + "}")),
            client.patch(path, "{\"op\":\"add\",\"value\":{" + names(1_001) + "}}"),
            client.post("/Groups", "{\"displayName\":\"x\"," + names(1_001) + "}"),
            client.post("/Bulk", "{\"Operations\":[{" + names(1_001) + "}]}"),
            client.post("/Users/.search", "{" + names(1_001) + "}"),
            client.post("/.search", "{" + names(1_001) + "}"))) {
      assertTrue(answer.expect(413).detail().contains("more than 1000 names"), answer::toString);
    }
  }

  @Test
  @DisplayName("A body has at most 500,000 JSON values: 413 names the limit")
  void aBodyHasAtMostHalfAMillionValues() {
    String body =
        "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"x\","
            + "\"members\":["
            + many(500_000, i -> "[]")
            + "]}";
    ScimAnswer answer = client.post("/Groups", body).expect(413);
    assertTrue(answer.detail().contains("more than 500000 values"), answer::toString);
  }

  @Test
  @DisplayName("A stored resource has at most 1 MiB, however it would grow: 413 names the limit")
  void aResourceHasAtMostOneMebibyte() {
    String userName = ScimClient.unique();
    String path = "/Users/" + client.user(userName);
    String large =
        ScimClient.userBody(userName, "," + list("ims", 1_000, 1_000) + ",\"title\":\"x\"");
    String tooLarge =
        ScimClient.userBody(
            ScimClient.unique(),
            "," + list("ims", 1_000, 1_000) + "," + list("photos", 1_000, 1_000));
    client.put(path, large).expect(200);
    List<ScimAnswer> refused =
        List.of(
            client.post("/Users", tooLarge),
            client.put(path, tooLarge),
            client.patch(path, "{\"op\":\"add\",\"value\":{" + list("photos", 1_000, 100) + "}}"),
            client.post(
                "/Groups",
                ScimClient.groupBody(ScimClient.unique())
                    .replace(
                        "\"members\"",
                        "\"urn:x:"
                            + ScimClient.unique()
                            + "\":{\"a\":\""
                            + "x".repeat(2 * RESOURCE_LIMIT)
                            + "\"},\"members\"")));
    for (ScimAnswer answer : refused.subList(0, 3)) {
      String detail = answer.expect(413).detail();
      assertTrue(detail.contains("more than the " + RESOURCE_LIMIT + " bytes"), detail);
    }
    assertEquals(400, refused.get(3).status(), "unknown data has a lower limit of its own");
    assertEquals("x", client.get(path).expect(200).text("/title"), "nothing was changed");
    // Small steps lead to the same limit.
    String title = "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"%s\"}";
    client.patch(path, title.formatted("y")).expect(200);
  }

  @Test
  @DisplayName("A resource that is larger than the limit already can change, but not grow")
  void aResourceThatIsTooLargeCanShrink() throws Exception {
    String user = client.user(ScimClient.unique());
    String path = "/Users/" + user;
    // As if the limit had been lowered.
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        PreparedStatement update =
            database.prepareStatement(
                "update provisioning.scim_user set document = document::jsonb ||"
                    + " jsonb_build_object('photos', (select jsonb_agg(jsonb_build_object('value',"
                    + " repeat('x', 1100) || n)) from generate_series(1, 990) n)) where id ="
                    + " cast(? as uuid)")) {
      update.setString(1, user);
      assertEquals(1, update.executeUpdate());
    }
    client.patch(path, "{\"op\":\"add\",\"value\":{\"title\":\"longer\"}}").expect(413);
    client.patch(path, "{\"op\":\"replace\",\"value\":{\"active\":false}}").expect(200);
    client.patch(path, "{\"op\":\"remove\",\"path\":\"photos\"}").expect(200);
  }

  @Test
  @DisplayName("A tenant's large bodies have a limit of bytes at the same time: 429 names it")
  void largeBodiesAtTheSameTime() throws Exception {
    String large = "{\"a\":\"" + "x".repeat(2_000_000) + "\"}";
    // Announced, and begun without an announcement.
    for (String length : List.of("Content-Length: 3000000", "Transfer-Encoding: chunked")) {
      Eventually.holds(
          "the limit is reached",
          () -> {
            try (Socket begun = begin(length)) {
              ScimAnswer refused = client.post("/Users", large).expect(429);
              assertTrue(refused.detail().contains("4194304"), refused::toString);
              assertTrue(refused.header("Retry-After").isPresent());
              client.post("/Users", "{\"a\":\"" + "x".repeat(60_000) + "\"}").expect(400);
              ScimClient.of("globex").post("/Users", large).expect(400);
              begun.setSoLinger(true, 0);
            }
          });
      Eventually.holds("the bytes are given back", () -> client.post("/Users", large).expect(400));
    }
    client.post("/Users", "{\"a\":\"" + "x".repeat(9_000_000) + "\"}").expect(400);
  }

  /** A request of three million bytes that is not complete. */
  private static Socket begin(String length) throws IOException {
    RunningServer server = RunningServer.get();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.baseUri().getPort());
    OutputStream output = socket.getOutputStream();
    String head =
        "POST /scim/v2/Users HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/scim+json\r\n%s\r\n\r\n"
            .formatted(server.host(ATTACKER), server.token(ATTACKER), length);
    output.write(head.getBytes(StandardCharsets.US_ASCII));
    if (length.startsWith("Transfer")) {
      // A chunk of four million bytes.
      output.write("3D0900\r\n".getBytes(StandardCharsets.US_ASCII));
      output.write(" ".repeat(3_000_000).getBytes(StandardCharsets.US_ASCII));
    }
    output.flush();
    return socket;
  }

  @Test
  @DisplayName("V3: bodies of 700,000 names in six requests at once hold up nobody else")
  void manyNamesHoldUpNobodyElse() throws Exception {
    String body = "{\"userName\":\"x\"," + many(700_000, i -> "\"a" + i + "\":1") + "}";
    try (Attack attack = new Attack(6, () -> client.post("/Users", body))) {
      Set<Integer> statuses = attack.whileOthersAreServed("globex", 2);
      assertTrue(Set.of(413, 429).containsAll(statuses), statuses::toString);
      assertTrue(statuses.contains(413), statuses::toString);
    }
  }

  private static String names(int count) {
    return many(count, i -> "\"n" + i + "\":1");
  }

  /** {@code "ims":[{"value":"…"},…]}, each value of its own. */
  private static String list(String attribute, int count, int length) {
    return "\""
        + attribute
        + "\":["
        + many(count, i -> "{\"value\":\"" + "x".repeat(length - 40) + i + "\"}")
        + "]";
  }

  private static String many(int count, IntFunction<String> item) {
    StringJoiner items = new StringJoiner(",");
    for (int i = 0; i < count; i++) {
      items.add(item.apply(i));
    }
    return items.toString();
  }
}
