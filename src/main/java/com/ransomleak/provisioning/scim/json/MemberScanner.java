package com.ransomleak.provisioning.scim.json;

/**
 * Finds the members of a JSON object in its text, one after another, without parsing their values.
 * It is for text that this service wrote itself.
 */
public final class MemberScanner {
  private final String json;
  private int next;
  private int start;
  private int valueStart;
  private String name;

  /**
   * Before the first member.
   *
   * @param json text that has the object
   * @param start where its opening brace is
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

  /** As it is written, with escapes if it has any. */
  public String name() {
    return name;
  }

  /** Where the name begins, with its quotation mark. */
  public int start() {
    return start;
  }

  public int valueStart() {
    return valueStart;
  }

  /** Where the value ends. */
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

  /** Numbers, true, false and null end before what cannot be a part of them. */
  private boolean isInLiteral(int from, int at) {
    char first = json.charAt(from);
    return first != '"'
        && first != '{'
        && first != '['
        && ",}] \t\r\n".indexOf(json.charAt(at)) < 0;
  }
}
