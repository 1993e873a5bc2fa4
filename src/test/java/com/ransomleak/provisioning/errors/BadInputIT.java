package com.ransomleak.provisioning.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Issue 2, "What bad input gets". Each refusal names what is wrong, and afterwards nothing is there
 * that was not there before.
 */
class BadInputIT {
  private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
  private static final List<String> LEAKS =
      List.of("java", "sql", "select ", "exception", "eclipse", "postgres", "org.", "null pointer");

  private final ScimClient client = ScimClient.of("acme");
  private final String name = ScimClient.unique();

  static Stream<String> wrongTypes() {
    return Stream.of(
        "\"userName\":{\"a\":1}",
        "\"userName\":[\"a\",\"b\"]",
        "\"active\":\"maybe\"",
        "\"active\":7",
        "\"active\":{}x",
        "\"name\":\"text\"",
        "\"name\":{\"familyName\":{\"a\":1}}",
        "\"emails\":[{\"value\":{\"a\":1}}]",
        "\"emails\":[{\"value\":\"a@x\",\"primary\":\"perhaps\"}]",
        "\"schemas\":{\"a\":1}",
        "\"schemas\":\"urn:ietf:params:scim:schemas:core:2.0:Group\"",
        "\"x509Certificates\":[{\"value\":\"%%%\"}]",
        "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":\"text\"",
        "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":[1,2]",
        "\"externalId\":{\"a\":\"b\"}");
  }

  @ParameterizedTest(name = "S-04, ER-07: {0}")
  @MethodSource("wrongTypes")
  void aWrongTypeIsRefusedAndNothingIsStored(String member) {
    String body =
        "{\"schemas\":[\"%s\"],\"userName\":\"%s\",\"displayName\":\"d\",%s}"
            .formatted(USER, name, member);
    if (member.startsWith("\"userName\"")) {
      body = "{\"schemas\":[\"%s\"],%s}".formatted(USER, member);
    } else if (member.startsWith("\"schemas\"")) {
      body = "{%s,\"userName\":\"%s\"}".formatted(member, name);
    }
    assertRefusedWithoutTrace(client.post("/Users", body));
  }

  static Stream<String> unstorableText() {
    return Stream.of("a\\u0000b", "a\\ud800b", "\\udc00", "\\ud800\\ud800", "x\\u0000");
  }

  @ParameterizedTest(name = "S-29: {0}")
  @MethodSource("unstorableText")
  void nulAndLoneSurrogatesAreRefusedWhereverTheyStand(String text) {
    assertRefusedWithoutTrace(
        client.post("/Users", body(",\"title\":\"" + text + "\"")), "invalidSyntax|invalidValue");
    assertRefusedWithoutTrace(
        client.post("/Users", body(",\"externalId\":\"" + text + "\"")),
        "invalidSyntax|invalidValue");
    assertRefusedWithoutTrace(
        client.post("/Users", body(",\"urn:x:y\":{\"a\":\"" + text + "\"}")),
        "invalidSyntax|invalidValue");
    assertRefusedWithoutTrace(
        client.post("/Users", body(",\"" + text + "\":1")), "invalidSyntax|invalidValue");
    String user = client.user(name);
    ScimAnswer patched =
        client.patch(
            "/Users/" + user, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"" + text + "\"}");
    assertRefused(patched.expect(400), "invalidSyntax|invalidValue");
    String group = client.group(name);
    assertRefused(
        client.patch(
            "/Groups/" + group,
            "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + text + "\"}]}"),
        "invalidSyntax|invalidValue");
    // In a filter it is a value nobody has, or refused.
    ScimAnswer found = client.get("/Users?filter=title eq \"" + text + "\"");
    assertTrue(found.status() == 400 || found.expect(200).total() == 0, found::toString);
  }

  static Stream<String> tooLong() {
    return Stream.of("userName", "displayName", "title", "externalId", "nickName", "locale");
  }

