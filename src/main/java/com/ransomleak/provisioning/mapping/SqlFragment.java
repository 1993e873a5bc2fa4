package com.ransomleak.provisioning.mapping;

import java.util.Map;

/**
 * A piece of SQL that contains no text of clients, and the values of its named parameters (F-24).
 * It can also name {@code :base_url}, the base URL of locations.
 *
 * @param parameters strings without U+0000 and lone surrogates, UUIDs, booleans, integers, times
 */
public record SqlFragment(String text, Map<String, Object> parameters) {
  public SqlFragment {
    parameters = Map.copyOf(parameters);
  }

  /** Replaces each {@code <name>} of the template by the piece of that name. */
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
   * Whether PostgreSQL can store the text: it has neither U+0000 nor a lone surrogate. Other texts
   * equal no stored text and must not be sent, because the driver fails or sends another text.
   */
  public static boolean isStorable(String text) {
    return storableLength(text) == text.length();
  }

  /** The length of the longest beginning that PostgreSQL can store. */
  static int storableLength(String text) {
    int end = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      if (c == 0 || isSurrogate(c)) {
        return end;
      }
      end += Character.charCount(c);
    }
    return end;
  }

  static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
