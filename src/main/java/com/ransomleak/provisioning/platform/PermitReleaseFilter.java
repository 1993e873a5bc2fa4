package com.ransomleak.provisioning.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;

/**
 * Releases what a request holds of its tenant's limits after the response is written. A filter of
 * JAX-RS would not learn of clients that disconnect, and runs before the response is complete.
 */
@WebFilter({"/scim/*", "/api/*"})
public class PermitReleaseFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String RELEASE = "provisioning.release";

  /** Runs the action once, when the request ends. */
  static void onEnd(ContainerRequestContext request, Runnable action) {
    Release previous = (Release) request.getProperty(RELEASE);
    request.setProperty(RELEASE, new Release(action, previous));
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } finally {
      Release next = (Release) request.getAttribute(RELEASE);
      request.removeAttribute(RELEASE);
      while (next != null) {
        next.action().run();
        next = next.previous();
      }
    }
  }

  private record Release(Runnable action, Release previous) {}
}
