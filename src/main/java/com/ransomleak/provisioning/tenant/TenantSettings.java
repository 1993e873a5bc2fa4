package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Which tenants this deployment serves, from MicroProfile Config. Read once at start; a wrong value
 * stops the deployment and names its key.
 *
 * <pre>{@code
 * provisioning.base-domain=example.com
 * provisioning.tenants=acme,globex
 * tenant.acme.formerly=acme-inc
 * }</pre>
 */
@ApplicationScoped
public class TenantSettings {
  static final String BASE_DOMAIN = "provisioning.base-domain";
  static final String TENANTS = "provisioning.tenants";

  private static final long MIN_BYTES = 65_536;
  private static final long MAX_BYTES = 1L << 40;

  /** Everything a manager reference may be, in the usual order. */
  private static final List<String> MANAGER_KEYS =
      List.of("id", "externalId", "employeeNumber", "userName", "email");

  private final String baseDomain;
  private final Set<String> subdomains;
  private final Map<String, TenantOptions> options = new HashMap<>();
  private final Config config;

  public TenantSettings() {
    this(ConfigProvider.getConfig());
  }

  TenantSettings(Config config) {
    this.config = config;
    this.baseDomain = hostName(BASE_DOMAIN, required(BASE_DOMAIN));
    this.subdomains = new LinkedHashSet<>();
    // The explicit list, never the names of properties: environment variables spell those
    // differently on each server.
    for (String subdomain : required(TENANTS).split(",", -1)) {
      if (!subdomain.isBlank()) {
        subdomains.add(label(TENANTS, subdomain.strip()));
      }
    }
    if (subdomains.isEmpty()) {
      throw new IllegalStateException(
          TENANTS + " names no tenant; give at least one subdomain, for example acme.");
    }
    if (subdomains.contains("default")) {
      throw new IllegalStateException(
          TENANTS
              + ": \"default\" cannot be a tenant; tenant.default.* is what all tenants share.");
    }
    for (String subdomain : subdomains) {
      options.put(subdomain, read(subdomain));
      refuseFormerNameInUse(subdomain);
    }
  }

  /**
   * The domain under which tenants live, without a leading dot; {@code localhost} on a developer's
   * machine.
   */
  public String baseDomain() {
    return baseDomain;
  }

  /** The subdomains of all tenants, in the order of the list; at least one. */
  public Set<String> subdomains() {
    return Collections.unmodifiableSet(subdomains);
  }

  /**
   * Who answers a host without a subdomain: the first tenant, only where the base domain is {@code
   * localhost}.
   */
  public Optional<String> subdomainOfBareHost() {
    return baseDomain.equals("localhost")
        ? Optional.of(subdomains.iterator().next())
        : Optional.empty();
  }

  /**
   * What is set for one tenant.
   *
   * @param subdomain one of {@link #subdomains()}
   */
  public TenantOptions options(String subdomain) {
    return options.get(subdomain);
  }

  /**
   * Settings that have no effect, since they are misspelt or of a tenant that is not in the list.
   */
  public List<String> unknown() {
    return UnknownSettings.in(config, subdomains);
  }

  /** Which of the two the data belongs to would depend on their order. */
  private void refuseFormerNameInUse(String subdomain) {
    options
        .get(subdomain)
        .formerly()
        .filter(subdomains::contains)
        .ifPresent(
            former -> {
              throw new IllegalStateException(
                  key(subdomain, "formerly")
                      + ": \""
                      + former
                      + "\" is a tenant of "
                      + TENANTS
                      + " itself. Take it out of that list to rename it, or remove this setting"
                      + " once it was renamed.");
            });
  }

  private TenantOptions read(String subdomain) {
    return new TenantOptions(
        ownSetting(subdomain, "formerly")
            .map(former -> label(key(subdomain, "formerly"), former.strip())),
        administrator(subdomain),
        duration(subdomain, "token-lifetime", Duration.ofMinutes(1)),
        duration(subdomain, "token-overlap", Duration.ZERO).orElse(Duration.ZERO),
        setting(subdomain, "manager-keys").map(TenantSettings::managerKeys).orElse(MANAGER_KEYS),
        setting(subdomain, "team-aliases")
            .map(text -> TeamAliases.parse(keyInUse(subdomain, "team-aliases"), text))
            .orElse(Map.of()),
        setting(subdomain, "create-teams").map(text -> yesOrNo("create-teams", text)).orElse(true),
        duration(subdomain, "archive-empty-teams-after", Duration.ofSeconds(1))
            .orElse(Duration.ofDays(30)),
        setting(subdomain, "record-values")
            .map(text -> yesOrNo("record-values", text))
            .orElse(false),
        duration(subdomain, "erase-deleted-after", Duration.ofSeconds(1), RetentionSettings.MAX)
            .orElse(Duration.ofDays(30)),
        limits(subdomain),
        rules(subdomain));
  }

