package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.scim.ScimException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TokenExpiryTest {
  private static final Instant NOW = Instant.parse("2026-11-28T18:00:00Z");

  private final TokenExpiry free = new TokenExpiry(Optional.empty());
  private final TokenExpiry limited = new TokenExpiry(Optional.of(Duration.ofDays(90)));

  @Test
  @DisplayName("The limit of the operator is the default and hides choices that are not shorter")
  void choices() {
    assertEquals(List.of("never", "30", "90", "180", "date"), free.choices());
    assertEquals(List.of("max", "30", "date"), limited.choices());
    assertEquals(Optional.empty(), free.lifetime(null, null, NOW));
    assertEquals(Optional.of(Duration.ofDays(90)), limited.lifetime(null, null, NOW));
    for (String choice : List.of("never", "90", "180", "1", "")) {
      assertThrows(ScimException.class, () -> limited.lifetime(choice, null, NOW), choice);
    }
  }

  @Test
  @DisplayName("A date lasts to its end in UTC, and is neither past nor later than allowed")
  void dates() {
    assertEquals(Optional.of(Duration.ofHours(6)), free.lifetime("date", "2026-11-28", NOW));
    assertThrows(ScimException.class, () -> free.lifetime("date", "2026-11-27", NOW));
    ScimException late =
        assertThrows(ScimException.class, () -> limited.lifetime("date", "2027-02-26", NOW));
    assertTrue(late.detail().contains("2027-02-25"), late.detail());
    assertTrue(limited.lifetime("date", "2027-02-25", NOW).isPresent());
    for (String odd : new String[] {null, "", "28.11.2026", "+999999999-12-31", "2027-02-29"}) {
      assertThrows(ScimException.class, () -> free.lifetime("date", odd, NOW), odd);
    }
  }

  @Test
  @DisplayName(
      "A browser is shown by name; of an unknown browser the start of its User-Agent is shown")
  void browsers() {
    String chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36";
    assertEquals("Chrome on Linux", BrowserName.of(chrome));
    assertEquals("Edge on Linux", BrowserName.of(chrome + " Edg/130.0"));
    assertEquals("curl/8.0", BrowserName.of("curl/8.0"));
    assertEquals("Unknown browser", BrowserName.of(null));
    assertEquals(60, BrowserName.of("x".repeat(500)).length());
  }
}
