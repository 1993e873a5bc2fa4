package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.ransomleak.provisioning.scim.ScimException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TokenOverlapTest {
  @Test
  @DisplayName("The setting is the default, else a day; and the operator limits the choices")
  void choices() {
    TokenOverlap usual = overlap(null, Duration.ofDays(7));
    assertEquals(List.of("PT24H", "PT0S", "PT1H", "PT168H"), usual.choices());
    assertEquals(Duration.ofDays(1), usual.chosen(null));
    assertEquals(Duration.ZERO, usual.chosen("PT0S"));
    assertEquals(List.of("PT1H", "PT0S"), overlap(null, Duration.ofHours(1)).choices());
    assertEquals(List.of("PT0S"), overlap(null, Duration.ZERO).choices());
    TokenOverlap limited = overlap(Duration.ofHours(2), Duration.ofHours(1));
    assertEquals(List.of("PT2H", "PT0S", "PT1H"), limited.choices());
    assertEquals(List.of("PT2H"), overlap(Duration.ofHours(2), Duration.ZERO).choices());
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

  private static TokenOverlap overlap(Duration setting, Duration max) {
    return new TokenOverlap(Optional.ofNullable(setting), max);
  }
}
