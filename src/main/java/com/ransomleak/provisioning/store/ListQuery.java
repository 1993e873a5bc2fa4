package com.ransomleak.provisioning.store;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.filter.Filter;
import java.util.Optional;

/**
 * A query with index paging (RFC 7644 section 3.4.2.4).
 *
 * @param startIndex from 1
 * @param count 0 to {@link #MAX_COUNT}
 */
public record ListQuery(Optional<Filter> filter, long startIndex, int count) {
  /** What {@code /ServiceProviderConfig} promises as {@code filter.maxResults} (G-07). */
  public static final int MAX_COUNT = 1000;

  /** The page size when the client names none (G-06). */
  public static final int DEFAULT_COUNT = 100;

  /**
   * Reads the parameters as clients send them: below range becomes the nearest legal value (G-01,
   * G-02), above it too.
   *
   * @throws ScimException invalidValue when one is no whole number (G-05)
   */
  public static ListQuery of(Optional<Filter> filter, String startIndex, String count) {
    return new ListQuery(
        filter,
        Math.max(1, wholeNumber("startIndex", startIndex, 1)),
        (int) Math.min(MAX_COUNT, Math.max(0, wholeNumber("count", count, DEFAULT_COUNT))));
  }

  private static long wholeNumber(String name, String text, long absent) {
    if (text == null || text.isBlank()) {
      return absent;
    }
    String digits = text.strip();
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw ScimException.invalidValue(name + " must be a whole number.");
    }
    // Longer than any list; the sign alone decides which end of the range it becomes.
    long value = digits.length() > 15 ? 1_000_000_000_000_000L : Long.parseLong(digits);
    return negative ? -value : value;
  }
}
