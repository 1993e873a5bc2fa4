package com.ransomleak.provisioning.platform;

import jakarta.ws.rs.container.ContainerRequestContext;

/**
 * The path below the application, the same on every server: Jersey leaves the leading slash out,
 * RESTEasy keeps it.
 */
record PathSegments(String path) {

  /** {@code v2/Users/17}: raw, without slashes at the ends. */
  static PathSegments of(ContainerRequestContext request) {
    String path = withoutMatrixParameters(request.getUriInfo().getPath(false));
    int start = 0;
    int end = path.length();
    while (start < end && path.charAt(start) == '/') {
      start++;
    }
    while (end > start && path.charAt(end - 1) == '/') {
      end--;
    }
    return new PathSegments(path.substring(start, end));
  }

  /** What is matched to resources has none: {@code v2/Bulk;x=1} is {@code v2/Bulk}, to us too. */
  private static String withoutMatrixParameters(String path) {
    return path.indexOf(';') < 0 ? path : path.replaceAll(";[^/]*", "");
  }

  String first() {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }

  /** {@code Users} of {@code v2/Users/17}; empty when there is none. */
  String endpoint() {
    String[] segments = path.split("/", 3);
    return segments.length < 2 ? "" : segments[1];
  }

  /** {@code /Users/17} of {@code v2/Users/17}. */
  String belowBase() {
    int slash = path.indexOf('/');
    return slash < 0 ? "" : path.substring(slash);
  }
}
