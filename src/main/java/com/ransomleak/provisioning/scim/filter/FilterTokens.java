package com.ransomleak.provisioning.scim.filter;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;

/**
 * Reads the text of a filter once from left to right: words, signs and JSON strings. Without
 * regular expressions, so that the time is linear (F-22).
 */
final class FilterTokens {
  private static final String SIGNS = "()[]\"";

  private final String text;
  private int at;

  FilterTokens(String text) {
    this.text = text;
  }

  /** Whether only white space is left. */
  boolean atEnd() {
    skipWhiteSpace();
    return at == text.length();
  }

  /** The next character that is not white space, or 0 at the end. */
  char peek() {
    return atEnd() ? 0 : text.charAt(at);
  }

  /** Takes the sign if it comes next. */
  boolean take(char sign) {
    if (peek() != sign) {
      return false;
    }
    at++;
    return true;
  }

  /** Takes the sign if it comes next, without white space before it. */
  boolean takeAdjacent(char sign) {
    return at < text.length() && text.charAt(at) == sign && take(sign);
  }

  /** Takes the word if it comes next, in any case (F-01). */
  boolean takeWord(String keyword) {
    int start = at;
    if (word().equalsIgnoreCase(keyword)) {
      return true;
    }
    at = start;
    return false;
  }

  /**
   * Takes {@code not} if it comes next and a parenthesis after it, with or without space (F-17).
   */
  boolean takeNot() {
    int start = at;
    if (takeWord("not") && take('(')) {
      return true;
    }
    at = start;
    return false;
  }

  /** Takes the characters up to white space or a sign; may be empty. */
  String word() {
    skipWhiteSpace();
    int start = at;
    while (at < text.length()
        && !isWhiteSpace(text.charAt(at))
        && SIGNS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  /** Takes a JSON string, from quote to quote, with its escapes resolved (F-14). */
  String string() {
    int start = at;
    at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c < ' ') {
        throw error("has a control character inside a string; write it as \\u00XX");
      }
      value.append(c == '\\' ? escape() : c);
    }
    at = start;
    throw error("begins a string that does not end; close it with a double quote");
  }

  private char escape() {
    char c = at < text.length() ? text.charAt(at++) : 0;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> codeUnit();
      default -> throw error("has an unknown escape; a backslash itself is written \\\\");
    };
  }

  private char codeUnit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char c = at < text.length() ? text.charAt(at++) : 0;
      // Character.digit also knows the digits of other scripts.
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw error("has an incomplete escape; \\u takes four hexadecimal digits");
      }
      unit = unit * 16 + digit;
    }
    return (char) unit;
  }

  /** An error at the current position. */
  ScimException error(String whatAndRemedy) {
    String rest = text.substring(at);
    return ScimException.invalidFilter(
        "The filter "
            + whatAndRemedy
            + " ("
            + (rest.isBlank()
                ? "at its end"
                : "at character " + (at + 1) + ", before " + ScimJson.excerpt(rest))
            + ").");
  }

  private void skipWhiteSpace() {
    while (at < text.length() && isWhiteSpace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isWhiteSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
