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

  private SessionCookie() {}

  /** Empty when the request carries none. */
  public static Optional<String> read(HttpServletRequest request, PublicAddress address) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(name(address)))
            .map(Cookie::getValue)
            .findFirst();
  }

  public static void write(
      HttpServletResponse response, PublicAddress address, String secret, Duration lifetime) {
    set(response, address, secret, Math.toIntExact(Math.min(lifetime.toSeconds(), 31_536_000)));
  }

  public static void delete(HttpServletResponse response, PublicAddress address) {
    set(response, address, "", 0);
  }

  private static void set(
      HttpServletResponse response, PublicAddress address, String value, int seconds) {
    Cookie cookie = new Cookie(name(address), value);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(isTls(address));
    cookie.setAttribute("SameSite", "Lax");
    cookie.setMaxAge(seconds);
    response.addCookie(cookie);
  }

  private static String name(PublicAddress address) {
    return isTls(address) ? "__Host-" + NAME : NAME;
  }

  private static boolean isTls(PublicAddress address) {
    return address.scheme().equals("https");
  }
}
