package com.ransomleak.provisioning.scim.filter;

/** Strings as sequences of Unicode code points, which is how PostgreSQL's "C" order sees them. */
final class CodePoints {
  private CodePoints() {}

  /**
   * The order of the code points. {@code String.compareTo} orders UTF-16 units, in which U+1F600
   * stands before U+FF21.
   */
  static int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        // Surrogates are parts of code points above all others; shifted, units order likewise.
        return Character.isSurrogate(l) == Character.isSurrogate(r)
            ? Character.compare(l, r)
            : Integer.compare(left.codePointAt(i), right.codePointAt(i));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** Whether there is no half character in it. Half a character is part of no stored string. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isValidCodePoint(text.codePointAt(i))
            || text.codePointAt(i) <= Character.MAX_VALUE) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
