package com.ransomleak.provisioning.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.fixture.SettingsOf;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UnknownSettingsTest {
  private static final Pattern SETTING = Pattern.compile("#?([a-z]+\\.[a-z.-]+)=(.*)");

  @Test
  void propertiesWithoutEffectAreFound() {
    Map<String, String> values = new HashMap<>();
    Set<String> unknown =
        Set.of(
            "provisioning.max-requestsize",
            "tenant.acme.manger-keys",
            "tenant.acmee.strict",
            "tenant.default.stict",
            "tenant.default.formerly",
            "provisioning.database.host",
            "tenant.acme");
    unknown.forEach(key -> values.put(key, "true"));
    values.put("provisioning.base-domain", "example.com");
    values.put("tenant.acme.strict", "true");
    values.put("tenant.default.record-values", "true");
    values.put("provisioning.database.url", "jdbc:postgresql://localhost/provisioning");
    values.put("java.home", "/");
    assertEquals(unknown, find(values, Set.of()));
  }

  @Test
  void missingVariablesOfTheDatabaseAreFound() {
    Map<String, String> values =
        Map.of(
            "provisioning.database.url", "jdbc:postgresql://localhost/provisioning",
            "provisioning.database.user", "provisioning_app",
            "provisioning.database.migrator.password", "secret");
    assertEquals(
        List.of("PROVISIONING_DATABASE_MIGRATOR_URL", "PROVISIONING_DATABASE_PASSWORD"),
        UnknownSettings.missingDatabase(new SettingsOf(values)));
    assertEquals(
        List.of(),
        UnknownSettings.missingDatabase(new SettingsOf(Map.of())),
        "The data sources use none.");
  }

  @Test
  void environmentVariablesWithoutEffectAreFound() {
    Set<String> variables =
        Set.of(
            "PROVISIONING_BASE_DOMAIM",
            "PROVISIONING_DATABASE_PASWORD",
            "TENANT_ACMEE_STRICT",
            "PROVISIONING_BASE_DOMAIN",
            "PROVISIONING_DATABASE_PASSWORD",
            "TENANT_ACME_FIRST_ADMINISTRATOR",
            // Kubernetes sets these for a service named provisioning.
            "PROVISIONING_SERVICE_HOST",
            "PROVISIONING_PORT",
            "PROVISIONING_PORT_8080_TCP_ADDR",
            "PATH");
    // Some servers list an environment variable as a property too.
    Map<String, String> values =
        Map.of("provisioning.base.domaim", "x", "provisioning.base.domain", "x");
    assertEquals(
        Set.of("PROVISIONING_BASE_DOMAIM", "PROVISIONING_DATABASE_PASWORD", "TENANT_ACMEE_STRICT"),
        find(values, variables));
  }

  @Test
  void everySettingOfTheExampleFileIsKnown() throws IOException {
    Map<String, String> values = new HashMap<>();
    for (String line : Files.readAllLines(SettingsDocuments.EXAMPLE)) {
      Matcher setting = SETTING.matcher(line);
      if (setting.matches()) {
        values.put(setting.group(1), setting.group(2));
      }
    }
    values.remove("tenant.acme.schemas-file");
    assertTrue(values.size() > 20, values::toString);
    assertEquals(Set.of(), find(values, Set.of()));
    DeploymentSettings.read(new SettingsOf(values));
    TenantOptions.read(new SettingsOf(values), "acme");
  }

  private static Set<String> find(Map<String, String> values, Set<String> variables) {
    return UnknownSettings.find(new SettingsOf(values), variables, List.of("acme"));
  }
}
