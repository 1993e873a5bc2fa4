package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.tenant.DurationSetting;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * How long somebody stays signed in to the console, from MicroProfile Config.
 *
 * <pre>{@code
 * provisioning.session-idle-time=PT30M
 * provisioning.session-lifetime=PT12H
 * }</pre>
 */
@ApplicationScoped
public class AccountSettings {
  static final String IDLE_TIME = "provisioning.session-idle-time";
  static final String LIFETIME = "provisioning.session-lifetime";

  private final Duration idleTime;
  private final Duration lifetime;

  public AccountSettings() {
    this(ConfigProvider.getConfig());
  }

  AccountSettings(Config config) {
    // Visits are noted once a minute, so less would sign out people who are at work.
    idleTime =
        DurationSetting.read(config, IDLE_TIME, Duration.ofMinutes(2))
            .orElse(Duration.ofMinutes(30));
    lifetime =
        DurationSetting.read(config, LIFETIME, Duration.ofMinutes(2)).orElse(Duration.ofHours(12));
  }

  /** After this time without a visit a session is over. */
  Duration idleTime() {
    return idleTime;
  }

  /** After this time a session is over in any case. */
  public Duration lifetime() {
    return lifetime;
  }
}
