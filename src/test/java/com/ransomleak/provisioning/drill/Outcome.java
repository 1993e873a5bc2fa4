package com.ransomleak.provisioning.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an identity provider saw during a drill.
 *
 * @param acknowledged how many writes were acknowledged
 * @param lost acknowledged writes that the server does not have
 * @param doubled what the server has twice
 * @param wrong answers that no correct service gives, for example a 404 for a user who exists
 * @param failures attempts that failed and were repeated, by status or exception
 * @param longest the longest time between the first attempt of a request and its answer
 * @param longestAttempts the attempts of that request
 */
record Outcome(
    int acknowledged,
    List<String> lost,
    List<String> doubled,
    List<String> wrong,
    Map<String, Integer> failures,
    Duration longest,
    String longestAttempts) {

  /**
   * Whether this is {@code -Pdrills}, which measures; other runs share their machine with tests.
   */
  static final boolean IS_MEASURED = Boolean.getBoolean("drills.long");

  private static final Duration MAX_OUTAGE = Duration.ofSeconds(30);

  /** Two seconds of an identity provider without a fault. */
  private static final int MIN_ACKNOWLEDGED = 40;

  /** Fails if anything acknowledged is lost or doubled, or a measured write took too long. */
  void assertComplete() {
    assertTrue(acknowledged >= MIN_ACKNOWLEDGED, () -> acknowledged + " acknowledged writes");
    assertEquals(List.of(), lost, "lost");
    assertEquals(List.of(), doubled, "doubled");
    assertEquals(List.of(), wrong, "wrong");
    if (IS_MEASURED) {
      assertTrue(longest.compareTo(MAX_OUTAGE) <= 0, () -> "The longest wait: " + longestAttempts);
    }
  }

  int failed() {
    return failures.values().stream().mapToInt(Integer::intValue).sum();
  }
}
