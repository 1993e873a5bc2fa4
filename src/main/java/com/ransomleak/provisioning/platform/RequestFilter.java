package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.store.ResourceId;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Locale;

/**
 * First of all filters: gives the request its id, straightens its path and bounds its body, before
 * any rule looks at them. Doubled slashes are one (H-11), a body without a type is SCIM's.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(100)
public class RequestFilter implements ContainerRequestFilter {
  static final String REQUEST_ID = "provisioning.request-id";
  static final String NO_CONTENT_TYPE = "provisioning.no-content-type";

  @Inject private PlatformSettings settings;
  @Context private HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request) {
    // Where both the filters and the error mapper find it.
    servletRequest.setAttribute(REQUEST_ID, ResourceId.next().toString());
    straightenPath(request);
    refuseOtherVersions(request);
    if (hasBody(request)) {
      boundBody(request);
    }
  }

  private static void straightenPath(ContainerRequestContext request) {
    URI uri = request.getUriInfo().getRequestUri();
    String path = uri.getRawPath();
    if (path.contains("//")) {
      StringBuilder straight = new StringBuilder();
      for (int i = 0; i < path.length(); i++) {
        if (path.charAt(i) != '/' || i == 0 || path.charAt(i - 1) != '/') {
          straight.append(path.charAt(i));
        }
      }
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      request.setRequestUri(
          request.getUriInfo().getBaseUri(),
          request.getUriInfo().getBaseUri().resolve(straight + query));
    }
  }

  /** RFC 7644 section 3.13. */
  private static void refuseOtherVersions(ContainerRequestContext request) {
    String first = PathSegments.of(request).first();
    if (!first.equals("v2")
        && first.length() > 1
        && first.charAt(0) == 'v'
        && first.chars().skip(1).allMatch(Character::isDigit)) {
      throw new ScimException(
          400,
          ScimType.INVALID_VERS,
          "This service speaks SCIM 2.0 only; the base URL ends in /scim/v2.");
    }
  }

  private static boolean hasBody(ContainerRequestContext request) {
    String method = request.getMethod().toUpperCase(Locale.ROOT);
    return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
  }

  private void boundBody(ContainerRequestContext request) {
    String encoding = request.getHeaderString("Content-Encoding");
    if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
      throw new ScimException(
          415, null, "Content-Encoding " + encoding + " is not supported; send the body as it is.");
    }
    if (request.getLength() > settings.maxRequestSize()) {
      throw BoundedInputStream.tooLarge(settings.maxRequestSize());
    }
    request.setEntityStream(
        new BoundedInputStream(request.getEntityStream(), settings.maxRequestSize()));
    if (request.getHeaderString("Content-Type") == null) {
      request.getHeaders().putSingle("Content-Type", Scim.JSON);
      request.setProperty(NO_CONTENT_TYPE, true);
    }
  }
}
