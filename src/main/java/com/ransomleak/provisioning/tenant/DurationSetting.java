package com.ransomleak.provisioning.tenant;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Reads durations, ISO-8601, from MicroProfile Config; a wrong one is refused with its key. */
public final class DurationSetting {
  private DurationSetting() {}

  /**
   * Empty when it is not set.
   *
   * @throws IllegalStateException naming the key, when it is no duration or shorter than the least
   */
  public static Optional<Duration> read(Config config, String key, Duration least) {
    return config.getOptionalValue(key, String.class).map(text -> parse(key, text, least));
  }

  private static Duration parse(String key, String text, Duration least) {
    try {
      Duration duration = Duration.parse(text.strip());
      if (duration.compareTo(least) >= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalStateException(message(key, text, least), e);
    }
    throw new IllegalStateException(message(key, text, least));
  }

  private static String message(String key, String text, Duration least) {
    return key + ": \"" + text + "\" is no ISO-8601 duration of at least " + least + ".";
  }
}
