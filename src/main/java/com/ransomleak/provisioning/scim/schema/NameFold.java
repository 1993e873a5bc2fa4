package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.ScimException;
import java.text.Normalizer;

/**
 * Comparison of names that people type, such as departments and roles. White space, case, Unicode
 * composition and invisible characters do not distinguish names.
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

  /**
   * {@code " R&D \t Europe "} becomes {@code "r&d europe"}: the same name has the same key.
   * Full-width letters and ligatures become plain letters (NFKC); invisible characters such as a
   * zero-width space are left out.
   */
  public static String key(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
    String visible =
        plain
            .codePoints()
            .filter(c -> !isInvisible(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return CaseFold.key(Normalizer.normalize(spaces(visible), Normalizer.Form.NFKC));
  }

  /**
   * Checks a name that an administrator typed.
   *
   * @throws ScimException 400 when it contains control characters, or characters that reverse the
   *     text after them
   */
  public static void rejectControls(String name) {
    if (name.codePoints().anyMatch(NameFold::isControl)) {
      throw ScimException.invalidValue(
          "The name contains control characters, for example one that reverses the text. Type the"
              + " name instead of pasting it.");
    }
  }

  private static boolean isControl(int c) {
    return Character.isISOControl(c)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** The assigned default-ignorable characters of Unicode. */
  private static boolean isInvisible(int c) {
    return Character.getType(c) == Character.FORMAT
        || c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x3164
        || c == 0xFFA0
        || (c >= 0x17B4 && c <= 0x17B5)
        || (c >= 0x180B && c <= 0x180F)
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }
}
