package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.ResourceId;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * The first filter of SCIM and reports: gives the request its id, if it has none, and replaces
 * repeated slashes in its path by one (H-11).
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(100)
public class RequestFilter implements ContainerRequestFilter {
  private static final Pattern SEPARATOR = Pattern.compile("[,;]");

  @Override
  public void filter(ContainerRequestContext request) {
    // Properties of a request are attributes of the servlet's request.
    if (request.getProperty(RequestId.ATTRIBUTE) == null) {
      request.setProperty(RequestId.ATTRIBUTE, ResourceId.next().toString());
    }
    removeRepeatedSlashes(request);
    requireValidQuality(request.getHeaderString(HttpHeaders.ACCEPT));
  }

  /** RESTEasy would answer 500 (H-15). */
  private static void requireValidQuality(String accept) {
    if (accept == null) {
      return;
    }
    for (String parameter : SEPARATOR.split(accept, -1)) {
      String[] parts = parameter.strip().split("=", 2);
      if (parts.length == 2 && parts[0].equalsIgnoreCase("q") && !isQuality(parts[1].strip())) {
        throw new ScimException(
            400, "The header Accept has a q that is not a number from 0 to 1; omit it.");
      }
    }
  }

  private static boolean isQuality(String text) {
    try {
      float quality = Float.parseFloat(text);
      return quality >= 0 && quality <= 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void removeRepeatedSlashes(ContainerRequestContext request) {
    URI uri = request.getUriInfo().getRequestUri();
    String path = uri.getRawPath();
    if (path.contains("//")) {
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      request.setRequestUri(
          request.getUriInfo().getBaseUri(),
          request.getUriInfo().getBaseUri().resolve(RequestPath.withSingleSlashes(path) + query));
    }
  }
}
