package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.scim.message.BulkRequest;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;

/**
 * What SCIM asks of a request beside {@link RequestFilter}: the protocol's version, and a bounded
 * body; one without a type is SCIM's.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(200)
public class BodyFilter implements ContainerRequestFilter {
  static final String NO_CONTENT_TYPE = "provisioning.no-content-type";

  @Inject private DeploymentSettings settings;

  @Override
  public void filter(ContainerRequestContext request) {
    refuseOtherVersions(request);
    if (hasBody(request)) {
      boundBody(request);
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

  static boolean hasBody(ContainerRequestContext request) {
    String method = request.getMethod().toUpperCase(Locale.ROOT);
    return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
  }

  private void boundBody(ContainerRequestContext request) {
    String encoding = request.getHeaderString("Content-Encoding");
    if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
      throw new ScimException(
          415, null, "Content-Encoding " + encoding + " is not supported; send the body as it is.");
    }
    int limit =
        PathSegments.of(request).endpoint().equals("Bulk")
            ? BulkRequest.MAX_PAYLOAD_SIZE
            : settings.maxRequestSize();
    if (request.getLength() > limit) {
      throw BoundedInputStream.tooLarge(limit);
    }
    request.setEntityStream(new BoundedInputStream(request.getEntityStream(), limit));
    if (request.getHeaderString("Content-Type") == null) {
      request.getHeaders().putSingle("Content-Type", Scim.JSON);
      request.setProperty(NO_CONTENT_TYPE, true);
    }
  }
}
