package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.platform.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionSettingsTest {
  @Test
  @DisplayName("Removed tenants lose nothing for 30 days by default, and for no time on request")
  void defaults() {
    assertEquals(Duration.ofDays(30), of(Map.of()).removedTenantGrace());
    assertEquals(Duration.ofDays(90), of(Map.of()).activityRetention());
    assertEquals(
        Duration.ZERO,
        of(Map.of("provisioning.removed-tenant-grace", "PT0S")).removedTenantGrace());
  }

  @ParameterizedTest(name = "{0}={1} stops the deployment")
  @CsvSource({
    "provisioning.removed-tenant-grace, -PT1S",
    "provisioning.removed-tenant-grace, P36501D",
    "provisioning.removed-tenant-grace, 30 days",
    "provisioning.activity-retention, PT59M",
    "provisioning.activity-retention, P100000000D"
  })
  void badValues(String key, String value) {
    String refusal =
        assertThrows(IllegalStateException.class, () -> of(Map.of(key, value))).getMessage();
    assertTrue(refusal.startsWith(key + ": \"" + value + "\""), refusal);
    assertTrue(refusal.contains(" from "), refusal);
  }

  private static RetentionSettings of(Map<String, String> values) {
    return new RetentionSettings(new SettingsOf(values));
  }
}