  @ParameterizedTest(name = "S-30: {0}")
  @MethodSource("tooLong")
  void aValueThatIsTooLongIsRefusedByName(String attribute) {
    String body =
        attribute.equals("userName")
            ? "{\"schemas\":[\"%s\"],\"userName\":\"%s\"}".formatted(USER, "x".repeat(10_000))
            : body(",\"" + attribute + "\":\"" + "x".repeat(10_000) + "\"");
    ScimAnswer answer = client.post("/Users", body);
    assertRefusedWithoutTrace(answer, "invalidValue");
    assertTrue(answer.detail().startsWith(attribute + " exceeds "), answer::toString);
  }

  @Test
  @DisplayName("S-30: long values everywhere else are stored whole or refused")
  void longValuesElsewhere() {
    for (String member :
        List.of(
            ",\"emails\":[{\"value\":\"%s@x.io\"}]",
            ",\"name\":{\"formatted\":\"%s\"}",
            ",\"photos\":[{\"value\":\"https://x.io/%s\"}]",
            ",\"urn:x:y\":{\"a\":\"%s\"}",
            ",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"department\":\"%s\"}",
            ",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"manager\":\"%s\"}")) {
      String body =
          "{\"schemas\":[\"%s\"],\"userName\":\"%s\"".formatted(USER, ScimClient.unique());
      ScimAnswer answer = client.post("/Users", body + member.formatted("l".repeat(60_000)) + "}");
      if (answer.status() == 201) {
        assertTrue(client.get("/Users/" + answer.id()).body().length() > 60_000, member);
      } else {
        assertRefused(answer, "invalidValue");
      }
    }
    ScimAnswer group = client.post("/Groups", ScimClient.groupBody("y".repeat(10_000)));
    assertRefused(group.expect(400), "invalidValue");
  }

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
      assertRefused(answer.expect(400), "invalidFilter");
      assertQuick(answer);
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
      assertRefused(answer.expect(400), "invalidPath|invalidFilter");
      assertQuick(answer);
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
  @DisplayName("A body that is no UTF-8 is refused")
  void aBodyThatIsNoUtf8IsRefused() {
    byte[] latin = body(",\"title\":\"ä\"").getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(client.sendBytes("POST", "/Users", latin).expect(400), "invalidSyntax");
    assertNothingStored();
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

  @Test
  @DisplayName("U-16, ER-05: ids of every shape as members are only unknown")
  void oddMemberIdsAreOnlyUnknown() {
    String group = client.group(name);
    for (String id : List.of("'", "%", "1", "../Users", "{}", "x".repeat(2000), "null", "*")) {
      ScimAnswer answer =
          client.patch(
              "/Groups/" + group,
              "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + id + "\"}]}");
      assertTrue(answer.status() == 204 || answer.status() == 400, answer::toString);
    }
    for (String member :
        List.of("{}", "7", "null", "{\"value\":null}", "{\"value\":{\"a\":1}}", "[]")) {
      ScimAnswer answer =
          client.patch(
              "/Groups/" + group,
              "{\"op\":\"add\",\"path\":\"members\",\"value\":[" + member + "]}");
      assertTrue(answer.status() == 204 || answer.status() == 400, answer::toString);
    }
    assertEquals(null, client.get("/Groups/" + group).expect(200).value("/members/0"));
  }

  private String body(String more) {
    return ScimClient.userBody(name, more);
  }

  private void assertRefusedWithoutTrace(ScimAnswer answer) {
    assertRefusedWithoutTrace(answer, "invalidSyntax|invalidValue");
  }

  private void assertRefusedWithoutTrace(ScimAnswer answer, String scimType) {
    assertRefused(answer.expect(400), scimType);
    assertNothingStored();
  }

  private void assertNothingStored() {
    assertEquals(0, client.get("/Users?filter=userName eq \"" + name + "\"").expect(200).total());
  }

  private static void assertRefused(ScimAnswer answer, String scimType) {
    assertTrue(answer.json().getString("scimType", "").matches(scimType), answer::toString);
    String detail = answer.detail().toLowerCase(java.util.Locale.ROOT);
    LEAKS.forEach(leak -> assertFalse(detail.contains(leak), () -> leak + " in " + answer));
    assertTrue(detail.length() < 1000, answer::toString);
  }

  private static void assertQuick(ScimAnswer answer) {
    assertTrue(answer.took().compareTo(Duration.ofSeconds(2)) < 0, () -> "took " + answer.took());
  }
}
