package com.ransomleak.provisioning.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.scim.ScimException.RejectedValue;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the activity log stores of a value for which a request was rejected. */
class RejectedTextTest {
  private static final SchemaRegistry SCHEMAS = SchemaRegistry.STANDARD;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          "Sales"                        | Sales
          5                              | 5
          ["Sales","Ops"]                | ["Sales", "Ops"]
          {"value":"E-1","password":"x"} | {value: …, password: …}
          [{"value":"a@x"}]              | [{value: …}]
          [1,2,3,4,5,6,7,8,9,10,11]      | [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …]
          "a\\u202Eb\\u0000\\ud800"      | a\\u{202E}b\\u{0}\\u{D800}
          " ada\\u00a0\\u3164b "        | \\u{20}ada\\u{A0}\\u{3164}b\\u{20}
          """,
      delimiter = '|')
  @DisplayName("The value is stored, of an object only the names; nothing in it is invisible")
  void values(String value, String text) {
    assertEquals(Optional.of(text), sent("title", json(value)));
  }

  @Test
  @DisplayName("A long value is cut, without splitting a character")
  void shortened() {
    String long1 = "😀".repeat(RejectedText.MAX_LENGTH + 1);
    assertEquals(
        Optional.of("😀".repeat(RejectedText.MAX_LENGTH) + "…"),
        sent("title", ScimJson.string(long1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "PASSWORD", "urn:example:Unknown:pin"})
  @DisplayName("Attributes that are never returned, and unknown ones, are left out")
  void secrets(String attribute) {
    assertEquals(
        Optional.empty(),
        RejectedText.of(new RejectedValue(attribute, ScimJson.string("x")), SCHEMAS.user(), true));
  }

  @Test
  @DisplayName("Managers and members are left out, because erasure would not find them")
  void members() {
    assertEquals(
        Optional.empty(),
        RejectedText.of(
            new RejectedValue("manager.value", ScimJson.string("ada")), SCHEMAS.user(), true));
    assertEquals(
        Optional.empty(),
        RejectedText.of(
            new RejectedValue("members.value", ScimJson.string("ada")), SCHEMAS.group(), true));
  }

  @Test
  @DisplayName("A tenant that does not record values stores the attribute alone")
  void notRecorded() {
    assertEquals(
        "{\"title\":{}}",
        RejectedText.of(new RejectedValue("title", ScimJson.string("x")), SCHEMAS.user(), false)
            .orElseThrow()
            .toString());
  }

  private static Optional<String> sent(String attribute, JsonValue value) {
    return RejectedText.of(new RejectedValue(attribute, value), SCHEMAS.user(), true)
        .map(stored -> stored.getJsonObject(attribute).getString("sent"));
  }

  private static JsonValue json(String text) {
    return Json.createReader(new StringReader("[" + text + "]")).readArray().get(0);
  }
}
