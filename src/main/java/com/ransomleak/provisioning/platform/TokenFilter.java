package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.Exchange;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.http.Shortened;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Tolerance;
import com.ransomleak.provisioning.tenant.ApiTokens;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.util.Optional;

/**
 * Who is asking? The host names the tenant, the token proves it; only when both agree does the
 * request become an {@link Exchange} (T-08). Every other case is one 401 in the same words (T-02,
 * N-06), except that a token of this very tenant that no longer works says so, since its owner
 * already knows it. Static discovery needs no token (§Dec-12).
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class TokenFilter implements ContainerRequestFilter {
  private static final String USER_AGENT = "User-Agent";

  @Inject private Tenants tenants;
  @Inject private TenantSettings tenantSettings;
  @Inject private ApiTokens tokens;
  @Inject private PublicAddress.Reader addresses;
  @Inject private Refusals refusals;
  @Context private HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request) {
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
    PathSegments path = PathSegments.of(request);
    if (isOpen(request, path)) {
      return;
    }
    Exchange exchange = authenticate(request, address, path);
    if (request.getProperty(RequestFilter.NO_CONTENT_TYPE) != null) {
      exchange.tolerances().record(Tolerance.MISSING_CONTENT_TYPE, request.getMethod());
    }
    request.setSecurityContext(new Caller(exchange));
  }

  private static boolean isOpen(ContainerRequestContext request, PathSegments path) {
    String endpoint = path.endpoint();
    boolean reads =
        request.getMethod().equals("GET")
            || request.getMethod().equals("HEAD")
            || request.getMethod().equals("OPTIONS");
    return reads
        && path.first().equals("v2")
        && (endpoint.equals("ServiceProviderConfig") || endpoint.equals("ResourceTypes"));
  }

  private Exchange authenticate(
      ContainerRequestContext request, PublicAddress address, PathSegments path) {
    Optional<Tenant> tenant = address.tenant(tenants, tenantSettings);
    BearerToken sent =
        BearerToken.of(request.getHeaderString("Authorization")).orElseThrow(Unauthorized::noToken);
    String client = Shortened.to(256, request.getHeaderString(USER_AGENT));
    Optional<ApiTokens.Known> known = tokens.find(sent.value(), client, address.client());
    boolean ofThisTenant =
        tenant.isPresent() && known.isPresent() && known.get().tenant().equals(tenant.get().id());
    if (!ofThisTenant) {
      Unauthorized refusal = Unauthorized.unknownToken(sent);
      tenant.ifPresent(
          t ->
              refusals.unknownToken(
                  t.id(), exchange(t, null, request, address, path, client), refusal));
      throw refusal;
    }
    Exchange exchange = exchange(tenant.get(), known.get(), request, address, path, client);
    if (known.get().state() != ApiTokens.State.LIVE) {
      Unauthorized refusal = Unauthorized.deadToken(known.get().state());
      refusals.record(exchange, refusal);
      throw refusal;
    }
    sent.tolerance()
        .ifPresent(tolerance -> exchange.tolerances().record(tolerance, "Authorization"));
    return exchange;
  }

  private Exchange exchange(
      Tenant tenant,
      ApiTokens.Known known,
      ContainerRequestContext request,
      PublicAddress address,
      PathSegments path,
      String client) {
    return new Exchange(
        tenant.id(),
        known == null ? null : known.token(),
        address.baseUrl(servletRequest.getContextPath()),
        (String) servletRequest.getAttribute(RequestFilter.REQUEST_ID),
        request.getMethod(),
        Shortened.to(512, path.belowBase()),
        client,
        address.client());
  }

  /** The request's security context, from which resources take the exchange. */
  private record Caller(Exchange exchange) implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
      return exchange;
    }

    @Override
    public boolean isUserInRole(String role) {
      return false;
    }

    @Override
    public boolean isSecure() {
      return true;
    }

    @Override
    public String getAuthenticationScheme() {
      return "Bearer";
    }
  }
}
