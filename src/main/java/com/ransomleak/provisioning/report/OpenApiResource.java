package com.ransomleak.provisioning.report;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/**
 * {@code /api/v1/openapi.json}: what this API is like, {@code openapi.json} beside this class,
 * written by hand and compared with the resources by a test. Anybody at a tenant's host may read
 * it.
 */
@Path(OpenApiResource.PATH)
@ApplicationScoped
public class OpenApiResource {
  /** Below {@code /api}. */
  public static final String PATH = "v1/openapi.json";

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response document() throws IOException {
    try (InputStream document = OpenApiResource.class.getResourceAsStream("openapi.json")) {
      return Response.ok(document.readAllBytes()).build();
    }
  }
}
