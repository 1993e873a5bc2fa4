package com.ransomleak.provisioning.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies with values that are wrong. Each refusal names the fault, and nothing is stored. */
class BadValuesIT {
  private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
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
    patched.expectRefusal(400, "invalidSyntax|invalidValue");
    String group = client.group(name);
    client
        .patch(
            "/Groups/" + group,
            "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + text + "\"}]}")
        .expectRefusal(400, "invalidSyntax|invalidValue");
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
        answer.expectRefusal(400, "invalidValue");
      }
    }
    ScimAnswer group = client.post("/Groups", ScimClient.groupBody("y".repeat(10_000)));
    group.expectRefusal(400, "invalidValue");
  }

  @Test
  @DisplayName("A body that is no UTF-8 is refused")
  void aBodyThatIsNoUtf8IsRefused() {
    byte[] latin = body(",\"title\":\"ä\"").getBytes(StandardCharsets.ISO_8859_1);
    client.sendBytes("POST", "/Users", latin).expectRefusal(400, "invalidSyntax");
    assertNothingStored();
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
    answer.expectRefusal(400, scimType);
    assertNothingStored();
  }

  private void assertNothingStored() {
    assertEquals(0, client.get("/Users?filter=userName eq \"" + name + "\"").expect(200).total());
  }
}
