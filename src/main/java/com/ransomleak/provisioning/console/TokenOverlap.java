package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.scim.ScimException;
import java.time.Duration;
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
