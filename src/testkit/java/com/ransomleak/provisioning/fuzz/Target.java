package com.ransomleak.provisioning.fuzz;

import com.ransomleak.provisioning.scim.ScimException;

/** What all targets share: the only failure that bad input may cause is a SCIM error. */
public final class Target {
  private Target() {}

  /** Whether the input was accepted; fails unless it was accepted or got an error of the client. */
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

  /** Fails if these differ. */
  public static void same(Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError("expected " + expected + " but it is " + actual);
    }
  }
}
