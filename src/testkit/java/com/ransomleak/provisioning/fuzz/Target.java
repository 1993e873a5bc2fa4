package com.ransomleak.provisioning.fuzz;

import com.ransomleak.provisioning.scim.ScimException;

/** What every target has in common: bad input is refused in SCIM's words, and nothing else. */
public final class Target {
  private Target() {}

  /** Whether it went well; a refusal that is the client's fault is the only other way to end. */
  public static boolean accepts(Runnable input) {
    try {
      input.run();
      return true;
    } catch (ScimException refusal) {
      if (refusal.status() < 400 || refusal.status() > 499 || refusal.detail().isBlank()) {
        throw new AssertionError("no refusal of a client's fault: " + refusal.status(), refusal);
      }
      return false;
    }
  }

  /** Whether these are the same, as they must be. */
  public static void same(Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError("expected " + expected + " but it is " + actual);
    }
  }
}
