package com.ransomleak.provisioning.console;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Redirects a browser to another page of this host. {@code Location} is a path, because a server
 * behind a proxy that terminates TLS would put {@code http://} in front of it, and browsers do not
 * follow such a redirect after a form.
 */
final class SeeOther {
  private SeeOther() {}

  /**
   * Sends the redirect. Nothing may be written after it.
   *
   * @param path with the context path, starting with a single slash
   */
  static void answer(HttpServletResponse response, String path) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", path);
    // Redirects to the sign-in page are sent before any filter runs.
    response.setHeader("X-Content-Type-Options", "nosniff");
  }
}
