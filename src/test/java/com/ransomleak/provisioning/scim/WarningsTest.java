package com.ransomleak.provisioning.scim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept of deviations is bounded, whatever a client thinks of. */
class WarningsTest {
  @Test
  void subjectsAreBoundedInNumberAndLength() {
    Warnings warnings = new Warnings();
    for (int i = 0; i < 100; i++) {
      warnings.add(WarningType.UNKNOWN_MEMBER_SKIPPED, i + "x".repeat(100_000));
    }
    Set<String> kept = warnings.used().get(WarningType.UNKNOWN_MEMBER_SKIPPED);
    assertEquals(20, kept.size());
    assertEquals(256, kept.stream().mapToInt(String::length).max().orElseThrow());
  }
}
