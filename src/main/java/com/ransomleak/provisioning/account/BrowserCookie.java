package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.http.PublicAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie of a browser in which somebody signed in before. It opens nothing: it only keeps the
 * failures of others from locking this browser out. Kept when the session ends.
 */
public final class BrowserCookie {
  private static final String NAME = "provisioning-browser";

  private BrowserCookie() {}

  /** Empty when the request has none. */
  public static Optional<String> read(HttpServletRequest request, PublicAddress address) {
    return SessionCookie.read(request, address, NAME);
  }

  public static void write(
      HttpServletResponse response, PublicAddress address, String secret, Duration lifetime) {
    SessionCookie.set(response, address, NAME, secret, lifetime, "Strict");
  }

  public static void delete(HttpServletResponse response, PublicAddress address) {
    SessionCookie.set(response, address, NAME, "", Duration.ZERO, "Strict");
  }
}
