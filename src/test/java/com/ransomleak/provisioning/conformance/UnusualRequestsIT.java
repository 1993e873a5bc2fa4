package com.ransomleak.provisioning.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.RawConnection;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that clients rarely send: unexpected bodies, headers, methods and characters. */
class UnusualRequestsIT {
  private final ScimClient client = ScimClient.of("acme");
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("ER-01: a body along with GET or DELETE does no harm (RFC 9110 section 9.3)")
  void aBodyWhereNoneIsExpected() {
    String user = client.user(name);
    client.send("GET", "/Users/" + user, "{}").expect(200);
    client.send("GET", "/Nothing", "[1,2").expect(404);
    ScimClient text = client.with("Content-Type", "text/plain");
    text.send("GET", "/Users/" + user, "{}").expect(200);
    text.send("GET", "/Groups?count=1", "{}").expect(200);
    text.send("GET", "/?count=1", "{}").expect(200);
    text.send("DELETE", "/Groups/" + client.group(name), "why").expect(204);
    client.send("DELETE", "/Users/" + user, "{\"why\":\"left\"}").expect(204);
    client.get("/Users/" + user).expect(404);
  }

  @ParameterizedTest(name = "H-15: Accept with {0}")
  @ValueSource(strings = {"q=abc", "q=", "q=2", "q=-1"})
  void anAcceptThatIsNoneIsTheClientsFault(String quality) {
    client.with("Accept", "application/json;" + quality).get("/Users?count=1").expect(400);
    client.with("Accept", "*/*;q=0.5, application/scim+json").get("/Users?count=1").expect(200);
  }

  @Test
  @DisplayName("H-05: OPTIONS says what is possible, and no more")
  void optionsSayWhatIsPossible() {
    ScimAnswer answer = client.send("OPTIONS", "/Users", null).expect(200);
    assertTrue(answer.header("Allow").orElse("").contains("POST"), answer::toString);
    assertEquals("", answer.body());
  }

  @Test
  @DisplayName(
      "V-02, V-03: If-Match in several lines is one list, and an empty one names no version")
  void entityTagsInSeveralLines() throws IOException {
    String group = client.group(name);
    String version = client.get("/Groups/" + group).etag();
    assertEquals(412, status("DELETE", group, "If-Match: \"0\"\nIf-Match: \"00\"\n"));
    assertEquals(412, status("DELETE", group, "If-Match:\n"));
    String several = "\"0\"\nIf-Match:\nIf-Match: " + version + "\n";
    assertEquals(
        304,
        status("GET", group, "If-None-Match: " + several.replace("If-Match", "If-None-Match")));
    assertEquals(204, status("DELETE", group, "If-Match: " + several));
  }

  private static int status(String method, String group, String headers) throws IOException {
    RunningServer server = RunningServer.get();
    String answer =
        RawConnection.exchange(
            """
            %s /scim/v2/Groups/%s HTTP/1.1
            Host: %s
            Authorization: Bearer %s
            %sConnection: close

            """
                .formatted(method, group, server.host("acme"), server.token("acme"), headers));
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  @ParameterizedTest(name = "F-16, F-24, known bug 18: {0}")
  @ValueSource(
      strings = {
        "%",
        "_",
        "\\\\",
        "' or 1=1 --",
        "'; drop table provisioning.scim_user; --",
        "%'",
        "a_c",
        "$1",
        "?",
        "${jndi:x}",
        "x'::text",
        "\\\"",
        "[a-z]",
        ".*",
        ":name",
        "\\u0027 or true"
      })
  void metacharactersAreOnlyCharacters(String text) {
    String user = client.user(name);
    for (String operator : List.of("eq", "co", "sw", "ew")) {
      for (String attribute : List.of("userName", "title", "name.familyName", "emails.value")) {
        String filter = attribute + " " + operator + " \"" + text + "\"";
        ScimAnswer found =
            client.get(
                "/Users?filter=" + java.net.URLEncoder.encode(filter, StandardCharsets.UTF_8));
        found.expect(200);
        assertFalse(found.body().contains(user), () -> filter + " finds " + found);
      }
    }
    String title = "has " + text + " in it";
    client
        .patch("/Users/" + user, "{\"op\":\"add\",\"path\":\"title\",\"value\":\"" + title + "\"}")
        .expect(200);
    String filter = "id eq \"" + user + "\" and title co \"" + text + "\"";
    assertEquals(
        1,
        client
            .get("/Users?filter=" + java.net.URLEncoder.encode(filter, StandardCharsets.UTF_8))
            .expect(200)
            .total(),
        filter);
  }
}
