package com.ransomleak.provisioning.console;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Leads a browser to another page of this host. {@code Location} is a path: a server behind a proxy
 * that ends TLS would write {@code http://} in front, and the browser refuses to follow that from a
 * form.
 */
final class SeeOther {
  private SeeOther() {}

  /**
   * Makes this the answer; nothing may be written after it.
   *
   * @param path with the context path, beginning with a single slash
   */
  static void answer(HttpServletResponse response, String path) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", path);
    // Sign-in redirects come before all filters.
    response.setHeader("X-Content-Type-Options", "nosniff");
  }
}
