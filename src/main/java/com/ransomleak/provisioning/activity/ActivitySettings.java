package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.tenant.DurationSetting;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * How long the activity is kept, from MicroProfile Config.
 *
 * <pre>{@code provisioning.activity-retention=P90D}</pre>
 */
@ApplicationScoped
public class ActivitySettings {
  static final String RETENTION = "provisioning.activity-retention";

  private final Duration retention;

  public ActivitySettings() {
    this(ConfigProvider.getConfig());
  }

  ActivitySettings(Config config) {
    retention =
        DurationSetting.read(config, RETENTION, Duration.ofHours(1)).orElse(Duration.ofDays(90));
  }

  /** Older lines are deleted; 90 days by default. */
  Duration retention() {
    return retention;
  }
}
