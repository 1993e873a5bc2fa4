package com.ransomleak.provisioning.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A browser as people call it, from its User-Agent. */
final class BrowserName {
  private static final int MAX_LENGTH = 60;

  /** In the order in which they are looked for: most browsers name others too. */
  private static final List<Map.Entry<String, String>> BROWSERS =
      List.of(
          Map.entry("Edg", "Edge"),
          Map.entry("OPR/", "Opera"),
          Map.entry("SamsungBrowser/", "Samsung Internet"),
          Map.entry("Firefox/", "Firefox"),
          Map.entry("FxiOS/", "Firefox"),
          Map.entry("CriOS/", "Chrome"),
          Map.entry("Chrome/", "Chrome"),
          Map.entry("Safari/", "Safari"));

  private static final List<Map.Entry<String, String>> SYSTEMS =
      List.of(
          Map.entry("Windows", "Windows"),
          Map.entry("Android", "Android"),
          Map.entry("iPhone", "iPhone"),
          Map.entry("iPad", "iPad"),
          Map.entry("Mac OS X", "macOS"),
          Map.entry("CrOS", "ChromeOS"),
          Map.entry("Linux", "Linux"));

  private BrowserName() {}

  /**
   * {@code Chrome on Windows}; the beginning of the User-Agent of an unknown browser.
   *
   * @param userAgent may be null
   */
  static String of(String userAgent) {
    if (userAgent == null || userAgent.isBlank()) {
      return Messages.text("sessions.noBrowser");
    }
    Optional<String> browser = first(BROWSERS, userAgent);
    if (browser.isEmpty()) {
      return userAgent.substring(0, Math.min(userAgent.length(), MAX_LENGTH));
    }
    return first(SYSTEMS, userAgent)
        .map(system -> Messages.text("sessions.browserOn", browser.get(), system))
        .orElse(browser.get());
  }

  private static Optional<String> first(List<Map.Entry<String, String>> names, String text) {
    return names.stream()
        .filter(name -> text.contains(name.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
