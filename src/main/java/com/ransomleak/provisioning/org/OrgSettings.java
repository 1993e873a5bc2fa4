package com.ransomleak.provisioning.org;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * How the organisation is kept up to date, from MicroProfile Config.
 *
 * <pre>{@code provisioning.reconcile-interval=PT1M}</pre>
 */
@ApplicationScoped
public class OrgSettings {
  static final String RECONCILE_INTERVAL = "provisioning.reconcile-interval";

  private final Duration reconcileInterval;

  public OrgSettings() {
    this(ConfigProvider.getConfig());
  }

  OrgSettings(Config config) {
    reconcileInterval =
        config
            .getOptionalValue(RECONCILE_INTERVAL, String.class)
            .map(OrgSettings::interval)
            .orElse(Duration.ofMinutes(1));
  }

  /** The time between two sweeps of pending managers; at least a second, a minute by default. */
  public Duration reconcileInterval() {
    return reconcileInterval;
  }

  private static Duration interval(String text) {
    try {
      Duration interval = Duration.parse(text.strip());
      if (interval.compareTo(Duration.ofSeconds(1)) >= 0) {
        return interval;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalStateException(message(text), e);
    }
    throw new IllegalStateException(message(text));
  }

  private static String message(String text) {
    return RECONCILE_INTERVAL
        + ": \""
        + text
        + "\" is no ISO-8601 duration of at least one second, such as PT1M.";
  }
}
