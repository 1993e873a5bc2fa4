package com.ransomleak.provisioning.tenant;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Reads durations, ISO-8601, from MicroProfile Config; a wrong one is refused with its key. */
public final class DurationSetting {
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private DurationSetting() {}

  /**
   * Empty when it is not set.
   *
   * @throws IllegalStateException naming the key, when it is no duration or shorter than the least
   */
  public static Optional<Duration> read(Config config, String key, Duration least) {
    return config
        .getOptionalValue(key, String.class)
        .map(text -> parse(key, text, least, FOR_EVER, "of at least " + least));
  }

  /**
   * The same with a greatest value.
   *
   * @throws IllegalStateException naming the key, when it is no duration of these
   */
  public static Optional<Duration> read(
      Config config, String key, Duration least, Duration greatest) {
    return config
        .getOptionalValue(key, String.class)
        .map(text -> parse(key, text, least, greatest, "from " + least + " to " + greatest));
  }

  private static Duration parse(
      String key, String text, Duration least, Duration greatest, String allowed) {
    String refusal = key + ": \"" + text + "\" is no ISO-8601 duration " + allowed + ".";
    try {
      Duration duration = Duration.parse(text.strip());
      if (duration.compareTo(least) >= 0 && duration.compareTo(greatest) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalStateException(refusal, e);
    }
    throw new IllegalStateException(refusal);
  }
}
