package com.ransomleak.provisioning.scim.schema;

/**
 * Names that people type, such as departments: white space around them or between their words never
 * makes another name, nor does case or Unicode composition.
 */
public final class NameFold {
  private NameFold() {}

  /** {@code " R&D \t Europe "} becomes {@code "R&D Europe"}; blanks alone become nothing. */
  public static String spaces(String text) {
    StringBuilder name = new StringBuilder();
    boolean gap = false;
    for (int c : text.codePoints().toArray()) {
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        gap = !name.isEmpty();
      } else {
        if (gap) {
          name.append(' ');
          gap = false;
        }
        name.appendCodePoint(c);
      }
    }
    return name.toString();
  }

  /** {@code " R&D \t Europe "} becomes {@code "r&d europe"}: what is the same has the same key. */
  public static String key(String text) {
    return CaseFold.key(spaces(text));
  }
}
