package com.ransomleak.provisioning.console;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The paths of the console. Every path that is not listed here as something else belongs to it, so
 * that new paths are protected by default.
 */
final class ConsolePath {
  static final String SIGN_IN = "/sign-in";
  private static final String SET_PASSWORD = "/set-password";
  private static final String ADMIN = "/admin/";
  private static final int MAX_LENGTH = 2048;

  /** These have their own protection, or need none. */
  private static final List<String> OTHERS =
      List.of(
          "/scim", "/api", "/health", "/metrics", "/openapi", "/error", "/jakarta.faces.resource");

  private static final Pattern UNSAFE_PARTS = Pattern.compile("//|\\.\\.|\\\\");
  private static final Pattern CONTROL = Pattern.compile("\\p{IsControl}");

  private ConsolePath() {}

  /** Whether the request is for a page, so that its session matters. */
  static boolean isPage(HttpServletRequest request) {
    String path = path(request);
    return OTHERS.stream().noneMatch(other -> path.equals(other) || path.startsWith(other + "/"));
  }

  /** Whether the page can be opened without a session. */
  static boolean isOpen(HttpServletRequest request) {
    String path = path(request);
    return path.equals("/") || isPage(path, SIGN_IN) || isPage(path, SET_PASSWORD);
  }

  /** Whether a page has this path, and not only a path that nothing else uses. */
  static boolean isConsole(String path) {
    return isAdmin(path) || isPage(path, SIGN_IN) || isPage(path, SET_PASSWORD);
  }

  static boolean isAdmin(HttpServletRequest request) {
    return isAdmin(path(request));
  }

  /** Whether the request is for this page, such as {@code /admin/reports/people}. */
  static boolean isPage(HttpServletRequest request, String page) {
    return isPage(path(request), page);
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
   * The page that a parameter requests, or the front page if the parameter is not the address of a
   * page of this console. Anybody can send such a parameter in a link.
   */
  static String safe(String to) {
    if (to == null || !to.startsWith(ADMIN) || to.length() > MAX_LENGTH) {
      return "/";
    }
    // The address becomes a header. Servers cut characters to bytes there, such as a line's end.
    boolean ascii = to.chars().allMatch(c -> c > ' ' && c <= '~');
    try {
      String decoded = URLDecoder.decode(to, StandardCharsets.UTF_8);
      // A parameter can contain what a path cannot, such as a search for an address.
      String path = URLDecoder.decode(to.split("\\?", 2)[0], StandardCharsets.UTF_8);
      boolean safe = !CONTROL.matcher(decoded).find() && !UNSAFE_PARTS.matcher(path).find();
      return ascii && safe ? to : "/";
    } catch (IllegalArgumentException e) {
      return "/";
    }
  }
}
