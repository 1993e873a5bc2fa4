package com.ransomleak.provisioning.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * How long data of tenants is kept, from MicroProfile Config.
 *
 * <pre>{@code
 * provisioning.activity-retention=P90D
 * provisioning.removed-tenant-grace=P30D
 * }</pre>
 */
@ApplicationScoped
public class RetentionSettings {
  static final String ACTIVITY_RETENTION = "provisioning.activity-retention";
  static final String REMOVED_TENANT_GRACE = "provisioning.removed-tenant-grace";

  /** A hundred years: PostgreSQL subtracts it from the current time. */
  static final Duration MAX = Duration.ofDays(36_500);

  private final Duration activityRetention;
  private final Duration removedTenantGrace;

  public RetentionSettings() {
    this(ConfigProvider.getConfig());
  }

  RetentionSettings(Config config) {
    activityRetention =
        DurationSetting.read(config, ACTIVITY_RETENTION, Duration.ofHours(1), MAX)
            .orElse(Duration.ofDays(90));
    removedTenantGrace =
        DurationSetting.read(config, REMOVED_TENANT_GRACE, Duration.ZERO, MAX)
            .orElse(Duration.ofDays(30));
  }

  /** Older lines of the activity are deleted; 90 days by default. */
  Duration activityRetention() {
    return activityRetention;
  }

  /**
   * For how long a tenant that was removed from the list loses nothing; 30 days by default. With
   * several nodes, the longest of them counts.
   */
  Duration removedTenantGrace() {
    return removedTenantGrace;
  }
}
