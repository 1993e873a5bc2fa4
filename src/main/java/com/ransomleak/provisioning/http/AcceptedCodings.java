package com.ransomleak.provisioning.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;

/** The header {@code Accept-Encoding} (RFC 9110 section 12.5.3). */
public final class AcceptedCodings {
  private AcceptedCodings() {}

  /** Whether the client accepts gzip: by name, or by {@code *} if it does not name gzip. */
  public static boolean acceptsGzip(HttpServletRequest request) {
    String codings = request.getHeader("Accept-Encoding");
    return codings != null
        && accepts(codings, "gzip").or(() -> accepts(codings, "*")).orElse(false);
  }

  private static Optional<Boolean> accepts(String codings, String name) {
    for (String coding : codings.toLowerCase(Locale.ROOT).replaceAll("[ \t]", "").split(",", -1)) {
      String[] nameAndWeight = coding.split(";", 2);
      if (nameAndWeight[0].equals(name)) {
        return Optional.of(nameAndWeight.length == 1 || !nameAndWeight[1].matches("q=0(\\.0*)?"));
      }
    }
    return Optional.empty();
  }
}
