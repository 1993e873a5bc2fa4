package com.ransomleak.provisioning.scim.filter;

/** Compares strings by code points, as the collation "C" of PostgreSQL does. */
final class CodePoints {
  private CodePoints() {}

  /**
   * Compares by code points. {@code String.compareTo} compares UTF-16 units, which puts U+1F600
   * before U+FF21.
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

  /** Whether the text has no lone surrogate; stored strings have none. */
  static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
