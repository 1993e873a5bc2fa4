package com.ransomleak.provisioning.discovery;

import com.ransomleak.provisioning.scim.ScimException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/**
 * The base address itself. A query over all resource types (RFC 7644 section 3.4.2.1) is not
 * offered, and says so rather than answer for one type only.
 */
@Path("v2")
@ApplicationScoped
public class RootResource {

  @GET
  public Response query() {
    throw new ScimException(
        501, null, "Queries at the base address are not offered. Ask /Users or /Groups.");
  }
}
