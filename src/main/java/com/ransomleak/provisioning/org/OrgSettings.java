package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.tenant.DurationSetting;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
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
        DurationSetting.read(config, RECONCILE_INTERVAL, Duration.ofSeconds(1))
            .orElse(Duration.ofMinutes(1));
  }

  /** The time between two sweeps of pending managers; at least a second, a minute by default. */
  public Duration reconcileInterval() {
    return reconcileInterval;
  }
}
