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

  /** Fails if anything acknowledged is lost or doubled, or a write took too long. */
  void assertComplete(Duration maxOutage) {
    assertEquals(List.of(), lost, "lost");
    assertEquals(List.of(), doubled, "doubled");
    assertEquals(List.of(), wrong, "wrong");
    assertTrue(longest.compareTo(maxOutage) <= 0, () -> "The longest outage: " + longestAttempts);
  }

  int failed() {
    return failures.values().stream().mapToInt(Integer::intValue).sum();
  }
}
