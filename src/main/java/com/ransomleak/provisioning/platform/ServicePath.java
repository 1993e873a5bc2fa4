package com.ransomleak.provisioning.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** Tells the console from the services beside it by the path. */
final class ServicePath {
  private static final List<String> SERVICES = List.of("/scim", "/api", "/health");

  private ServicePath() {}

  /** Pages, their files, and every path that nothing serves. */
  static boolean isConsole(HttpServletRequest request) {
    // As the server maps it: /scim/../sign-in is a page.
    String mapped =
        request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    String path = mapped.contains("//") ? mapped.replaceAll("/+", "/") : mapped;
    return SERVICES.stream().noneMatch(service -> isBelow(path, service));
  }

  private static boolean isBelow(String path, String service) {
    return path.startsWith(service)
        && (path.length() == service.length() || path.charAt(service.length()) == '/');
  }
}
