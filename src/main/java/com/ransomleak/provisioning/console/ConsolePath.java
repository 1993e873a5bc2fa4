package com.ransomleak.provisioning.console;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What of this deployment is the console: everything that is not named here as something else, so
 * that a path nobody thought of is guarded too.
 */
final class ConsolePath {
  static final String SIGN_IN = "/sign-in";
  private static final String SET_PASSWORD = "/set-password";
  private static final String ADMIN = "/admin/";

  /** Guarded in their own ways, or by nothing because they tell nothing. */
  private static final List<String> OTHERS =
      List.of(
          "/scim", "/api", "/health", "/metrics", "/openapi", "/error", "/jakarta.faces.resource");

  private static final List<String> LEADING_ELSEWHERE = List.of("//", "..", "\\");

  private ConsolePath() {}

  /** Where a page is asked for, and so a session matters; files of pages need none. */
  static boolean isPage(HttpServletRequest request) {
    String path = path(request);
    return OTHERS.stream().noneMatch(other -> path.equals(other) || path.startsWith(other + "/"));
  }

  /** The pages for those who are not signed in. */
  static boolean isOpen(HttpServletRequest request) {
    String path = path(request);
    return path.equals("/") || isPage(path, SIGN_IN) || isPage(path, SET_PASSWORD);
  }

  /** Whether the path is certainly the console's, and not only nobody else's. */
  static boolean isConsole(String path) {
    return isAdmin(path) || isPage(path, SIGN_IN) || isPage(path, SET_PASSWORD);
  }

  static boolean isAdmin(HttpServletRequest request) {
    return isAdmin(path(request));
  }

  private static boolean isAdmin(String path) {
    return path.startsWith(ADMIN) || path.equals("/admin");
  }

  private static boolean isPage(String path, String page) {
    return path.equals(page) || path.equals(page + ".xhtml");
  }

  static String path(HttpServletRequest request) {
    return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
  }

  /**
   * A page of ours, from a parameter that anybody may have written; the front page for anything
   * else, so that nobody is led elsewhere.
   */
  static String safe(String to) {
    if (to == null || !to.startsWith(ADMIN) || to.length() > 512) {
      return "/";
    }
    String decoded;
    try {
      decoded = URLDecoder.decode(to, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "/";
    }
    boolean misleads =
        LEADING_ELSEWHERE.stream().anyMatch(decoded::contains)
            || decoded.chars().anyMatch(Character::isISOControl);
    // It becomes a header, for which servers cut characters to bytes, such as a line's end.
    boolean isAddress = to.chars().allMatch(c -> c > ' ' && c <= '~');
    return isAddress && !misleads ? to : "/";
  }
}
