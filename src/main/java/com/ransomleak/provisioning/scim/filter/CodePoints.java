package com.ransomleak.provisioning.scim.filter;

/** Strings as sequences of Unicode code points, which is how PostgreSQL's "C" order sees them. */
final class CodePoints {
  private CodePoints() {}

  /**
   * The order of the code points. {@code String.compareTo} orders UTF-16 units, in which U+1F600
   * stands before U+FF21.
   */
  static int compare(String left, String right) {
    int i = 0;
    while (i < left.length() && i < right.length()) {
      int l = left.codePointAt(i);
      int r = right.codePointAt(i);
      if (l != r) {
        return Integer.compare(l, r);
      }
      i += Character.charCount(l);
    }
    return Integer.compare(left.length(), right.length());
  }

  /** Whether there is no half character in it; half a character is part of no stored string. */
  static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
