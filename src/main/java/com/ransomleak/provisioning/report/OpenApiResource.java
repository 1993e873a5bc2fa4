package com.ransomleak.provisioning.report;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/**
 * {@code /api/v1/openapi.json}: the file {@code openapi.json} beside this class, written by hand. A
 * test compares it with the reports. It can be read without a token.
 */
@Path(OpenApiResource.PATH)
@ApplicationScoped
public class OpenApiResource {
  /** Below {@code /api}. */
  public static final String PATH = "v1/openapi.json";

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response document(@BeanParam Call call) throws IOException {
    call.only();
    try (InputStream document = OpenApiResource.class.getResourceAsStream("openapi.json")) {
      return Response.ok(document.readAllBytes()).build();
    }
  }
}
