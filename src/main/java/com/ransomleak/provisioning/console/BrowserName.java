package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.scim.Shortened;
import java.util.Optional;
import java.util.stream.Stream;

/** The name of a browser, from its User-Agent. */
final class BrowserName {
  private static final int MAX_LENGTH = 60;

  /** Parts of a User-Agent with their names. The first match counts: most browsers name others. */
  private static final String[][] BROWSERS = {
    {"Edg", "Edge"},
    {"OPR/", "Opera"},
    {"SamsungBrowser/", "Samsung Internet"},
    {"Firefox/", "Firefox"},
    {"FxiOS/", "Firefox"},
    {"CriOS/", "Chrome"},
    {"Chrome/", "Chrome"},
    {"Safari/", "Safari"}
  };

  private static final String[][] SYSTEMS = {
    {"Windows", "Windows"},
    {"Android", "Android"},
    {"iPhone", "iPhone"},
    {"iPad", "iPad"},
    {"Mac OS X", "macOS"},
    {"CrOS", "ChromeOS"},
    {"Linux", "Linux"}
  };

  private BrowserName() {}

  /**
   * {@code Chrome on Windows}; the start of the User-Agent of an unknown browser.
   *
   * @param userAgent may be null
   */
  static String of(String userAgent) {
    if (userAgent == null || userAgent.isBlank()) {
      return Messages.text("sessions.noBrowser");
    }
    return first(BROWSERS, userAgent)
        .map(
            browser ->
                first(SYSTEMS, userAgent)
                    .map(system -> Messages.text("sessions.browserOn", browser, system))
                    .orElse(browser))
        .orElseGet(() -> Shortened.to(MAX_LENGTH, userAgent));
  }

  private static Optional<String> first(String[][] names, String text) {
    return Stream.of(names).filter(name -> text.contains(name[0])).map(name -> name[1]).findFirst();
  }
}
