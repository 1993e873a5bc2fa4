package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.http.PublicAddress;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cookie of the console. With TLS it has the prefix {@code __Host-} and is {@code Secure};
 * scripts cannot read it.
 */
public enum ConsoleCookie {
  SESSION("provisioning-session", "Lax"),
  /** Identifies a known browser. Grants nothing and outlives the session. */
  BROWSER("provisioning-browser", "Strict"),
  /** The message that the next page shows. */
  NOTICE("provisioning-notice", "Strict"),
  /** The columns of the list of people that the user of this browser chose. */
  COLUMNS("provisioning-columns", "Lax");

  private static final long MAX_AGE_SECONDS = Duration.ofDays(400).toSeconds();

  private final String plainName;
  private final String sameSite;

  ConsoleCookie(String plainName, String sameSite) {
    this.plainName = plainName;
    this.sameSite = sameSite;
  }

  public Optional<String> read(HttpServletRequest request, PublicAddress address) {
    return Stream.ofNullable(request.getCookies())
        .flatMap(Stream::of)
        .filter(cookie -> cookie.getName().equals(name(address)))
        .map(Cookie::getValue)
        .findFirst();
  }

  public void write(
      HttpServletResponse response, PublicAddress address, String value, Duration lifetime) {
    Cookie cookie = new Cookie(name(address), value);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(isTls(address));
    cookie.setAttribute("SameSite", sameSite);
    cookie.setMaxAge(Math.toIntExact(Math.min(lifetime.toSeconds(), MAX_AGE_SECONDS)));
    response.addCookie(cookie);
  }

  /** The text that {@link #writeText} wrote; empty for a value that is not Base64. */
  public Optional<String> readText(HttpServletRequest request, PublicAddress address) {
    try {
      return read(request, address)
          .map(Base64.getUrlDecoder()::decode)
          .map(text -> new String(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Writes a text of any characters. */
  public void writeText(
      HttpServletResponse response, PublicAddress address, String text, Duration lifetime) {
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    write(
        response, address, Base64.getUrlEncoder().withoutPadding().encodeToString(value), lifetime);
  }

  public void delete(HttpServletResponse response, PublicAddress address) {
    write(response, address, "", Duration.ZERO);
  }

  private String name(PublicAddress address) {
    return isTls(address) ? "__Host-" + plainName : plainName;
  }

  private static boolean isTls(PublicAddress address) {
    return address.scheme().equals("https");
  }
}
