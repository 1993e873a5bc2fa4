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

  static final String VERIFY_INTERVAL = "provisioning.verify-interval";

  private final Duration reconcileInterval;
  private final Duration verifyInterval;

  public OrgSettings() {
    this(ConfigProvider.getConfig());
  }

  OrgSettings(Config config) {
    reconcileInterval =
        DurationSetting.read(config, RECONCILE_INTERVAL, Duration.ofSeconds(1))
            .orElse(Duration.ofMinutes(1));
    verifyInterval =
        DurationSetting.read(config, VERIFY_INTERVAL, Duration.ofSeconds(1))
            .orElse(Duration.ofMinutes(10));
  }

  /** The time between two sweeps of pending managers; at least a second, a minute by default. */
  public Duration reconcileInterval() {
    return reconcileInterval;
  }

  /**
   * The time between two rounds over all reporting lines, pending or not; ten minutes by default.
   */
  Duration verifyInterval() {
    return verifyInterval;
  }
}
