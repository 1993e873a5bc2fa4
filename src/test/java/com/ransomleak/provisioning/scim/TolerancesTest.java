package com.ransomleak.provisioning.scim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept of deviations is bounded, whatever a client thinks of. */
class TolerancesTest {
  @Test
  void subjectsAreBoundedInNumberAndLength() {
    Tolerances tolerances = new Tolerances();
    for (int i = 0; i < 100; i++) {
      tolerances.record(Tolerance.UNKNOWN_MEMBER_SKIPPED, i + "x".repeat(100_000));
    }
    Set<String> kept = tolerances.used().get(Tolerance.UNKNOWN_MEMBER_SKIPPED);
    assertEquals(20, kept.size());
    assertEquals(256, kept.stream().mapToInt(String::length).max().orElseThrow());
  }
}
