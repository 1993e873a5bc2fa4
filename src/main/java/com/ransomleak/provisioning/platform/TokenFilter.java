package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.http.RequestSecurityContext;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Requires the tenant's token for SCIM ({@link RequestAuthenticator}). Static discovery needs none
 * (§Dec-12); with one, {@code /ResourceTypes} shows what the tenant has of its own.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class TokenFilter implements ContainerRequestFilter {
  @Inject private RequestAuthenticator authenticator;
  @Inject private CurrentRequest current;

  @Override
  public void filter(ContainerRequestContext request) {
    HttpServletRequest servletRequest = current.get();
    PublicAddress address = authenticator.address(request, servletRequest);
    RequestPath path = RequestPath.of(request);
    boolean anonymous = request.getHeaderString(HttpHeaders.AUTHORIZATION) == null;
    if (isOpen(request, path) && (anonymous || !path.endpoint().equals("ResourceTypes"))) {
      return;
    }
    ScimRequestContext context =
        authenticator.authenticate(
            request, servletRequest, address, path.belowBase(), Purpose.SCIM);
    request.setSecurityContext(new RequestSecurityContext(context));
    // After that, so that the activity tells of it when strict mode refuses it.
    if (request.getProperty(BodyFilter.NO_CONTENT_TYPE) != null) {
      context.warnings().add(WarningType.MISSING_CONTENT_TYPE, request.getMethod());
    }
  }

  private static boolean isOpen(ContainerRequestContext request, RequestPath path) {
    String endpoint = path.endpoint();
    boolean reads =
        request.getMethod().equals("GET")
            || request.getMethod().equals("HEAD")
            || request.getMethod().equals("OPTIONS");
    return reads
        && path.first().equals("v2")
        && (endpoint.equals("ServiceProviderConfig") || endpoint.equals("ResourceTypes"));
  }
}
