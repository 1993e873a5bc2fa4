package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.scim.ScimException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Errors that the server, JAX-RS or a servlet filter found, such as an unknown path. */
final class HttpRefusal {
  private static final String DETAIL = "provisioning.rejection-detail";

  private HttpRefusal() {}

  /** Responds through {@link ErrorServlet} and closes the connection. */
  static void reject(
      int status, String detail, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.setAttribute(DETAIL, detail);
    response.setHeader("Connection", "close");
    response.sendError(status);
  }

  /** For the client of a tenant that an operator suspends or moves. */
  static final class Paused extends ScimException {
    private static final long serialVersionUID = 1L;

    Paused() {
      super(
          503,
          null,
          "This service is paused by its operator. Nothing was changed. Try again later.",
          Map.of("Retry-After", "60"));
    }
  }

  static ScimException of(int status, HttpServletRequest request) {
    if (request.getAttribute(DETAIL) instanceof String detail) {
      return new ScimException(status, detail);
    }
    boolean reports = RequestPath.isReport(request);
    return new ScimException(
        status,
        switch (status) {
          case 400 -> "The request is malformed: check the URL, its parameters and the headers.";
          case 404 ->
              reports
                  ? "Nothing exists at this path. /api/v1/openapi.json lists all paths."
                  : "Nothing exists at this path. Users are at /scim/v2/Users, groups at"
                      + " /scim/v2/Groups; the base URL ends in /scim/v2.";
          case 405 ->
              request.getMethod() + " is not allowed here; the header Allow lists the methods.";
          case 406 ->
              "Responses are "
                  + (reports
                      ? "application/json or text/csv"
                      : "application/scim+json or application/json")
                  + "; the header Accept excludes both.";
          case 413 -> "The request is too large.";
          case 415 -> "Bodies must be application/scim+json or application/json.";
          case 503 ->
              "This server is starting, stopping or without its database. Nothing was changed. Try"
                  + " again in some seconds.";
          case 501 -> "This service does not support the request.";
          default -> "The request was rejected with status " + status + ".";
        });
  }
}
