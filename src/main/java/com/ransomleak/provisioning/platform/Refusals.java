package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Exchange;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.http.Shortened;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Tolerance;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
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
  private static final Set<Integer> BEFORE_A_TOKEN = Set.of(401, 403, 413, 415);

  // One entry for each tenant and kind: bounded by the configured tenants.
  private final Map<String, Long> lastRecorded = new ConcurrentHashMap<>();

  @Inject private Activity activity;
  @Inject private PublicAddress.Reader addresses;
  @Inject private Tenants tenants;
  @Inject private TenantSettings settings;

  void record(Exchange exchange, ScimException refusal) {
    try {
      activity.recordRefusal(exchange.tenant(), exchange, refusal, action(exchange, refusal));
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

  /**
   * What was refused before anybody looked for a token, or because there was none; nothing where
   * the host is no tenant's. Other answers to those who bring no token tell of no trouble.
   */
  void withoutToken(
      ContainerRequestContext request, HttpServletRequest servletRequest, ScimException refusal) {
    PublicAddress address = addresses.read(servletRequest);
    String kind = " refused with " + refusal.status();
    if (BEFORE_A_TOKEN.contains(refusal.status()) && !isToldByTokenFilter(refusal)) {
      address
          .tenant(tenants, settings)
          .filter(tenant -> isDue(tenant.id() + kind, UNKNOWN_TOKEN_INTERVAL))
          .ifPresent(tenant -> record(exchange(tenant, request, servletRequest, address), refusal));
    }
  }

  private static boolean isToldByTokenFilter(ScimException refusal) {
    return refusal instanceof Unauthorized unauthorized && !unauthorized.isTokenMissing();
  }

  private static Exchange exchange(
      Tenant tenant,
      ContainerRequestContext request,
      HttpServletRequest servletRequest,
      PublicAddress address) {
    return new Exchange(
        tenant.id(),
        null,
        address.baseUrl(servletRequest.getContextPath()),
        (String) servletRequest.getAttribute(RequestFilter.REQUEST_ID),
        request.getMethod(),
        Shortened.to(512, PathSegments.of(request).belowBase()),
        Shortened.to(256, request.getHeaderString("User-Agent")),
        address.client());
  }

  /** Strangers are told apart from the tenant's own client, who has the tenant's token. */
  private static String action(Exchange exchange, ScimException refusal) {
    if (exchange.token() != null || refusal.status() != 401) {
      return "refused";
    }
    return isToldByTokenFilter(refusal) ? "refused.tokenUnknown" : "refused.tokenMissing";
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
