package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.scim.ScimException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a new token expires: after a number of days, at the end of a day (UTC), or never. An
 * administrator chooses.
 *
 * @param max the longest lifetime that the operator allows; empty when there is no limit
 */
record TokenExpiry(Optional<Duration> max) {
  /** The longest lifetime that the operator allows; the default if there is a limit. */
  static final String MAX = "max";

  /** The default if there is no limit. */
  static final String NEVER = "never";

  static final String DATE = "date";
  private static final List<Integer> DAYS = List.of(30, 90, 180);
  private static final Duration TEN_YEARS = Duration.ofDays(3650);

  /** The choices, the default first. */
  List<String> choices() {
    List<String> choices = new ArrayList<>(List.of(max.isPresent() ? MAX : NEVER));
    DAYS.stream()
        .filter(days -> max.isEmpty() || Duration.ofDays(days).compareTo(max.get()) < 0)
        .map(String::valueOf)
        .forEach(choices::add);
    choices.add(DATE);
    return choices;
  }

  /** A choice in words. */
  String label(String choice) {
    return switch (choice) {
      case NEVER, DATE -> Messages.text("token.expires." + choice);
      case MAX -> Messages.text("token.expires.max", Messages.duration(max.orElseThrow()));
      default -> Messages.text("token.expires.days", choice);
    };
  }

  /**
   * The lifetime of a token that is generated now; empty when it does not expire.
   *
   * @param choice one of {@link #choices()}, or null for the default
   * @param date the last day, for the choice {@link #DATE}: {@code 2026-12-31}
   * @throws ScimException if the choice is unknown, or the day is past or later than allowed
   */
  Optional<Duration> lifetime(String choice, String date, Instant now) {
    String chosen = choice == null ? choices().get(0) : choice;
    if (!choices().contains(chosen)) {
      throw ScimException.invalidValue(Messages.text("token.expires.unknown"));
    }
    return switch (chosen) {
      case NEVER -> Optional.empty();
      case MAX -> max;
      case DATE -> Optional.of(until(date, now));
      default -> Optional.of(Duration.ofDays(Integer.parseInt(chosen)));
    };
  }

  private Duration until(String date, Instant now) {
    Duration lifetime;
    try {
      lifetime =
          Duration.between(
              now,
              LocalDate.parse(date == null ? "" : date.strip())
                  .plusDays(1)
                  .atStartOfDay(ZoneOffset.UTC)
                  .toInstant());
    } catch (DateTimeException | ArithmeticException e) {
      throw ScimException.invalidValue(Messages.text("token.expires.noDate"));
    }
    if (lifetime.isNegative() || lifetime.isZero()) {
      throw ScimException.invalidValue(Messages.text("token.expires.past", date));
    }
    Duration longest = max.orElse(TEN_YEARS);
    if (lifetime.compareTo(longest) > 0) {
      String last =
          now.plus(longest).atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1).toString();
      throw ScimException.invalidValue(Messages.text("token.expires.late", date, last));
    }
    return lifetime;
  }
}
