package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.ransomleak.provisioning.scim.ScimException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TokenOverlapTest {
  @Test
  @DisplayName("The setting is the default, and the operator limits the choices")
  void choices() {
    TokenOverlap usual = new TokenOverlap(Duration.ZERO, Duration.ofDays(7));
    assertEquals(List.of("PT0S", "PT1H", "PT24H", "PT168H"), usual.choices());
    assertEquals(Duration.ZERO, usual.chosen(null));
    assertEquals(Duration.ofDays(1), usual.chosen("PT24H"));
    TokenOverlap limited = new TokenOverlap(Duration.ofHours(2), Duration.ofHours(1));
    assertEquals(List.of("PT2H", "PT0S", "PT1H"), limited.choices());
    TokenOverlap fixed = new TokenOverlap(Duration.ofHours(2), Duration.ZERO);
    assertEquals(List.of("PT2H"), fixed.choices());
    for (String odd : List.of("", "PT48H", "x")) {
      assertThrows(ScimException.class, () -> usual.chosen(odd), odd);
    }
  }

  @Test
  @DisplayName("A choice says what happens to the previous token")
  void labels() {
    assertEquals("stops working immediately", TokenOverlap.label("PT0S"));
    assertEquals("works for 7 days", TokenOverlap.label("PT168H"));
  }
}
