package com.ransomleak.provisioning.scim;

/** Text of a client, cut to what is worth keeping of it. */
public final class Shortened {
  private Shortened() {}

  /**
   * The beginning of a text; null stays null.
   *
   * @param length in characters as PostgreSQL counts them: one outside the Basic Multilingual Plane
   *     is one character and never cut in half
   */
  public static String to(int length, String text) {
    return text == null || text.codePointCount(0, text.length()) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length));
  }
}
