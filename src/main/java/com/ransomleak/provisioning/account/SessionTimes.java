package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * How long sessions of a tenant last. The deployment's times are the default and the limit: a
 * longer time of the tenant has no effect.
 */
@ApplicationScoped
public class SessionTimes {
  @Inject private DeploymentSettings deployment;
  @Inject private Tenants tenants;

  /** After this time without a request, a session ends. */
  Duration idle(TenantId tenant) {
    return idle(tenants.options(tenant));
  }

  /** After this time, a session ends in any case. */
  Duration lifetime(TenantId tenant) {
    return lifetime(tenants.options(tenant));
  }

  /** The idle time with these settings of a tenant. */
  public Duration idle(TenantOptions options) {
    return shorter(options.sessionIdleTime(), maxIdle());
  }

  /** The lifetime with these settings of a tenant. */
  public Duration lifetime(TenantOptions options) {
    return shorter(options.sessionLifetime(), maxLifetime());
  }

  /** The longest idle time that a tenant can have. */
  public Duration maxIdle() {
    return deployment.sessionIdleTime();
  }

  /** The longest lifetime that a tenant can have. */
  public Duration maxLifetime() {
    return deployment.sessionLifetime();
  }

  /** Whether a text is a duration that is longer than the limit. */
  public static boolean isLonger(String text, Duration max) {
    try {
      return Duration.parse(text).compareTo(max) > 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static Duration shorter(Optional<Duration> time, Duration max) {
    return time.filter(chosen -> chosen.compareTo(max) < 0).orElse(max);
  }
}
