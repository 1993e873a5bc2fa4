package com.ransomleak.provisioning.report;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a page ended: the value by which the list is sorted, and the id, which decides between
 * equal values. Clients get it as one opaque text and give it back.
 *
 * @param sort what the list is sorted by, {@code name} or {@code -name}: a cursor of another order
 *     means nothing
 */
public record Cursor(String sort, String value, UUID id) {
  /** In Base64: a name may have 1,024 characters of up to four bytes. */
  public static final int LONGEST = 8192;

  @Override
  public String toString() {
    String plain = sort + "\n" + id + "\n" + value;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** Empty for anything that {@link #toString} did not make. */
  public static Optional<Cursor> of(String text) {
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      String[] parts = plain.split("\n", 3);
      return parts.length < 3 || plain.indexOf('\0') >= 0
          ? Optional.empty()
          : Optional.of(new Cursor(parts[0], parts[2], UUID.fromString(parts[1])));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
