package com.ransomleak.provisioning.scim.json;

/**
 * Finds the members of a JSON object in its text without parsing their values. The text must come
 * from this service.
 */
public final class MemberScanner {
  private final String json;
  private int next;
  private int start;
  private int valueStart;
  private String name;

  /**
   * Starts before the first member.
   *
   * @param start the index of the opening brace
   */
  public MemberScanner(String json, int start) {
    this.json = json;
    this.next = start + 1;
  }

  /** Moves to the next member; false when there is none. */
  public boolean next() {
    start = skip(next, ',');
    if (json.charAt(start) == '}') {
      return false;
    }
    int nameEnd = stringEnd(start);
    name = json.substring(start + 1, nameEnd - 1);
    valueStart = skip(nameEnd, ':');
    next = valueEnd(valueStart);
    return true;
  }

  /** The name as it is written, with escapes. */
  public String name() {
    return name;
  }

  /** The index of the opening quotation mark of the name. */
  public int start() {
    return start;
  }

  public int valueStart() {
    return valueStart;
  }

  /** The index after the value. */
  public int end() {
    return next;
  }

  private int skip(int from, char separator) {
    int at = from;
    while (json.charAt(at) == separator || json.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  private int stringEnd(int from) {
    int at = from + 1;
    while (json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private int valueEnd(int from) {
    int depth = 0;
    int at = from;
    do {
      switch (json.charAt(at)) {
        case '"' -> at = stringEnd(at) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      at++;
    } while (depth > 0 || isInLiteral(from, at));
    return at;
  }

  /** Numbers, true, false and null end before a delimiter. */
  private boolean isInLiteral(int from, int at) {
    char first = json.charAt(from);
    return first != '"'
        && first != '{'
        && first != '['
        && ",}] \t\r\n".indexOf(json.charAt(at)) < 0;
  }
}
