package com.ransomleak.provisioning.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.fixture.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An invalid setting stops the deployment, and the error starts with its key. */
class DeploymentSettingsTest {
  @Test
  @DisplayName("Removed tenants lose nothing for 30 days by default, and for no time on request")
  void retention() {
    DeploymentSettings defaults = SettingsOf.deployment(Map.of());
    assertEquals(Duration.ofDays(30), defaults.removedTenantGrace());
    assertEquals(Duration.ofDays(90), defaults.activityRetention());
    assertEquals(
        Duration.ZERO, of("provisioning.removed-tenant-grace", "PT0S").removedTenantGrace());
  }

  @Test
  @DisplayName("By default nobody can read the metrics, not even from the machine itself")
  void monitoringClients() {
    assertFalse(SettingsOf.deployment(Map.of()).monitoringClients().contains("127.0.0.1"));
    assertFalse(SettingsOf.deployment(Map.of()).monitoringClients().contains("::1"));
    assertTrue(
        of("provisioning.monitoring-clients", "192.0.2.50")
            .monitoringClients()
            .contains("192.0.2.50"));
  }

  @ParameterizedTest(name = "{0} with the proxies {1}: {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "192.0.2.50 | none | []",
        "192.0.2.50 | 192.0.2.7 | []",
        "192.0.2.50,192.0.2.7 | 192.0.2.7 | [192.0.2.7]",
        "10.42.0.0/16 | 10.0.0.0/8 | [10.42.0.0/16]",
        "10.0.0.0/8 | 10.42.0.7 | [10.0.0.0/8]",
        "127.0.0.1 | 127.0.0.2 | []",
        "127.0.0.0/8,::1 | 127.0.0.2 | []",
        "127.0.0.1 | 127.0.0.0/8 | [127.0.0.1]"
      })
  @DisplayName("Monitoring clients that are trusted proxies, too, cannot read the metrics")
  void monitoringClientsAmongProxies(String clients, String proxies, String expected) {
    DeploymentSettings settings =
        SettingsOf.deployment(
            Map.of(
                "provisioning.monitoring-clients",
                clients,
                "provisioning.trusted-proxies",
                proxies == null ? "" : proxies));
    assertEquals(
        expected, settings.monitoringClients().overlap(settings.trustedProxies()).toString());
  }

  @Test
  void downloadCanTakeAnHour() {
    assertEquals(
        Duration.ofHours(1), of("provisioning.download-time-limit", "PT1H").downloadTimeLimit());
  }

  @ParameterizedTest(name = "{0}={1} stops the deployment")
  @CsvSource({
    "provisioning.removed-tenant-grace, -PT1S, from PT0S to P36500D",
    "provisioning.removed-tenant-grace, P36501D, from PT0S to P36500D",
    "provisioning.removed-tenant-grace, 30 days, from PT0S to P36500D",
    "provisioning.activity-retention, PT59M, from PT1H to P36500D",
    "provisioning.activity-retention, P100000000D, from PT1H to P36500D",
    "provisioning.download-time-limit, PT1H1S, from PT1S to PT1H",
    "provisioning.download-time-limit, PT0.5S, from PT1S to PT1H",
    "provisioning.download-time-limit, one hour, from PT1S to PT1H",
    "provisioning.console-requests, 23, a whole number of at least 24",
    "provisioning.max-json-names, many, from 100 to 100000"
  })
  void badValues(String key, String value, String expected) {
    String rejection = assertThrows(IllegalStateException.class, () -> of(key, value)).getMessage();
    assertTrue(rejection.startsWith(key + ": \"" + value + "\""), rejection);
    assertTrue(rejection.contains(expected), rejection);
  }

  @Test
  void largestRequestFitsIntoTheBytesInFlight() {
    String rejection =
        assertThrows(
                IllegalStateException.class, () -> of("provisioning.max-request-size", "99999999"))
            .getMessage();
    assertTrue(
        rejection.startsWith("provisioning.request-bytes-in-flight: 67108864 is less than"),
        rejection);
  }

  private static DeploymentSettings of(String key, String value) {
    return SettingsOf.deployment(Map.of(key, value));
  }
}
