package com.ransomleak.provisioning.http;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/**
 * The writes of a resource type (RFC 7644 sections 3.3, 3.5 and 3.6), for JAX-RS and for bulk
 * operations alike. All throw what the error mapper answers with.
 */
public interface ResourceEndpoint {

  Response create(
      SecurityContext caller,
      List<String> attributes,
      List<String> excludedAttributes,
      byte[] body);

  Response replace(
      SecurityContext caller,
      String id,
      String ifMatch,
      List<String> attributes,
      List<String> excludedAttributes,
      byte[] body);

  Response patch(
      SecurityContext caller,
      String id,
      String ifMatch,
      List<String> attributes,
      List<String> excludedAttributes,
      byte[] body);

  Response delete(SecurityContext caller, String id, String ifMatch);
}
