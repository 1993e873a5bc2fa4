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
 * When a new token expires, as an administrator chooses it: after a number of days, at the end of a
 * day (UTC), or not at all.
 *
 * @param max the lifetime that the operator allows at most; empty when there is no such limit
 */
record TokenExpiry(Optional<Duration> max) {
  /** After as long as the operator allows; the default where there is a limit. */
  static final String MAX = "max";

  /** Not at all; the default where there is no limit. */
  static final String NEVER = "never";

  static final String DATE = "date";
  private static final List<Integer> DAYS = List.of(30, 90, 180);
  private static final Duration TEN_YEARS = Duration.ofDays(3650);

  /** The values of the choice, the default first. */
  List<String> choices() {
    List<String> choices = new ArrayList<>(List.of(max.isPresent() ? MAX : NEVER));
    DAYS.stream()
        .filter(days -> max.isEmpty() || Duration.ofDays(days).compareTo(max.get()) < 0)
        .map(String::valueOf)
        .forEach(choices::add);
    choices.add(DATE);
    return choices;
  }

  /**
   * The lifetime of a token that is made now; empty when it does not expire.
   *
   * @param choice one of {@link #choices()}, or null for the default
   * @param date of the last day, when that is the choice: {@code 2026-12-31}
   * @throws ScimException when the choice is unknown, or the day past or later than allowed
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
