package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.account.ConsoleCookie;
import com.ransomleak.provisioning.account.Sessions;
import com.ransomleak.provisioning.account.SignedIn;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.http.RequestSecurityContext;
import com.ransomleak.provisioning.report.OpenApiResource;
import com.ransomleak.provisioning.report.ReportReader;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.ext.Provider;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * Requires a report token of the host's tenant ({@link RequestAuthenticator}) or, when no token is
 * sent, a session of the console whose user may view reports. The activity requires an activity
 * token, or a user who may view it. A token for SCIM is rejected. The OpenAPI document needs
 * neither. A link of the console to CSV or JSON that somebody follows after the session has ended
 * leads to the sign-in page.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class ReaderFilter implements ContainerRequestFilter {
  @Inject private RequestAuthenticator authenticator;
  @Inject private Sessions sessions;
  @Inject private CurrentRequest current;

  @Override
  public void filter(ContainerRequestContext request) {
    HttpServletRequest servletRequest = current.get();
    PublicAddress address = authenticator.address(request, servletRequest);
    String path = RequestPath.of(request).path();
    boolean open = path.equals(OpenApiResource.PATH) && authenticator.tenant(address).isPresent();
    if (!open) {
      Purpose purpose = ReportReader.purposeOf(path);
      TenantId tenant;
      if (request.getHeaderString(HttpHeaders.AUTHORIZATION) == null) {
        Optional<SignedIn> visitor = session(servletRequest, address);
        if (visitor.isEmpty() && isLink(request, path, address)) {
          request.abortWith(signIn(servletRequest, address, path));
          return;
        }
        tenant = ofVisitor(request, visitor, purpose);
      } else {
        tenant =
            authenticator
                .authenticate(request, servletRequest, address, "/api/" + path, purpose)
                .tenant();
      }
      request.setSecurityContext(new RequestSecurityContext(new ReportReader(tenant, purpose)));
    }
    // Reports are read-only: unknown paths answer other methods with 405, too.
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      throw new NotAllowedException("GET", new String[] {"HEAD"});
    }
  }

  /**
   * Whether somebody followed a link to a list of the console. Browsers send Sec-Fetch-Mode, or
   * else accept HTML; a script or an API client does neither.
   */
  private boolean isLink(ContainerRequestContext request, String path, PublicAddress address) {
    String mode = request.getHeaderString("Sec-Fetch-Mode");
    String accept = Objects.requireNonNullElse(request.getHeaderString(HttpHeaders.ACCEPT), "");
    boolean navigates =
        mode == null ? accept.contains(MediaType.TEXT_HTML) : mode.equals("navigate");
    return navigates
        && request.getMethod().equals("GET")
        && ListPages.of(path, null).isPresent()
        && authenticator.tenant(address).isPresent();
  }

  /** Redirects to the sign-in page, which leads back to the page with the link, or to its list. */
  private static Response signIn(HttpServletRequest request, PublicAddress address, String path) {
    String list =
        request.getContextPath() + ListPages.of(path, request.getQueryString()).orElseThrow();
    String to = address.referringPage(request).orElse(list);
    return Response.status(Response.Status.SEE_OTHER)
        .location(
            UriBuilder.fromUri(address.origin())
                .path(request.getContextPath() + "/sign-in")
                .queryParam("to", URLEncoder.encode(to, StandardCharsets.UTF_8))
                .build())
        .build();
  }

  private Optional<SignedIn> session(HttpServletRequest request, PublicAddress address) {
    return ConsoleCookie.SESSION
        .read(request, address)
        .flatMap(secret -> signedIn(address, secret));
  }

  /** The limits of the tenant's reports hold for users of the console, too. */
  private TenantId ofVisitor(
      ContainerRequestContext request, Optional<SignedIn> session, Purpose purpose) {
    SignedIn visitor = session.orElseThrow(() -> Unauthorized.noToken(purpose));
    Permission required =
        purpose == Purpose.ACTIVITY ? Permission.VIEW_ACTIVITY : Permission.VIEW_REPORTS;
    if (!visitor.permissions().contains(required)) {
      throw new ScimException(
          403,
          (purpose == Purpose.ACTIVITY ? "The activity is" : "Reports are")
              + " for people with the permission "
              + required.title()
              + ". Ask an administrator for a role that has it.");
    }
    authenticator.admit(visitor.tenant().id(), purpose, request);
    return visitor.tenant().id();
  }

  private Optional<SignedIn> signedIn(PublicAddress address, String secret) {
    return authenticator
        .tenant(address)
        .flatMap(tenant -> sessions.find(tenant.id(), tenant.subdomain(), secret, true));
  }
}
