package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.tenant.DurationSetting;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * How long people stay signed in to the console, and browsers known, from MicroProfile Config.
 *
 * <pre>{@code
 * provisioning.session-idle-time=PT30M
 * provisioning.session-lifetime=PT12H
 * provisioning.known-browser-lifetime=P90D
 * }</pre>
 */
@ApplicationScoped
public class AccountSettings {
  static final String IDLE_TIME = "provisioning.session-idle-time";
  static final String LIFETIME = "provisioning.session-lifetime";

  static final String BROWSER_LIFETIME = "provisioning.known-browser-lifetime";

  private final Duration idleTime;
  private final Duration lifetime;
  private final Duration browserLifetime;

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
    // Browsers keep a cookie for 400 days at most.
    browserLifetime =
        DurationSetting.read(config, BROWSER_LIFETIME, Duration.ofHours(1), Duration.ofDays(400))
            .orElse(Duration.ofDays(90));
  }

  /** After this time without a visit a session is over. */
  Duration idleTime() {
    return idleTime;
  }

  /** After this time a session is over in any case. */
  public Duration lifetime() {
    return lifetime;
  }

  /** After this time without a sign-in a browser is not a known one any more. */
  public Duration browserLifetime() {
    return browserLifetime;
  }
}
