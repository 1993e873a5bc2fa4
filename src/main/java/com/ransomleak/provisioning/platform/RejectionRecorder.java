package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.ActivityNotes;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.Tolerance;
import com.ransomleak.provisioning.scim.Tolerances;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import com.ransomleak.provisioning.throttle.TooManyRequests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records refused and merely tolerated exchanges. What strangers can cause without end is recorded
 * at intervals only, so that nobody fills a tenant's activity from outside; what a provider repeats
 * with every read, likewise.
 */
@ApplicationScoped
class RejectionRecorder {
  private static final Logger LOG = System.getLogger(RejectionRecorder.class.getName());
  private static final Duration UNKNOWN_TOKEN_INTERVAL = Duration.ofSeconds(10);
  private static final Duration PUT_OFF_INTERVAL = Duration.ofMinutes(1);
  private static final Duration TOLERATED_READ_INTERVAL = Duration.ofHours(1);
  private static final Set<Integer> BEFORE_A_TOKEN = Set.of(401, 403, 413, 415);

  // One entry for each tenant and kind: bounded by the configured tenants.
  private final Map<String, Recorded> lastRecorded = new ConcurrentHashMap<>();

  @Inject private Activity activity;
  @Inject private PublicAddress.Reader addresses;
  @Inject private Tenants tenants;
  @Inject private TenantSettings settings;

  /**
   * When something was recorded last, and what happened since.
   *
   * @param at of {@link System#nanoTime()}
   */
  private record Recorded(long at, long since) {}

  void record(ScimRequestContext exchange, ScimException refusal) {
    record(exchange, refusal, action(exchange, refusal), List.of());
  }

  /** What {@code throttle} refused: once a minute for each tenant and reason, with how many. */
  void recordThrottled(ScimRequestContext exchange, TooManyRequests refusal) {
    String action =
        refusal.reason() == TooManyRequests.Reason.FAILED_TOKENS
            ? "refused.tokensPutOff"
            : "refused.putOff";
    OptionalLong before = due(exchange.tenant() + " " + refusal.reason(), PUT_OFF_INTERVAL);
    if (before.isPresent()) {
      List<String> others =
          before.getAsLong() == 0
              ? List.of()
              : List.of(before.getAsLong() + " more were put off since this was last recorded.");
      record(exchange, refusal, action, others);
    }
  }

  private void record(
      ScimRequestContext exchange,
      ScimException refusal,
      String action,
      List<String> consequences) {
    try {
      activity.recordRefusal(exchange.tenant(), exchange, refusal, action, consequences);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "A refusal could not be recorded (request {0}): {1}",
          exchange.requestId(),
          e.getMessage());
    }
  }

  /** A token that was not accepted; one that the tenant never had at intervals only. */
  void recordUnauthorized(ScimRequestContext context, Unauthorized rejection) {
    if (!rejection.isTokenUnknown()
        || isDue(context.tenant() + " unknown token", UNKNOWN_TOKEN_INTERVAL)) {
      record(context, rejection);
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

  private static ScimRequestContext exchange(
      Tenant tenant,
      ContainerRequestContext request,
      HttpServletRequest servletRequest,
      PublicAddress address) {
    return new ScimRequestContext(
        tenant.id(),
        null,
        Actor.provider(Shortened.to(256, request.getHeaderString("User-Agent")), address.client()),
        address.baseUrl(servletRequest.getContextPath()),
        (String) servletRequest.getAttribute(RequestFilter.REQUEST_ID),
        request.getMethod(),
        Shortened.to(512, RequestPath.of(request).belowBase()),
        new ActivityNotes(new Tolerances()));
  }

  /** Strangers are told apart from the tenant's own client, who has the tenant's token. */
  private static String action(ScimRequestContext exchange, ScimException refusal) {
    if (exchange.token() != null || refusal.status() != 401) {
      return "refused";
    }
    return refusal instanceof Unauthorized unauthorized
        ? unauthorized.action()
        : "refused.tokenMissing";
  }

  void toleratedRead(ScimRequestContext exchange, int status) {
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
    return due(kind, interval).isPresent();
  }

  /** Empty while it is too early, else how often it was. */
  private OptionalLong due(String kind, Duration interval) {
    long now = System.nanoTime();
    OptionalLong[] due = {OptionalLong.empty()};
    lastRecorded.compute(
        kind,
        (k, last) -> {
          if (last != null && now - last.at() <= interval.toNanos()) {
            return new Recorded(last.at(), last.since() + 1);
          }
          due[0] = OptionalLong.of(last == null ? 0 : last.since());
          return new Recorded(now, 0);
        });
    return due[0];
  }
}
