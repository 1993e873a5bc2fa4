package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.settings.TenantOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The tenants that this deployment serves, with their settings. Read once at start. */
@ApplicationScoped
public class TenantSettings {
  private static final String TENANTS = "provisioning.tenants";

  private static final Logger LOG = System.getLogger(TenantSettings.class.getName());

  private final String baseDomain;
  private final Map<String, TenantOptions> options = new LinkedHashMap<>();
  private final Map<String, Set<String>> locked = new HashMap<>();
  private final Set<String> warnings = ConcurrentHashMap.newKeySet();

  public TenantSettings() {
    this(ConfigProvider.getConfig());
  }

  TenantSettings(Config config) {
    DeploymentSettings deployment = DeploymentSettings.read(config);
    baseDomain = deployment.baseDomain().toLowerCase(Locale.ROOT);
    for (String label : baseDomain.split("\\.", -1)) {
      requireLabel("provisioning.base-domain", label);
    }
    // The list names the tenants, because environment variables do not show where a name ends.
    for (String name : deployment.tenants()) {
      String subdomain = requireLabel(TENANTS, name);
      options.put(subdomain, TenantOptions.read(config, subdomain));
      locked.put(subdomain, TenantOptions.locked(config, subdomain));
    }
    if (options.isEmpty()) {
      throw new IllegalStateException(
          TENANTS + " names no tenant; give at least one subdomain, for example acme.");
    }
    if (options.containsKey("default")) {
      throw new IllegalStateException(
          TENANTS
              + ": \"default\" cannot be a tenant; tenant.default.* are the settings of all"
              + " tenants.");
    }
    options.forEach(
        (subdomain, own) -> own.formerly().ifPresent(name -> requireUnlisted(subdomain, name)));
  }

  /** The domain of all tenants, without a leading dot; {@code localhost} in development. */
  public String baseDomain() {
    return baseDomain;
  }

  /** The subdomains of all tenants, in the order of the list; at least one. */
  public Set<String> subdomains() {
    return Collections.unmodifiableSet(options.keySet());
  }

  /** The tenant of a host without a subdomain: on {@code localhost} the first one. */
  public Optional<String> subdomainOfBareHost() {
    return options.keySet().stream().findFirst().filter(first -> baseDomain.equals("localhost"));
  }

  /**
   * The settings of one tenant.
   *
   * @param subdomain one of {@link #subdomains()}
   */
  public TenantOptions options(String subdomain) {
    return options.get(subdomain);
  }

  /**
   * The settings of one tenant with what its administrators chose. A value that is invalid, as
   * after an upgrade, or that the operator has locked is not used.
   *
   * @param subdomain one of {@link #subdomains()}
   * @param chosen values by name
   */
  TenantOptions options(String subdomain, Map<String, String> chosen) {
    TenantOptions all = options(subdomain);
    for (Map.Entry<String, String> choice : chosen.entrySet()) {
      if (!isLocked(subdomain, choice.getKey())) {
        try {
          all = all.with(choice.getKey(), choice.getValue());
        } catch (IllegalStateException e) {
          warnOnce(
              "A setting that administrators of the tenant "
                  + subdomain
                  + " chose is not used: "
                  + e.getMessage());
        }
      }
    }
    return all;
  }

  private void warnOnce(String message) {
    if (warnings.add(message)) {
      LOG.log(Level.WARNING, message);
    }
  }

  /** Whether the operator set it for this tenant, so that administrators cannot choose it. */
  public boolean isLocked(String subdomain, String name) {
    return locked.get(subdomain).contains(name);
  }

  /** With both in the list, it would be unclear which of them the data belongs to. */
  private void requireUnlisted(String subdomain, String formerly) {
    String key = "tenant." + subdomain + ".formerly";
    if (options.containsKey(requireLabel(key, formerly))) {
      throw new IllegalStateException(
          key
              + ": \""
              + formerly
              + "\" is listed in provisioning.tenants. Remove it from that list to rename the"
              + " tenant, or remove this setting after the renaming.");
    }
  }

  private static String requireLabel(String key, String text) {
    String label = text.toLowerCase(Locale.ROOT);
    if (!label.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
      throw new IllegalStateException(
          key
              + ": \""
              + text
              + "\" is not a host name label (letters, digits and inner hyphens, at most 63).");
    }
    return label;
  }
}
