package com.ransomleak.provisioning.report;

import java.util.Optional;

/**
 * Which part of a list is wanted.
 *
 * @param search a part of a name; may be empty
 * @param sort a name that the list knows, with {@code -} before it for descending; empty for the
 *     list's own order
 * @param limit how many at most, 1 to {@link #MAX_LIMIT}
 */
public record ListRequest(String search, String sort, Optional<Cursor> after, int limit) {
  public static final int MAX_LIMIT = 1000;
  public static final int DEFAULT_LIMIT = 100;
  private static final int LONGEST_SEARCH = 256;

  /**
   * From the parameters of an address, each of which may be null.
   *
   * @throws ReportException 400 when one means nothing
   */
  public static ListRequest of(String search, String sort, String after, String limit) {
    return new ListRequest(
        search(search), sort == null ? "" : sort.strip(), cursor(after), limit(limit));
  }

  /** The same, for a person: what means nothing counts as not given. */
  public static ListRequest lenient(String search, String sort, String after, int limit) {
    return new ListRequest(
        search(search), sort == null ? "" : sort.strip(), Cursor.of(after), limit);
  }

  /** The same list from its beginning to its end. */
  ListRequest whole() {
    return new ListRequest(search, sort, Optional.empty(), Integer.MAX_VALUE - 1);
  }

  /** The same in the list's own order, where the request does not name one. */
  ListRequest orElseSortedBy(String own) {
    return sort.isEmpty() ? new ListRequest(search, own, after, limit) : this;
  }

  private static String search(String search) {
    String text = search == null ? "" : search.replace("\0", "").strip();
    return text.substring(0, Math.min(text.length(), LONGEST_SEARCH));
  }

  private static Optional<Cursor> cursor(String after) {
    if (after == null || after.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Cursor.of(after)
            .orElseThrow(
                () ->
                    ReportException.badParameter(
                        "after", "take it from \"next\" of the page before")));
  }

  private static int limit(String limit) {
    if (limit == null || limit.isBlank()) {
      return DEFAULT_LIMIT;
    }
    try {
      int number = Integer.parseInt(limit.strip());
      if (number >= 1) {
        return Math.min(number, MAX_LIMIT);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw ReportException.badParameter("limit", "a whole number from 1 to " + MAX_LIMIT);
  }
}
