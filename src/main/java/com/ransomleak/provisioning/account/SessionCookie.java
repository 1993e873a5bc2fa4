package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.http.PublicAddress;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The console's cookie: bound to its host by the {@code __Host-} prefix, invisible to scripts, sent
 * along when a link elsewhere leads here but not with a form from elsewhere. On a developer's
 * machine, without TLS, it has neither prefix nor {@code Secure}.
 */
public final class SessionCookie {
  private static final String NAME = "provisioning-session";
  private static final long MAX_AGE_SECONDS = Duration.ofDays(400).toSeconds();

  private SessionCookie() {}

  /** Empty when the request carries none. */
  public static Optional<String> read(HttpServletRequest request, PublicAddress address) {
    return read(request, address, NAME);
  }

  static Optional<String> read(HttpServletRequest request, PublicAddress address, String name) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(prefixed(address, name)))
            .map(Cookie::getValue)
            .findFirst();
  }

  public static void write(
      HttpServletResponse response, PublicAddress address, String secret, Duration lifetime) {
    set(response, address, NAME, secret, lifetime, "Lax");
  }

  public static void delete(HttpServletResponse response, PublicAddress address) {
    set(response, address, NAME, "", Duration.ZERO, "Lax");
  }

  static void set(
      HttpServletResponse response,
      PublicAddress address,
      String name,
      String value,
      Duration lifetime,
      String sameSite) {
    Cookie cookie = new Cookie(prefixed(address, name), value);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(isTls(address));
    cookie.setAttribute("SameSite", sameSite);
    cookie.setMaxAge(Math.toIntExact(Math.min(lifetime.toSeconds(), MAX_AGE_SECONDS)));
    response.addCookie(cookie);
  }

  private static String prefixed(PublicAddress address, String name) {
    return isTls(address) ? "__Host-" + name : name;
  }

  private static boolean isTls(PublicAddress address) {
    return address.scheme().equals("https");
  }
}
