package com.ransomleak.provisioning.settings;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Finds settings that have no effect: misspelt names, and tenants that are not listed. Finds those
 * of the database that are missing.
 */
public final class UnknownSettings {
  /** What Kubernetes sets in each pod when a service has the name provisioning or tenant. */
  private static final Pattern KUBERNETES =
      Pattern.compile("^[A-Z]+_(SERVICE_(HOST|PORT)|PORT$|PORT_\\d+_)");

  /** The data sources of {@code server-config} read these. */
  private static final Set<String> DATABASE =
      Set.of(
          "provisioning.database.url",
          "provisioning.database.user",
          "provisioning.database.password",
          "provisioning.database.migrator.url",
          "provisioning.database.migrator.password");

  private UnknownSettings() {}

  /**
   * Returns property names such as {@code tenant.acme.manger-keys}, and environment variables such
   * as {@code TENANT_ACME_MANGER_KEYS}, sorted.
   *
   * @param variables the names of the environment variables
   */
  public static Set<String> find(
      Config config, Set<String> variables, Collection<String> subdomains) {
    Set<String> known = known(subdomains);
    Set<String> knownVariables =
        known.stream().map(UnknownSettings::variable).collect(Collectors.toSet());
    Set<String> unknown = new TreeSet<>();
    for (String key : config.getPropertyNames()) {
      // Servers also list environment variables here, each with its own spelling.
      if (isOurs(key, "provisioning.", "tenant.")
          && !known.contains(key)
          && !variables.contains(variable(key))) {
        unknown.add(key);
      }
    }
    for (String variable : variables) {
      if (isOurs(variable, "PROVISIONING_", "TENANT_")
          && !KUBERNETES.matcher(variable).find()
          && !knownVariables.contains(variable)) {
        unknown.add(variable);
      }
    }
    return unknown;
  }

  /**
   * Returns the environment variables of the database that have no value, also as properties,
   * sorted. Empty if none has a value: then the data sources do not use them.
   */
  public static List<String> missingDatabase(Config config) {
    List<String> missing =
        DATABASE.stream()
            .filter(key -> config.getOptionalValue(key, String.class).isEmpty())
            .map(UnknownSettings::variable)
            .sorted()
            .toList();
    return missing.size() == DATABASE.size() ? List.of() : missing;
  }

  private static boolean isOurs(String name, String deployment, String tenant) {
    return name.startsWith(deployment) || name.startsWith(tenant);
  }

  private static Set<String> known(Collection<String> subdomains) {
    Stream<String> own =
        subdomains.stream()
            .flatMap(name -> keys("tenant." + name + ".", TenantOptions.class, true));
    return Stream.of(
            keys("provisioning.", DeploymentSettings.class, true),
            keys("tenant.default.", TenantOptions.class, false),
            own,
            DATABASE.stream())
        .flatMap(keys -> keys)
        .collect(Collectors.toSet());
  }

  private static Stream<String> keys(String prefix, Class<? extends Record> type, boolean own) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> own || !component.getAnnotation(Setting.class).isOwnOnly())
        .map(component -> prefix + SettingsReader.name(component));
  }

  /** The environment variable of a property, as MicroProfile Config spells it. */
  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
