package com.ransomleak.provisioning.tenant;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;

/**
 * Settings that nobody reads: misspelt ones, and those of a tenant that is not in the list.
 *
 * <pre>{@code tenant.acme.manger-keys=externalId}</pre>
 *
 * <p>As system properties and files spell them; environment variables are spelt differently on each
 * server, and not looked at.
 */
final class UnknownSettings {
  private static final String DEPLOYMENT = "provisioning.";
  private static final String TENANT = "tenant.";

  private static final Set<String> OF_THE_DEPLOYMENT =
      Set.of(
          "activity-retention",
          "base-domain",
          "body-time-limit",
          "bulk-time-limit",
          "console-requests",
          "download-time-limit",
          "form-time-limit",
          "housekeeping-interval",
          "known-browser-lifetime",
          "max-answer-files-size",
          "max-json-names",
          "max-json-values",
          "max-request-size",
          "max-resource-size",
          "reconcile-interval",
          "removed-tenant-grace",
          "request-bytes-in-flight",
          "session-idle-time",
          "session-lifetime",
          "tenants",
          "trusted-proxies",
          "verify-interval");

  /** What the servers' configuration in {@code server-config} asks for. */
  private static final String DATABASE = "database.";

  private static final Set<String> OF_A_TENANT =
      Set.of(
          "archive-empty-teams-after",
          "concurrent-reports",
          "concurrent-requests",
          "create-teams",
          "erase-deleted-after",
          "failed-tokens-per-minute",
          "first-administrator",
          "first-administrator-family-name",
          "first-administrator-given-name",
          "manager-keys",
          "record-values",
          "request-bytes-in-flight",
          "requests-per-second",
          "require-if-match",
          "schemas",
          "schemas-file",
          "strict",
          "team-aliases",
          "token-lifetime",
          "token-overlap");

  /** All tenants cannot have had the same name. */
  private static final String OF_ONE_TENANT = "formerly";

  private UnknownSettings() {}

  /** Their keys, sorted. */
  static List<String> in(Config config, Set<String> subdomains) {
    Set<String> unknown = new TreeSet<>();
    for (String key : config.getPropertyNames()) {
      boolean known =
          key.startsWith(DEPLOYMENT)
              ? isOfTheDeployment(key.substring(DEPLOYMENT.length()))
              : !key.startsWith(TENANT) || isOfATenant(key.substring(TENANT.length()), subdomains);
      if (!known) {
        unknown.add(key);
      }
    }
    return List.copyOf(unknown);
  }

  private static boolean isOfTheDeployment(String name) {
    return OF_THE_DEPLOYMENT.contains(name) || name.startsWith(DATABASE);
  }

  private static boolean isOfATenant(String rest, Set<String> subdomains) {
    String[] parts = rest.split("\\.", 2);
    return parts.length == 2
        && (parts[0].equals("default") || subdomains.contains(parts[0]))
        && (OF_A_TENANT.contains(parts[1])
            || (parts[1].equals(OF_ONE_TENANT) && !parts[0].equals("default")));
  }
}