  private Optional<AdministratorOptions> administrator(String subdomain) {
    return setting(subdomain, "first-administrator")
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(
            userName ->
                AdministratorOptions.of(
                    userName,
                    name(setting(subdomain, "first-administrator-given-name")),
                    name(setting(subdomain, "first-administrator-family-name"))));
  }

  private static String name(Optional<String> configured) {
    return configured.map(String::strip).filter(name -> !name.isEmpty()).orElse(null);
  }

  private TenantLimits limits(String subdomain) {
    TenantLimits usual = TenantLimits.USUAL;
    return new TenantLimits(
        number(subdomain, "concurrent-requests").orElse(usual.concurrentRequests()),
        number(subdomain, "concurrent-reports").orElse(usual.concurrentReports()),
        number(subdomain, "requests-per-second").or(usual::requestsPerSecond),
        bytes(subdomain, "request-bytes-in-flight").orElse(usual.requestBytesInFlight()),
        number(subdomain, "failed-tokens-per-minute").orElse(usual.failedTokensPerMinute()));
  }

  private ProtocolOptions rules(String subdomain) {
    return new ProtocolOptions(
        setting(subdomain, "strict").map(text -> yesOrNo("strict", text)).orElse(false),
        setting(subdomain, "require-if-match")
            .map(text -> yesOrNo("require-if-match", text))
            .orElse(false),
        setting(subdomain, "schemas")
            .map(json -> TenantCatalogue.of(keyInUse(subdomain, "schemas"), json))
            .or(
                () ->
                    setting(subdomain, "schemas-file")
                        .map(path -> TenantCatalogue.in(keyInUse(subdomain, "schemas-file"), path)))
            .orElse(SchemaRegistry.STANDARD));
  }

  private Optional<String> setting(String subdomain, String name) {
    return ownSetting(subdomain, name).or(() -> ownSetting("default", name));
  }

  private Optional<String> ownSetting(String subdomain, String name) {
    return config.getOptionalValue(key(subdomain, name), String.class);
  }

  private Optional<Duration> duration(String subdomain, String name, Duration least) {
    return DurationSetting.read(config, key(subdomain, name), least)
        .or(() -> DurationSetting.read(config, key("default", name), least));
  }

  private Optional<Duration> duration(String subdomain, String name, Duration min, Duration max) {
    return DurationSetting.read(config, key(subdomain, name), min, max)
        .or(() -> DurationSetting.read(config, key("default", name), min, max));
  }

  private Optional<Integer> number(String subdomain, String name) {
    return NumberSetting.read(config, key(subdomain, name))
        .or(() -> NumberSetting.read(config, key("default", name)));
  }

  private Optional<Long> bytes(String subdomain, String name) {
    return NumberSetting.read(config, key(subdomain, name), MIN_BYTES, MAX_BYTES)
        .or(() -> NumberSetting.read(config, key("default", name), MIN_BYTES, MAX_BYTES));
  }

  /** For the message about a wrong value. */
  private String keyInUse(String subdomain, String name) {
    return key(ownSetting(subdomain, name).isPresent() ? subdomain : "default", name);
  }

  private static String key(String subdomain, String name) {
    return "tenant." + subdomain + "." + name;
  }

  private static List<String> managerKeys(String text) {
    List<String> keys = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (!MANAGER_KEYS.containsAll(keys) || Set.copyOf(keys).size() != keys.size()) {
      throw new IllegalStateException(
          "manager-keys of a tenant: \""
              + text
              + "\" is not some of "
              + String.join(",", MANAGER_KEYS)
              + " in an order of your own, each at most once.");
    }
    return keys;
  }

  private static boolean yesOrNo(String name, String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalStateException(
              name + " of a tenant: \"" + text + "\" is neither true nor false.");
    };
  }

  private String required(String key) {
    return config
        .getOptionalValue(key, String.class)
        .filter(value -> !value.isBlank())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    key
                        + " is not set. See"
                        + " server-config/microprofile-config.properties.example."));
  }

  private static String hostName(String key, String value) {
    for (String label : List.of(value.strip().split("\\.", -1))) {
      label(key, label);
    }
    return value.strip().toLowerCase(Locale.ROOT);
  }

  private static String label(String key, String value) {
    String label = value.toLowerCase(Locale.ROOT);
    boolean valid =
        !label.isEmpty()
            && label.length() <= 63
            && label
                .chars()
                .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')
            && !label.startsWith("-")
            && !label.endsWith("-");
    if (!valid) {
      throw new IllegalStateException(
          key
              + ": \""
              + value
              + "\" is not a host name label (letters, digits and inner hyphens, at most 63).");
    }
    return label;
  }
}
