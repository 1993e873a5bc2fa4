package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import com.ransomleak.provisioning.throttle.TooManyRequests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records rejected requests, and reads that were accepted with warnings. What anybody can cause
 * without a token is recorded at intervals only, so that nobody can fill a tenant's activity log
 * from outside. So is what a client repeats with every read.
 */
@ApplicationScoped
class RejectionRecorder {
  private static final Logger LOG = System.getLogger(RejectionRecorder.class.getName());
  private static final Duration UNKNOWN_TOKEN_INTERVAL = Duration.ofSeconds(10);
  private static final Duration THROTTLED_INTERVAL = Duration.ofMinutes(1);
  private static final Duration READ_WARNING_INTERVAL = Duration.ofHours(1);

  /** Other errors of requests without a token do not indicate a problem. */
  private static final Set<Integer> RECORDED_WITHOUT_TOKEN = Set.of(401, 403, 413, 415);

  // One entry for each tenant and kind: bounded by the configured tenants.
  private final Map<String, Recorded> lastRecorded = new ConcurrentHashMap<>();

  @Inject private Activity activity;
  @Inject private PublicAddress.Reader addresses;
  @Inject private Tenants tenants;
  @Inject private TenantSettings settings;

  /**
   * When a kind was last recorded, and how often it happened since.
   *
   * @param at of {@link System#nanoTime()}
   */
  private record Recorded(long at, long since) {}

  /** Records a rejected request that has a context. */
  void recordRejection(ScimRequestContext context, ScimException error) {
    if (error instanceof TooManyRequests tooMany) {
      recordThrottled(context, tooMany);
    } else if (error.status() != 503) {
      // During an outage there is no database to write to; the server's log has it.
      record(context, error, Action.REJECTED, new Consequences());
    }
  }

  /** Records a 429 once a minute for each tenant and reason, with the number of further ones. */
  void recordThrottled(ScimRequestContext context, TooManyRequests error) {
    Action action =
        error.reason() == TooManyRequests.Reason.FAILED_TOKENS
            ? Action.REJECTED_TOKENS_RATE_LIMITED
            : Action.REJECTED_RATE_LIMITED;
    OptionalLong others = due(context.tenant() + " " + error.reason(), THROTTLED_INTERVAL);
    if (others.isPresent()) {
      record(
          context,
          error,
          action,
          new Consequences().addCount(Consequence.REQUESTS_RATE_LIMITED, others.getAsLong()));
    }
  }

  /** Records a rejected token; a token that the tenant never had at intervals only. */
  void recordUnauthorized(ScimRequestContext context, Unauthorized error) {
    if (!error.isTokenUnknown()
        || isDue(context.tenant() + " unknown token", UNKNOWN_TOKEN_INTERVAL)) {
      record(
          context,
          error,
          context.token() == null ? error.action() : Action.REJECTED,
          new Consequences());
    }
  }

  /** Records a request that was rejected before its token was read, or that has no token. */
  void recordUnauthenticated(
      ContainerRequestContext request, HttpServletRequest servletRequest, ScimException error) {
    boolean alreadyRecorded =
        error instanceof Unauthorized unauthorized && !unauthorized.isTokenMissing();
    if (RECORDED_WITHOUT_TOKEN.contains(error.status()) && !alreadyRecorded) {
      PublicAddress address = addresses.read(servletRequest);
      address
          .tenant(tenants, settings)
          .map(Tenant::id)
          .filter(id -> isDue(id + " rejected with " + error.status(), UNKNOWN_TOKEN_INTERVAL))
          .map(
              id ->
                  RequestAuthenticator.context(
                      id,
                      RequestAuthenticator.client(request, address, Purpose.SCIM),
                      address,
                      servletRequest,
                      RequestPath.of(request).belowBase(),
                      new Warnings()))
          .ifPresent(
              context ->
                  record(
                      context,
                      error,
                      error.status() == 401 ? Unauthorized.NO_TOKEN : Action.REJECTED,
                      new Consequences()));
    }
  }

  private void record(
      ScimRequestContext context, ScimException error, Action action, Consequences consequences) {
    record(
        context,
        () -> activity.recordRejection(context.tenant(), context, error, action, consequences));
  }

  /** Records a read that was accepted with warnings, once an hour for each kind of warning. */
  void recordReadWarnings(ScimRequestContext context, int status) {
    for (WarningType warning : context.warnings().used().keySet()) {
      if (isDue(context.tenant() + " " + warning, READ_WARNING_INTERVAL)) {
        record(context, () -> activity.recordReadWarnings(context.tenant(), context, status));
        return;
      }
    }
  }

  private static void record(ScimRequestContext context, Runnable write) {
    try {
      write.run();
    } catch (RuntimeException e) {
      FailureKind.warn(
          LOG, "The activity log could not be written (request " + context.requestId() + ")", e);
    }
  }

  private boolean isDue(String kind, Duration interval) {
    return due(kind, interval).isPresent();
  }

  /** Empty within the interval, else how often the kind happened since it was last recorded. */
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
