package com.ransomleak.provisioning.platform;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

/** What of this deployment is the reports' API: what begins with {@code /api}. */
final class ReportPath {
  private ReportPath() {}

  /** Also while the error page answers for it. */
  static boolean isBelow(HttpServletRequest request) {
    Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    String path = original == null ? request.getRequestURI() : original.toString();
    if (path == null) {
      return false;
    }
    // As the client wrote it: with doubled slashes, perhaps.
    String below = path.substring(request.getContextPath().length()).replaceAll("/+", "/");
    return below.equals("/api") || below.startsWith("/api/");
  }
}
