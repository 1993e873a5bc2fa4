package com.ransomleak.provisioning.mapping;

import java.util.Map;

/**
 * A piece of SQL made of our own fragments only, and the values of its named parameters (F-24).
 * Fragments may also name {@code :base_url}, the base of all addresses.
 *
 * @param parameters strings without U+0000 and half characters, UUIDs, booleans, integers, times
 */
public record SqlFragment(String text, Map<String, Object> parameters) {
  public SqlFragment {
    parameters = Map.copyOf(parameters);
  }

  /** A template with its pieces: each in place of its name, {@code <name>}. */
  static String fill(String template, Map<String, String> pieces) {
    StringBuilder sql = new StringBuilder();
    int end = 0;
    for (int begin = template.indexOf('<'); begin >= 0; begin = template.indexOf('<', begin + 1)) {
      int close = template.indexOf('>', begin);
      String piece = close < 0 ? null : pieces.get(template.substring(begin + 1, close));
      if (piece != null) {
        sql.append(template, end, begin).append(piece);
        end = close + 1;
      }
    }
    return sql.append(template, end, template.length()).toString();
  }

  /**
   * Whether a text in PostgreSQL can hold this: no U+0000, no half character. What it cannot hold
   * is equal to nothing stored and must not be sent: the driver fails or sends something else.
   */
  public static boolean canHold(String text) {
    return holdableLength(text) == text.length();
  }

  /** How much of the text, from its beginning, a text in PostgreSQL can hold. */
  static int holdableLength(String text) {
    int end = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      if (c == 0 || isHalf(c)) {
        return end;
      }
      end += Character.charCount(c);
    }
    return end;
  }

  static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
