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
import java.util.Set;

/**
 * Checks what SCIM requires of a request: the protocol version, no content encoding, and a body of
 * limited size. A body without a media type is read as SCIM.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(200)
public class BodyFilter implements ContainerRequestFilter {
  static final String NO_CONTENT_TYPE = "provisioning.no-content-type";

  private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

  @Inject private DeploymentSettings settings;

  @Override
  public void filter(ContainerRequestContext request) {
    RequestPath path = RequestPath.of(request);
    if (path.first().matches("v[0-9]+") && !path.first().equals("v2")) {
      // RFC 7644 section 3.13.
      throw new ScimException(
          400,
          ScimType.INVALID_VERS,
          "This service supports SCIM 2.0 only; the base URL ends in /scim/v2.");
    }
    if (hasBody(request)) {
      limitBody(
          request,
          path.endpoint().equals("Bulk")
              ? BulkRequest.MAX_PAYLOAD_SIZE
              : settings.maxRequestSize());
    }
  }

  static boolean hasBody(ContainerRequestContext request) {
    return METHODS_WITH_BODY.contains(request.getMethod());
  }

  private static void limitBody(ContainerRequestContext request, int limit) {
    String encoding = request.getHeaderString("Content-Encoding");
    if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
      throw new ScimException(
          415, "Content-Encoding " + encoding + " is not supported; send the body as it is.");
    }
    requireAtMost(limit, request.getLength());
    // Content-Length may be absent (L-06).
    request.setEntityStream(
        new CountingInputStream(request.getEntityStream(), total -> requireAtMost(limit, total)));
    if (request.getHeaderString("Content-Type") == null) {
      request.getHeaders().putSingle("Content-Type", Scim.JSON);
      request.setProperty(NO_CONTENT_TYPE, true);
    }
  }

  private static void requireAtMost(int limit, long bytes) {
    if (bytes > limit) {
      throw new ScimException(
          413, "The body is larger than the limit of " + limit + " bytes. Split the request.");
    }
  }
}
