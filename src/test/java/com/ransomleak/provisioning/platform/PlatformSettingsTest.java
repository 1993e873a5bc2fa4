package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting of the deployment that cannot be kept is refused at the start, with its key. */
class PlatformSettingsTest {
  private static final String KEY = "provisioning.download-time-limit";

  @Test
  void aDownloadMayTakeAnHour() {
    assertEquals(Duration.ofHours(1), settings("PT1H").downloadTimeLimit());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H1S", "PT0.5S", "one hour"})
  void aDownloadTakesFromASecondToAnHour(String text) {
    IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> settings(text));
    assertTrue(refusal.getMessage().startsWith(KEY), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("from PT1S to PT1H"), refusal.getMessage());
  }

  private static PlatformSettings settings(String downloadTimeLimit) {
    return new PlatformSettings(new SettingsOf(Map.of(KEY, downloadTimeLimit)));
  }
}
