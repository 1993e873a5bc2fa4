package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.throttle.Permit;
import com.ransomleak.provisioning.throttle.RequestBytes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;

/**
 * Releases what a request holds of its tenant's limits when its answer is written, whatever became
 * of it: a filter of JAX-RS would not hear of a client that is gone, nor of an answer that is still
 * on its way.
 */
@WebFilter({"/scim/*", "/api/*"})
public class PermitReleaseFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String ADMISSION = "provisioning.admission";
  private static final String BYTES = "provisioning.request-bytes";

  /** Keeps a place until the request ends. */
  static void keep(Permit admission, ContainerRequestContext request) {
    request.setProperty(ADMISSION, admission);
  }

  /** Keeps the bytes of the body until the request ends. */
  static void keep(RequestBytes.Reservation bytes, ContainerRequestContext request) {
    request.setProperty(BYTES, bytes);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } finally {
      if (request.getAttribute(ADMISSION) instanceof Permit admission) {
        admission.close();
      }
      if (request.getAttribute(BYTES) instanceof RequestBytes.Reservation bytes) {
        bytes.close();
      }
    }
  }
}
