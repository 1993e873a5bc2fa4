package com.ransomleak.provisioning.discovery;

import com.ransomleak.provisioning.scim.ScimException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/**
 * {@code /Me} (RFC 7644 section 3.11): a provisioning token has no subject, so there is nobody to
 * be (Y-01, Y-03).
 */
@Path("v2/Me{below: (/.*)?}")
@ApplicationScoped
public class MeResource {

  @GET
  public Response get() {
    throw unsupported();
  }

  @POST
  public Response post() {
    throw unsupported();
  }

  @PUT
  public Response put() {
    throw unsupported();
  }

  @PATCH
  public Response patch() {
    throw unsupported();
  }

  @DELETE
  public Response delete() {
    throw unsupported();
  }

  private static ScimException unsupported() {
    return new ScimException(
        501,
        null,
        "/Me is not supported: the token belongs to a provisioning client, not to a person. Use"
            + " /Users.");
  }
}
