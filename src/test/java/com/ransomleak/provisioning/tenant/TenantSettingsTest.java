package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.fixture.SettingsOf;
import com.ransomleak.provisioning.settings.TeamAliases;
import com.ransomleak.provisioning.settings.TenantOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantSettingsTest {
  @Test
  void tenantsKeepTheOrderOfTheList() {
    TenantSettings settings = settings("example.com", " globex, Acme ,,initech");
    assertEquals(List.of("globex", "acme", "initech"), List.copyOf(settings.subdomains()));
  }

  @Test
  void onlyOnLocalhostABareHostIsTheFirstTenant() {
    assertEquals(Optional.of("acme"), settings("localhost", "acme,globex").subdomainOfBareHost());
    assertEquals(Optional.empty(), settings("example.com", "acme,globex").subdomainOfBareHost());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.com|| provisioning.tenants",
        "example.com|,| provisioning.tenants",
        "example.com|a_b| provisioning.tenants",
        "example.com|-acme| provisioning.tenants",
        "example.com|acme.eu| provisioning.tenants",
        "|acme| provisioning.base-domain",
        "exa mple.com|acme| provisioning.base-domain",
        "example..com|acme| provisioning.base-domain"
      })
  void aBadValueNamesItsKey(String baseDomain, String tenants, String key) {
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class,
            () -> settings(baseDomain == null ? "" : baseDomain, tenants == null ? "" : tenants));
    assertTrue(refusal.getMessage().startsWith(key), refusal.getMessage());
  }

  @Test
  void aliasesAreFolded() {
    TenantSettings settings =
        ofTenant("team-aliases", " R&D = Research  & Development ;; ENG=Engineering;");
    assertEquals(
        Map.of("r&d", "Research & Development", "eng", "Engineering"),
        settings.options("acme").teamAliases());
  }

  @Test
  void anAliasCanLeadOverAnother() {
    Map<String, String> aliases =
        ofTenant("team-aliases", "Lab=Research;Bench=LAB").options("acme").teamAliases();
    assertEquals("Research", TeamAliases.team(aliases, "bench"));
    assertEquals("Research", TeamAliases.team(aliases, "lab"));
    assertNull(TeamAliases.team(aliases, "research"));
    assertEquals(List.of("lab", "bench"), TeamAliases.leadingOver(aliases, List.of("lab")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "team-aliases|R&D",
        "team-aliases|R&D=",
        "team-aliases|=Research",
        "team-aliases|a=b=c",
        "team-aliases|A=B;B=C;C=A",
        "team-aliases|A=B;B=A",
        "team-aliases|A=a",
        "team-aliases|A=B; a =C",
        "create-teams|perhaps",
        "concurrent-requests|0",
        "concurrent-reports|-1",
        "requests-per-second|2.5",
        "failed-tokens-per-minute|many",
        "failed-tokens-per-minute|10000000",
        "archive-empty-teams-after|PT0S",
        "archive-empty-teams-after|30 days",
        "strict|perhaps",
        "require-if-match|1",
        "schemas|urn:acme:scim:2.0:User",
        "schemas|{}",
        "manager-keys|,",
        "manager-keys|id,name",
        "schemas-file|none/such.json"
      })
  void aBadValueOfATenantNamesItsKey(String name, String value) {
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> ofTenant(name, value));
    assertTrue(refusal.getMessage().contains(name), refusal.getMessage());
  }

  @Test
  @DisplayName("S-05: a schema that cannot be used names tenant, attribute and remedy")
  void aBadSchemaNamesTenantAttributeAndRemedy() {
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class,
            () ->
                ofTenant(
                    "schemas",
                    """
                    [{"id": "urn:acme:scim:2.0:User", "attributes": [{"name": "badge", "type": "number"}]}]
                    """));
    assertTrue(refusal.getMessage().startsWith("tenant.acme.schemas: "), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("urn:acme:scim:2.0:User:badge"));
    assertTrue(refusal.getMessage().contains("decimal"), refusal.getMessage());
  }

  @Test
  void schemasMayStandInAFile() {
    TenantSettings settings = ofTenant("schemas-file", "src/test/resources/scim/extensions.json");
    assertEquals(2, settings.options("acme").schemaRegistry().user().extensions().size());
  }

  @Test
  @DisplayName("A file of schemas is not read when a tenant has schemas of its own")
  void ownSchemasReplaceTheFile() {
    Map<String, String> values =
        Map.of(
            "tenant.default.schemas-file",
            "none/such.json",
            "tenant.acme.schemas",
            "[{\"id\": \"urn:acme:scim:User\", \"attributes\": [{\"name\": \"badge\"}]}]");
    TenantOptions options = TenantOptions.read(new SettingsOf(values), "acme");
    // EnterpriseUser and the one of the tenant.
    assertEquals(2, options.schemaRegistry().user().extensions().size());
  }

  @Test
  @DisplayName("An invalid value of all tenants names its own key")
  void anInvalidDefaultNamesItsKey() {
    IllegalStateException rejection =
        assertThrows(
            IllegalStateException.class,
            () ->
                TenantOptions.read(
                    new SettingsOf(Map.of("tenant.default.manager-keys", "id,name")), "acme"));
    assertTrue(
        rejection.getMessage().startsWith("tenant.default.manager-keys: "), rejection.getMessage());
  }

  @Test
  void aFormerNameIsNoTenantsName() {
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> ofTenant("formerly", "acme"));
    assertTrue(refusal.getMessage().contains("tenant.acme.formerly"), refusal.getMessage());
    assertEquals(
        Optional.of("acme-inc"), ofTenant("formerly", "acme-inc").options("acme").formerly());
  }

  private static TenantSettings ofTenant(String name, String value) {
    return new TenantSettings(
        new SettingsOf(
            Map.of(
                "provisioning.base-domain",
                "example.com",
                "provisioning.tenants",
                "acme",
                "tenant.acme." + name,
                value)));
  }

  private static TenantSettings settings(String baseDomain, String tenants) {
    return new TenantSettings(
        new SettingsOf(
            Map.of("provisioning.base-domain", baseDomain, "provisioning.tenants", tenants)));
  }
}
