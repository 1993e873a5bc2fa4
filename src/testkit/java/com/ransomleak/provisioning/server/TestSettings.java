package com.ransomleak.provisioning.server;

import com.ransomleak.provisioning.demo.ProjectFiles;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The settings of the server under test: those that all tests share, and each {@link TestTenant}.
 */
final class TestSettings {
  private static final String ADMINISTRATOR = "admin@example.com";

  /** In every run; the first one answers a host without subdomain. */
  private static final List<String> COMMON_TENANTS = List.of("acme", "globex");

  private static final Map<String, String> COMMON =
      Map.ofEntries(
          Map.entry("provisioning.base-domain", "localhost"),
          // Tests that act as a proxy connect from this address; the server trusts no other.
          Map.entry("provisioning.trusted-proxies", "127.0.0.2,10.20.0.0/16"),
          // Tests that read metrics connect from the first. The second is a proxy and may not.
          Map.entry("provisioning.monitoring-clients", "127.0.0.1,127.0.0.2"),
          // Short intervals, so that tests need not wait for timers.
          Map.entry("provisioning.reconcile-interval", "PT1S"),
          Map.entry("provisioning.verify-interval", "PT3S"),
          Map.entry("provisioning.housekeeping-interval", "PT5S"),
          // A thousand operations take longer on a busy machine.
          Map.entry("provisioning.bulk-time-limit", "PT10M"),
          // Whole reports take far less; tests wait for the end of slow downloads.
          Map.entry("provisioning.download-time-limit", "PT30S"),
          // All test clients have one address, which may use a quarter of these.
          Map.entry("provisioning.console-requests", "160"),
          // Tests wait until slow bodies are cut off.
          Map.entry("provisioning.form-time-limit", "PT5S"),
          Map.entry("provisioning.body-time-limit", "PT10S"),
          // Only tests of the limits meet limits, in tenants of their own.
          Map.entry("tenant.default.concurrent-requests", "100"),
          Map.entry("tenant.default.concurrent-reports", "100"),
          Map.entry("tenant.default.failed-tokens-per-minute", "100000"));

  private static Map<String, String> settings;
  private static List<String> tenants;

  private TestSettings() {}

  /** All MicroProfile Config keys with their values. */
  static synchronized Map<String, String> all() {
    collect();
    return settings;
  }

  /** All tenants, in the order of their list. */
  static synchronized List<String> tenants() {
    collect();
    return tenants;
  }

  private static void collect() {
    if (settings != null) {
      return;
    }
    Map<String, String> collected = new HashMap<>(COMMON);
    Set<String> declared = new TreeSet<>();
    for (Class<?> testClass : testClasses()) {
      for (TestTenant tenant : testClass.getAnnotationsByType(TestTenant.class)) {
        declared.add(tenant.value());
        if (tenant.administrator()) {
          add(collected, tenant, "first-administrator=" + ADMINISTRATOR, testClass);
        }
        for (String setting : tenant.settings()) {
          add(collected, tenant, setting, testClass);
        }
      }
    }
    Set<String> listed = new LinkedHashSet<>(COMMON_TENANTS);
    listed.addAll(declared);
    collected.put("provisioning.tenants", String.join(",", listed));
    tenants = List.copyOf(listed);
    settings = Map.copyOf(collected);
  }

  private static List<Class<?>> testClasses() {
    return ReflectionSupport.findAllClassesInClasspathRoot(
        ProjectFiles.origin(TestSettings.class).toUri(), type -> true, name -> !name.contains("$"));
  }

  private static void add(
      Map<String, String> settings, TestTenant tenant, String setting, Class<?> testClass) {
    String[] keyAndValue = setting.split("=", 2);
    String key = "tenant." + tenant.value() + "." + keyAndValue[0];
    // The working directory of Payara Server is another one.
    String value =
        keyAndValue[0].equals("schemas-file")
            ? ProjectFiles.file(keyAndValue[1]).toString()
            : keyAndValue[1];
    String previous = settings.put(key, value);
    if (previous != null && !previous.equals(value)) {
      throw new IllegalStateException(
          testClass + " declares another value of " + key + " than another test: " + previous);
    }
  }
}
