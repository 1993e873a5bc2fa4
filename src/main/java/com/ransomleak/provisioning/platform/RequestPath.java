package com.ransomleak.provisioning.platform;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The path of a request below its application, the same on every server.
 *
 * @param path {@code v2/Users/17}: raw, without slashes at the ends
 */
record RequestPath(String path) {
  private static final List<String> SERVICES = List.of("/scim", "/api", "/health", "/metrics");

  /** Jersey omits the leading slash, RESTEasy keeps it. */
  private static final Pattern OUTER_SLASHES = Pattern.compile("^/+|/+$");

  private static final Pattern MATRIX_PARAMETERS = Pattern.compile(";[^/]*");
  private static final Pattern SLASHES = Pattern.compile("/{2,}");

  /** Without matrix parameters, which JAX-RS ignores: {@code v2/Bulk;x=1} is {@code v2/Bulk}. */
  static RequestPath of(ContainerRequestContext request) {
    String path = MATRIX_PARAMETERS.matcher(request.getUriInfo().getPath(false)).replaceAll("");
    return new RequestPath(OUTER_SLASHES.matcher(path).replaceAll(""));
  }

  /** Whether the console serves the path: its pages and files, and every unknown path. */
  static boolean isConsole(HttpServletRequest request) {
    String path = belowContext(request);
    return SERVICES.stream().noneMatch(service -> isBelow(path, service));
  }

  /** The path as the server maps it, with single slashes: /scim/../sign-in is a page. */
  static String belowContext(HttpServletRequest request) {
    String info = request.getPathInfo() == null ? "" : request.getPathInfo();
    return withSingleSlashes(request.getServletPath() + info);
  }

  /** Whether the path belongs to the report API, also while the error page answers for it. */
  static boolean isReport(HttpServletRequest request) {
    return isRequested(request, "/api");
  }

  /** Whether the path belongs to SCIM, also while the error page answers for it. */
  static boolean isScim(HttpServletRequest request) {
    return isRequested(request, "/scim");
  }

  private static boolean isRequested(HttpServletRequest request, String base) {
    Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    String path = original == null ? request.getRequestURI() : original.toString();
    return path != null
        && isBelow(withSingleSlashes(path.substring(request.getContextPath().length())), base);
  }

  static String withSingleSlashes(String path) {
    return SLASHES.matcher(path).replaceAll("/");
  }

  private static boolean isBelow(String path, String base) {
    return path.equals(base) || path.startsWith(base + "/");
  }

  String first() {
    return path.split("/", 2)[0];
  }

  /** {@code Users} of {@code v2/Users/17}; empty when there is none. */
  String endpoint() {
    String[] segments = path.split("/", 3);
    return segments.length < 2 ? "" : segments[1];
  }

  /** {@code /Users/17} of {@code v2/Users/17}. */
  String belowBase() {
    return path.substring(first().length());
  }
}
