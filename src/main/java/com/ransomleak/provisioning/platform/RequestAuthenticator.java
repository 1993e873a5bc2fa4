package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.ActivityNotes;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import com.ransomleak.provisioning.tenant.TokenVerifier;
import com.ransomleak.provisioning.tenant.TokenVerifier.VerifiedToken;
import com.ransomleak.provisioning.throttle.FailedTokens;
import com.ransomleak.provisioning.throttle.TenantThrottle;
import com.ransomleak.provisioning.throttle.TooManyRequests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;

/**
 * Authenticates the requests of programs, for SCIM and for reports. The host names the tenant and
 * the token proves it. A request is authenticated only when both agree and the token has the right
 * purpose (T-08). Every other request gets a 401 with the same detail (T-02, N-06), with one
 * exception: when the token belongs to this tenant but is expired, revoked or for another purpose,
 * the detail says so, because its owner knows the token anyway. The current token of a tenant that
 * this node does not list gets a 503: an identity provider waits, for example until the tenant is
 * moved, where it would take a 401 for a lost connection.
 */
@ApplicationScoped
class RequestAuthenticator {
  @Inject private PublicAddress.Reader addresses;
  @Inject private Tenants tenants;
  @Inject private TenantSettings settings;
  @Inject private TokenVerifier tokens;
  @Inject private FailedTokens failedTokens;
  @Inject private TenantThrottle throttle;
  @Inject private RejectionRecorder recorder;

  /**
   * The address as the client knows it, which the request is given too.
   *
   * @throws ScimException 403 for plain HTTP
   */
  PublicAddress address(ContainerRequestContext request, HttpServletRequest servletRequest) {
    PublicAddress address = addresses.read(servletRequest);
    if (!address.secure()) {
      // Rejected, not redirected: the token has been sent in the clear already, and a redirect
      // would invite it again (T-05).
      throw new ScimException(
          403,
          "Plain HTTP is refused here because it shows the token to the network. Use https://.");
    }
    address.rebase(request);
    return address;
  }

  /**
   * Authenticates a request and admits it among those of its tenant.
   *
   * @param path as the activity shows it
   * @throws Unauthorized when the token is missing or not accepted
   * @throws TooManyRequests when a limit is reached
   */
  ScimRequestContext authenticate(
      ContainerRequestContext request,
      HttpServletRequest servletRequest,
      PublicAddress address,
      String path,
      Purpose purpose) {
    BearerToken sent =
        BearerToken.of(request.getHeaderString("Authorization"))
            .orElseThrow(() -> Unauthorized.noToken(purpose));
    Optional<Tenant> tenant = tenant(address);
    Actor client = client(request, address, purpose);
    if (tenant.isEmpty()) {
      throw unknownHost(sent, purpose, client);
    }
    TenantId id = tenant.get().id();
    boolean strict = purpose == Purpose.SCIM && tenants.options(id).strict();
    Warnings warnings = strict ? Warnings.strict() : new Warnings();
    ScimRequestContext context = context(id, client, address, servletRequest, path, warnings);
    try {
      VerifiedToken token = verify(sent, tenant.get(), purpose, client);
      admit(id, purpose, request);
      sent.warning().ifPresent(t -> context.warnings().add(t, "Authorization"));
      return context.withToken(token.id());
    } catch (Unauthorized rejection) {
      recorder.recordUnauthorized(context.withToken(rejection.token()), rejection);
      throw rejection;
    } catch (TooManyRequests rejection) {
      recorder.recordThrottled(context, rejection);
      throw rejection;
    }
  }

  /** Host to tenant. */
  Optional<Tenant> tenant(PublicAddress address) {
    return address.tenant(tenants, settings);
  }

  /** Token to principal. */
  private VerifiedToken verify(BearerToken sent, Tenant tenant, Purpose purpose, Actor client) {
    Optional<VerifiedToken> trusted = tokens.trusted(sent.value(), client.client());
    if (trusted.isPresent() && trusted.get().opens(tenant.id(), purpose)) {
      return trusted.get();
    }
    TenantOptions limits = tenants.options(tenant.id());
    try (FailedTokens.Attempt attempt =
        failedTokens.attempt(
            tenant.subdomain(),
            purpose.name(),
            client.source(),
            sent.value(),
            limits.failedTokensPerMinute())) {
      Optional<VerifiedToken> token =
          tokens.verify(sent.value(), purpose, client.client(), client.source());
      if (token.isPresent() && token.get().opens(tenant.id(), purpose)) {
        attempt.succeeded();
        return token.get();
      }
      throw attempt.failed(Unauthorized.of(token, sent, tenant.id(), purpose));
    }
  }

  /** Takes as long as an unknown token of a tenant, so that nobody can find out hosts (N-06). */
  private ScimException unknownHost(BearerToken sent, Purpose purpose, Actor client) {
    try (FailedTokens.Attempt attempt =
        failedTokens.attempt(
            "",
            purpose.name(),
            client.source(),
            sent.value(),
            TenantOptions.DEFAULT_FAILED_TOKENS)) {
      Optional<VerifiedToken> token =
          tokens.verify(sent.value(), purpose, client.client(), client.source());
      if (token.isPresent() && isOfUnlistedTenant(token.get(), purpose)) {
        attempt.succeeded();
        return new HttpRefusal.Paused();
      }
      return attempt.failed(Unauthorized.unknownToken(purpose, sent));
    }
  }

  /** Only the token shows the tenant, so nobody else can find out that it exists. */
  private boolean isOfUnlistedTenant(VerifiedToken token, Purpose purpose) {
    TenantId tenant = new TenantId(token.tenantId());
    return token.opens(tenant, purpose) && tenants.byId(tenant) == null;
  }

  /** Limits: waits for one of the tenant's places, which the request keeps until its end. */
  void admit(TenantId tenant, Purpose purpose, ContainerRequestContext request) {
    PermitReleaseFilter.onEnd(request, throttle.admit(tenant, purpose));
  }

  /** The request context, without a token. */
  static ScimRequestContext context(
      TenantId tenant,
      Actor client,
      PublicAddress address,
      HttpServletRequest request,
      String path,
      Warnings warnings) {
    return new ScimRequestContext(
        tenant,
        null,
        client,
        address.baseUrl(request.getContextPath()),
        (String) request.getAttribute(RequestId.ATTRIBUTE),
        request.getMethod(),
        Shortened.to(512, path),
        new ActivityNotes(warnings));
  }

  static Actor client(ContainerRequestContext request, PublicAddress address, Purpose purpose) {
    String userAgent = Shortened.to(256, request.getHeaderString("User-Agent"));
    return purpose == Purpose.SCIM
        ? Actor.provider(userAgent, address.client())
        : Actor.reports(userAgent, address.client());
  }
}
