package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.Exchange;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.http.Shortened;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.tenant.ApiTokens;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

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

  /**
   * The address as the client knows it, which the request is given too.
   *
   * @throws ScimException 403 for plain HTTP
   */
  PublicAddress address(ContainerRequestContext request, HttpServletRequest servletRequest) {
    PublicAddress address = addresses.read(servletRequest);
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
   * The exchange that the token of the request opens.
   *
   * @param path as the activity shall tell it
   * @throws Unauthorized when it opens none
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
    String client = Shortened.to(256, request.getHeaderString(USER_AGENT));
    Optional<ApiTokens.Known> known = tokens.find(sent.value(), client, address.client());
    BiFunction<Tenant, UUID, Exchange> begin =
        (owner, token) ->
            new Exchange(
                owner.id(),
                token,
                address.baseUrl(servletRequest.getContextPath()),
                (String) servletRequest.getAttribute(RequestFilter.REQUEST_ID),
                request.getMethod(),
                Shortened.to(512, path),
                client,
                address.client());
    boolean ofThisTenant =
        tenant.isPresent() && known.isPresent() && known.get().tenant().equals(tenant.get().id());
    if (!ofThisTenant) {
      Unauthorized refusal = Unauthorized.unknownToken(purpose, sent);
      tenant.ifPresent(
          t -> refusals.unknownToken(t.id(), of(purpose, begin.apply(t, null)), refusal));
      throw refusal;
    }
    Exchange exchange = of(purpose, begin.apply(tenant.get(), known.get().token()));
    refuse(exchange, known.get(), purpose);
    sent.tolerance()
        .ifPresent(tolerance -> exchange.tolerances().record(tolerance, "Authorization"));
    return exchange;
  }

  private void refuse(Exchange exchange, ApiTokens.Known token, Purpose purpose) {
    if (token.purpose() == purpose && token.state() == ApiTokens.State.LIVE) {
      return;
    }
    Unauthorized refusal =
        token.purpose() == purpose
            ? Unauthorized.deadToken(purpose, token.state())
            : Unauthorized.otherPurpose(purpose);
    refusals.record(exchange, refusal);
    throw refusal;
  }

  private static Exchange of(Purpose purpose, Exchange exchange) {
    return purpose == Purpose.SCIM ? exchange : exchange.forReports();
  }
}
