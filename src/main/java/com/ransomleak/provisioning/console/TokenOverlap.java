package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.scim.ScimException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long the previous token works after a new one is generated. An administrator chooses.
 *
 * @param setting {@code token-overlap}
 * @param max the longest time that the operator allows
 */
record TokenOverlap(Optional<Duration> setting, Duration max) {
  private static final Duration DEFAULT = Duration.ofDays(1);
  private static final List<Duration> TIMES =
      List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));

  /** The choices as ISO durations, the default first. */
  List<String> choices() {
    Stream<Duration> allowed = TIMES.stream().filter(time -> time.compareTo(max) <= 0);
    return Stream.concat(Stream.of(defaultValue()), max.isZero() ? Stream.empty() : allowed)
        .distinct()
        .map(Duration::toString)
        .toList();
  }

  private Duration defaultValue() {
    return setting.orElse(DEFAULT.compareTo(max) <= 0 ? DEFAULT : max);
  }

  /**
   * How long the previous token works if it is replaced now: at most until it expires.
   *
   * @param expiry of that token, or null
   */
  static Duration remaining(String choice, OffsetDateTime expiry) {
    Duration overlap = Duration.parse(choice);
    Duration left = expiry == null ? overlap : Duration.between(Instant.now(), expiry.toInstant());
    return left.compareTo(overlap) < 0 ? left.truncatedTo(ChronoUnit.MINUTES) : overlap;
  }

  /** A choice in words. */
  static String label(String choice) {
    Duration time = Duration.parse(choice);
    return time.isZero()
        ? Messages.text("token.overlap.none")
        : Messages.text("token.overlap.time", Messages.duration(time));
  }

  /**
   * The time that was chosen.
   *
   * @param choice one of {@link #choices()}, or null for the default
   * @throws ScimException if the choice is unknown
   */
  Duration chosen(String choice) {
    if (choice == null) {
      return defaultValue();
    }
    if (!choices().contains(choice)) {
      throw ScimException.invalidValue(Messages.text("token.overlap.unknown"));
    }
    return Duration.parse(choice);
  }
}
