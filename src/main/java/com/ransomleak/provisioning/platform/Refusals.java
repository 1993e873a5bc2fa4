package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Exchange;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Tolerance;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records refused and merely tolerated exchanges. What strangers can cause without end is recorded
 * at intervals only, so that nobody fills a tenant's activity from outside; what a provider repeats
 * with every read, likewise.
 */
@ApplicationScoped
class Refusals {
  private static final Logger LOG = System.getLogger(Refusals.class.getName());
  private static final Duration UNKNOWN_TOKEN_INTERVAL = Duration.ofSeconds(10);
  private static final Duration TOLERATED_READ_INTERVAL = Duration.ofHours(1);

  // One entry for each tenant and kind: bounded by the configured tenants.
  private final Map<String, Long> lastRecorded = new ConcurrentHashMap<>();

  @Inject private Activity activity;

  void record(Exchange exchange, ScimException refusal) {
    try {
      activity.recordRefusal(exchange.tenant(), exchange, refusal);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "A refusal could not be recorded (request {0}): {1}",
          exchange.requestId(),
          e.getMessage());
    }
  }

  void unknownToken(TenantId tenant, Exchange exchange, ScimException refusal) {
    if (isDue(tenant + " unknown token", UNKNOWN_TOKEN_INTERVAL)) {
      record(exchange, refusal);
    }
  }

  void toleratedRead(Exchange exchange, int status) {
    for (Tolerance tolerance : exchange.tolerances().used().keySet()) {
      if (isDue(exchange.tenant() + " " + tolerance, TOLERATED_READ_INTERVAL)) {
        try {
          activity.recordTolerated(exchange.tenant(), exchange, status);
        } catch (RuntimeException e) {
          LOG.log(
              Level.WARNING,
              "A tolerance could not be recorded (request {0}): {1}",
              exchange.requestId(),
              e.getMessage());
        }
        return;
      }
    }
  }

  private boolean isDue(String kind, Duration interval) {
    long now = System.nanoTime();
    boolean[] due = new boolean[1];
    lastRecorded.compute(
        kind,
        (k, last) -> {
          due[0] = last == null || now - last > interval.toNanos();
          return due[0] ? now : last;
        });
    return due[0];
  }
}
