package com.ransomleak.provisioning.console;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people say them. */
final class Phrases {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

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

  /** {@code 1 person}, {@code 3 people} need no bundle of their own: {@code count(3, "user")}. */
  static String count(long amount, String noun) {
    return amount + " " + noun + (amount == 1 ? "" : "s");
  }

  static String time(OffsetDateTime time) {
    return UTC.format(time);
  }
}
