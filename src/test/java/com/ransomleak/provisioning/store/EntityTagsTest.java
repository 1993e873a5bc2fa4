package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.ransomleak.provisioning.scim.ScimException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** V-02, V-03, V-08, §Dec-15. */
class EntityTagsTest {

  @ParameterizedTest
  @ValueSource(strings = {"W/\"3\"", "\"3\"", "*", "\"1\", W/\"3\"", " W/\"1\",\"3\" ", ",, \"3\""})
  @DisplayName("V-03: If-Match compares weakly and takes lists")
  void ifMatchTakesLists(String header) {
    assertDoesNotThrow(() -> EntityTags.parse("If-Match", header).requireMatch(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"2\"", "\"33\"", "\"\"", "\"1\",\"2\"", "", ","})
  @DisplayName("V-03: another version is a 412")
  void otherVersionsFail(String header) {
    EntityTags tags = EntityTags.parse("If-Match", header);
    assertEquals(412, assertThrows(ScimException.class, () -> tags.requireMatch(3)).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "W/3", "\"3", "x\"3\"", "\"3\",", "\"3\" \"4"})
  @DisplayName("V-08: a malformed tag is a 400")
  void malformedTagsFail(String header) {
    if (header.equals("\"3\",")) {
      // An empty list member is harmless (RFC 9110 section 5.6.1).
      assertDoesNotThrow(() -> EntityTags.parse("If-Match", header));
    } else {
      ScimException refusal =
          assertThrows(ScimException.class, () -> EntityTags.parse("If-Match", header));
      assertEquals(400, refusal.status());
    }
  }

  @Test
  @DisplayName("V-07: without If-Match, every version matches")
  void ifMatchIsOptional() {
    assertDoesNotThrow(() -> EntityTags.parse("If-Match", null).requireMatch(7));
  }
}
