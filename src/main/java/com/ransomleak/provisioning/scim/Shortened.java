package com.ransomleak.provisioning.scim;

/** Cuts the text of clients to a bounded length. */
public final class Shortened {
  private Shortened() {}

  /**
   * The beginning of a text; null stays null.
   *
   * @param length in code points, which PostgreSQL calls characters; a surrogate pair is not split
   */
  public static String to(int length, String text) {
    return text == null || text.codePointCount(0, text.length()) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length));
  }

  /** The beginning of a text for an error detail: … at the cut, without control characters. */
  public static String excerpt(int length, String text) {
    String start = to(length, text);
    return start.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?")
        + (start.length() < text.length() ? "…" : "");
  }
}
