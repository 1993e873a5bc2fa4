package com.ransomleak.provisioning.scim.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScimJsonTest {
  @ParameterizedTest
  @DisplayName("C-09: what is no JSON object is invalidSyntax")
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "7",
        "null",
        "\"x\"",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1}{}",
        "{\"a\":1} x",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":{\"b\":1,\"\\u0062\":2}}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\udc00\":1}",
      })
  void malformedTextIsInvalidSyntax(String body) {
    assertEquals(ScimType.INVALID_SYNTAX, refusal(body).type().orElseThrow());
  }

  @ParameterizedTest
  @DisplayName("S-29: what cannot be stored as it is, is invalidValue")
  @ValueSource(
      strings = {
        "{\"a\":\"x\\u0000\"}",
        "{\"\\u0000\":1}",
        "{\"a\":1e1001}",
        "{\"a\":1e-1001}",
        "{\"a\":1e-150}",
        "{\"a\":1e150}",
        "{\"a\":1e9999999999}"
      })
  void whatCannotBeStoredIsInvalidValue(String body) {
    assertEquals(ScimType.INVALID_VALUE, refusal(body).type().orElseThrow());
  }

  @Test
  @DisplayName("C-09: a body that is not UTF-8 is invalidSyntax")
  void bytesThatAreNotUtf8AreRefused() {
    byte[] latin1 = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(
        ScimType.INVALID_SYNTAX,
        assertThrows(ScimException.class, () -> ScimJson.parse(latin1)).type().orElseThrow());
  }

  @Test
  @DisplayName("C-09: a body in another encoding, or with a byte order mark, is told what to send")
  void encodingsAreNamed() {
    byte[] latin1 = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertDetail("ISO-8859-1", latin1);
    assertDetail("without one", "\ufeff{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    assertDetail("UTF-16", "{\"a\":1}".getBytes(StandardCharsets.UTF_16));
    assertDetail("UTF-16", "\ufeff{}".getBytes(StandardCharsets.UTF_16LE));
  }

  private static void assertDetail(String expected, byte[] body) {
    ScimException refusal = assertThrows(ScimException.class, () -> ScimJson.parse(body));
    assertEquals(ScimType.INVALID_SYNTAX, refusal.type().orElseThrow());
    assertEquals(true, refusal.detail().contains(expected), refusal.detail());
  }

  @ParameterizedTest
  @DisplayName("S-29: what is no character is rejected with the name of its attribute")
  @CsvSource({
    "{\"name\":{\"givenName\":\"\\u0000\"}},'name.givenName'",
    "{\"a\":{\"b\":1};\"emails\":[{\"value\":\"\\ud800\"}]},'emails.value'",
    "{\"ti\\u0000tle\":1},'ti?tle'"
  })
  void noCharacterNamesItsAttribute(String body, String attribute) {
    assertEquals(
        true,
        refusal(body.replace(';', ',')).detail().startsWith("'" + attribute + "' contains"),
        refusal(body.replace(';', ',')).detail());
  }

  @Test
  @DisplayName("ER-07: depth is bounded, and refused without a stack overflow")
  void depthIsBounded() {
    assertEquals("{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}", rewritten(nested(31)));
    for (int depth : new int[] {32, 10_000, 1_000_000}) {
      assertEquals(ScimType.INVALID_SYNTAX, refusal(nested(depth)).type().orElseThrow());
    }
  }

  private static String nested(int depth) {
    return "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  @ParameterizedTest
  @DisplayName("Numbers are written as the database gives them back")
  @CsvSource({"1e2,100", "1.0,1.0", "-0.5,-0.5", "12345678901234567890,12345678901234567890"})
  void numbersAreWrittenPlainly(String sent, String written) {
    assertEquals("{\"a\":" + written + "}", rewritten("{\"a\":" + sent + "}"));
  }

  @Test
  @DisplayName("Characters beyond the basic plane are whole")
  void pairsOfSurrogatesAreOneCharacter() {
    assertEquals("{\"a\":\"😀\"}", rewritten("{\"a\":\"\\ud83d\\ude00\"}"));
  }

  @Test
  @DisplayName("A detail never repeats control characters, and not more than 80 characters")
  void excerptsAreShortAndPrintable() {
    assertEquals("'a?b'", ScimJson.excerpt("a\nb"));
    assertEquals("'" + "x".repeat(80) + "…'", ScimJson.excerpt("x".repeat(81)));
  }

  private static String rewritten(String body) {
    return ScimJson.write(ScimJson.parse(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static ScimException refusal(String body) {
    return assertThrows(
        ScimException.class,
        () -> ScimJson.parse(body.getBytes(StandardCharsets.UTF_8)),
        "accepted");
  }

  @Test
  @DisplayName("A request body has at most so many names in one object and so many values")
  void limits() {
    JsonLimits limits = new JsonLimits(2, 6);
    byte[] allowed = "{\"a\":{\"b\":1,\"c\":2},\"d\":[3,{}]}".getBytes(StandardCharsets.UTF_8);
    assertEquals(2, ScimJson.parse(allowed, limits).size());
    assertTooMuch("{\"a\":{\"b\":1,\"c\":2,\"d\":3}}", limits, "more than 2 names");
    assertTooMuch("{\"a\":[1,2,3,4,[]],\"b\":6}", limits, "more than 6 values");
  }

  private static void assertTooMuch(String text, JsonLimits limits, String detail) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ScimException refusal = assertThrows(ScimException.class, () -> ScimJson.parse(utf8, limits));
    assertEquals(413, refusal.status());
    assertEquals(true, refusal.detail().contains(detail), refusal.detail());
  }
}
