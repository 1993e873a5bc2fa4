package com.ransomleak.provisioning.console;

import java.time.Duration;

/** Durations as people say them. */
final class Phrases {
  private Phrases() {}

  /** {@code 2 days}, {@code 90 minutes}. */
  static String duration(Duration duration) {
    if (duration.toDaysPart() > 0 && duration.toHoursPart() == 0) {
      return count(duration.toDays(), "day");
    }
    if (duration.toHours() > 0 && duration.toMinutesPart() == 0) {
      return count(duration.toHours(), "hour");
    }
    return duration.toMinutes() > 0
        ? count(duration.toMinutes(), "minute")
        : count(duration.toSeconds(), "second");
  }

  private static String count(long amount, String noun) {
    return amount + " " + noun + (amount == 1 ? "" : "s");
  }
}
