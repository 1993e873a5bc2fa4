package com.ransomleak.provisioning.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The syntax of a host with an optional port, as in {@code Host} and {@code X-Forwarded-Host}. It
 * becomes part of URLs in responses, so everything else is rejected.
 */
public final class HostHeader {
  private static final int MAX_LENGTH = 261;
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(?::([0-9]{0,5}))?");

  private HostHeader() {}

  /** Whether this is a host name or an IP address, perhaps with a port. */
  public static boolean isValid(String value) {
    if (value.length() > MAX_LENGTH) {
      return false;
    }
    Matcher host = HOST.matcher(value);
    return host.matches()
        && (host.group(1) == null
            || host.group(1).isEmpty()
            || Integer.parseInt(host.group(1)) <= 65_535);
  }
}
