package com.ransomleak.provisioning.tenant;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Reads whole numbers from MicroProfile Config; a wrong one is refused with its key. */
final class NumberSetting {
  private static final int GREATEST = 1_000_000;

  private NumberSetting() {}

  /**
   * Empty when it is not set.
   *
   * @throws IllegalStateException naming the key, when it is no number from 1 to a million
   */
  static Optional<Integer> read(Config config, String key) {
    return config.getOptionalValue(key, String.class).map(text -> parse(key, text));
  }

  private static int parse(String key, String text) {
    String digits = text.strip();
    if (digits.matches("[0-9]{1,7}")) {
      int number = Integer.parseInt(digits);
      if (number >= 1 && number <= GREATEST) {
        return number;
      }
    }
    throw new IllegalStateException(
        key + ": \"" + text + "\" is no whole number from 1 to " + GREATEST + ".");
  }
}
