package com.ransomleak.provisioning.console;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** What of this deployment is the console: everything that is not SCIM, health or the like. */
final class ConsolePath {
  static final String SIGN_IN = "/sign-in";
  private static final String ADMIN = "/admin/";

  private ConsolePath() {}

  /** Where a page is asked for, and so a session matters; files of pages need none. */
  static boolean isPage(HttpServletRequest request) {
    String path = path(request);
    return path.equals("/")
        || path.startsWith(SIGN_IN)
        || path.startsWith("/set-password")
        || isAdmin(path);
  }

  static boolean isAdmin(HttpServletRequest request) {
    return isAdmin(path(request));
  }

  private static boolean isAdmin(String path) {
    return path.startsWith(ADMIN) || path.equals("/admin");
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
    boolean plain =
        decoded
            .chars()
            .allMatch(c -> Character.isLetterOrDigit(c) || "/-_.?&=% @:+,".indexOf(c) >= 0);
    return plain && !decoded.contains("//") && !decoded.contains("..") ? to : "/";
  }
}
