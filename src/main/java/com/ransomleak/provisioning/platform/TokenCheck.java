package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.Exchange;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.http.Shortened;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Tolerances;
import com.ransomleak.provisioning.tenant.ApiTokens;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.TenantLimits;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import com.ransomleak.provisioning.throttle.FailedTokens;
import com.ransomleak.provisioning.throttle.TenantThrottle;
import com.ransomleak.provisioning.throttle.TooManyRequests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What SCIM and reports both ask of a program. The host names the tenant, the token proves it; only
 * when both agree, and the token is for what is asked, does the request become an {@link Exchange}
 * (T-08). Every other case is one 401 in the same words (T-02, N-06), except that a token of this
 * very tenant that no longer works, or is for something else, says so, since its owner already
 * knows it.
 */
@ApplicationScoped
class TokenCheck {
  private static final String USER_AGENT = "User-Agent";

  @Inject private Tenants tenants;
  @Inject private TenantSettings settings;
  @Inject private ApiTokens tokens;
  @Inject private PublicAddress.Reader addresses;
  @Inject private Refusals refusals;
  @Inject private FailedTokens failedTokens;
  @Inject private TenantThrottle throttle;

  /**
   * The address as the client knows it, which the request is given too.
   *
   * @throws ScimException 400 for a malformed header, 403 for plain HTTP
   */
  PublicAddress address(ContainerRequestContext request, HttpServletRequest servletRequest) {
    PublicAddress address = addresses.read(servletRequest).requireWellFormed();
    if (!address.secure()) {
      // Refused, not redirected: the token has been sent in the clear already, and a redirect would
      // invite it again (T-05).
      throw new ScimException(
          403,
          null,
          "Plain HTTP is refused here because it shows the token to the network. Use https://.");
    }
    address.rebase(request);
    return address;
  }

  /** The tenant of the host, if it is one's. */
  Optional<Tenant> tenant(PublicAddress address) {
    return address.tenant(tenants, settings);
  }

  /**
   * The exchange that the token of the request opens, let in among those of its tenant.
   *
   * @param path as the activity shall tell it
   * @throws Unauthorized when it opens none
   * @throws TooManyRequests when there are too many like it
   */
  Exchange exchange(
      ContainerRequestContext request,
      HttpServletRequest servletRequest,
      PublicAddress address,
      String path,
      Purpose purpose) {
    Optional<Tenant> tenant = tenant(address);
    BearerToken sent =
        BearerToken.of(request.getHeaderString("Authorization"))
            .orElseThrow(() -> Unauthorized.noToken(purpose));
    Opening opening =
        new Opening(
            tenant,
            sent,
            purpose,
            Shortened.to(256, request.getHeaderString(USER_AGENT)),
            address.client(),
            token ->
                of(
                    purpose,
                    new Exchange(
                        tenant.orElseThrow().id(),
                        token,
                        address.baseUrl(servletRequest.getContextPath()),
                        (String) servletRequest.getAttribute(RequestFilter.REQUEST_ID),
                        request.getMethod(),
                        Shortened.to(512, path),
                        Shortened.to(256, request.getHeaderString(USER_AGENT)),
                        address.client(),
                        tolerances(tenant.orElseThrow().id(), purpose))));
    try {
      return open(opening, servletRequest);
    } catch (TooManyRequests refusal) {
      tenant.ifPresent(t -> refusals.putOff(opening.begin().apply(null), refusal));
      throw refusal;
    }
  }

  /**
   * A request with a token, before it is known what that opens.
   *
   * @param begin the exchange of a token's id, or of none
   */
  private record Opening(
      Optional<Tenant> tenant,
      BearerToken sent,
      Purpose purpose,
      String client,
      String source,
      Function<UUID, Exchange> begin) {}

  private Exchange open(Opening opening, HttpServletRequest servletRequest) {
    boolean admitted;
    ApiTokens.Known known;
    try (FailedTokens.Attempt attempt = attempt(opening)) {
      admitted = attempt.works();
      if (admitted) {
        // Before the database is asked: whom this holds up costs nobody anything.
        admit(opening.tenant().orElseThrow().id(), opening.purpose(), servletRequest);
      }
      known = lookUp(opening, attempt);
    }
    if (!admitted) {
      admit(known.tenant(), opening.purpose(), servletRequest);
    }
    Exchange exchange = opening.begin().apply(known.token());
    opening
        .sent()
        .tolerance()
        .ifPresent(tolerance -> exchange.tolerances().record(tolerance, "Authorization"));
    return exchange;
  }

  private ApiTokens.Known lookUp(Opening opening, FailedTokens.Attempt attempt) {
    Optional<ApiTokens.Known> known =
        tokens
            .find(opening.sent().value(), opening.client(), opening.source())
            .filter(token -> opening.tenant().map(Tenant::id).equals(Optional.of(token.tenant())));
    Unauthorized refusal = refusal(opening, known);
    if (refusal == null) {
      attempt.succeeded();
      return known.orElseThrow();
    }
    ScimException answer = attempt.failed(refusal);
    if (answer == refusal && known.isPresent()) {
      // A report token in the wrong place says nothing of how the provider's token is.
      boolean meant = known.get().purpose() == opening.purpose();
      refusals.record(opening.begin().apply(meant ? known.get().token() : null), refusal);
    } else if (answer == refusal && opening.tenant().isPresent()) {
      refusals.unknownToken(opening.begin().apply(null), refusal);
    }
    throw answer;
  }

  private FailedTokens.Attempt attempt(Opening opening) {
    TenantLimits limits =
        opening
            .tenant()
            .map(tenant -> tenants.options(tenant.id()).limits())
            .orElse(TenantLimits.USUAL);
    return failedTokens.attempt(
        opening.tenant().map(Tenant::subdomain).orElse(""),
        opening.purpose().name(),
        opening.source(),
        opening.sent().value(),
        limits.failedTokensPerMinute());
  }

  /** Lets a request in until its answer is written. */
  void admit(TenantId tenant, Purpose purpose, HttpServletRequest servletRequest) {
    AdmissionFilter.keep(throttle.admit(tenant, purpose), servletRequest);
  }

  /** Null when the token opens what is asked for. */
  private static Unauthorized refusal(Opening opening, Optional<ApiTokens.Known> known) {
    Purpose purpose = opening.purpose();
    if (known.isEmpty()) {
      return Unauthorized.unknownToken(purpose, opening.sent());
    }
    if (known.get().purpose() != purpose) {
      return Unauthorized.otherPurpose(purpose);
    }
    return known.get().state() == ApiTokens.State.LIVE
        ? null
        : Unauthorized.deadToken(purpose, known.get().state());
  }

  private Tolerances tolerances(TenantId tenant, Purpose purpose) {
    return purpose == Purpose.SCIM && tenants.options(tenant).rules().strict()
        ? Tolerances.strict()
        : new Tolerances();
  }

  private static Exchange of(Purpose purpose, Exchange exchange) {
    return purpose == Purpose.SCIM ? exchange : exchange.forReports();
  }
}
