package com.ransomleak.provisioning.http;

import inet.ipaddr.IPAddressString;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The syntax of {@code Host} and {@code X-Forwarded-Host}: a host with an optional port. The value
 * becomes part of URLs in responses, so everything else is rejected.
 */
public final class HostHeader {
  private static final int MAX_LENGTH = 261;
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[A-Za-z0-9][A-Za-z0-9._-]*|\\[(?<address>[0-9A-Fa-f:.]+)])(?::(?<port>[0-9]{0,5}))?");

  private HostHeader() {}

  /** Whether the value is a host name or an IP address with an optional port. */
  public static boolean isValid(String value) {
    if (value.length() > MAX_LENGTH) {
      return false;
    }
    Matcher host = HOST.matcher(value);
    return host.matches() && isAddress(host.group("address")) && isPort(host.group("port"));
  }

  private static boolean isAddress(String text) {
    return text == null || new IPAddressString(text).isIPv6();
  }

  private static boolean isPort(String text) {
    return text == null || text.isEmpty() || Integer.parseInt(text) <= 65_535;
  }
}
