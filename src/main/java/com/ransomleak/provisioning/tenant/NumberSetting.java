package com.ransomleak.provisioning.tenant;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Reads whole numbers from MicroProfile Config; a wrong one is refused with its key. */
public final class NumberSetting {
  private static final int MAX = 1_000_000;

  private NumberSetting() {}

  /**
   * Empty when it is not set.
   *
   * @throws IllegalStateException naming the key, when it is no number from 1 to a million
   */
  static Optional<Integer> read(Config config, String key) {
    return read(config, key, 1, MAX).map(Math::toIntExact);
  }

  /**
   * The same with other bounds.
   *
   * @throws IllegalStateException naming the key, when it is not a number from min to max
   */
  public static Optional<Long> read(Config config, String key, long min, long max) {
    return config.getOptionalValue(key, String.class).map(text -> parse(key, text, min, max));
  }

  private static long parse(String key, String text, long min, long max) {
    String digits = text.strip();
    if (digits.matches("[0-9]{1,15}")) {
      long number = Long.parseLong(digits);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw new IllegalStateException(
        key + ": \"" + text + "\" is no whole number from " + min + " to " + max + ".");
  }
}
