package com.ransomleak.provisioning.store;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.filter.FilterParser;
import com.ransomleak.provisioning.scim.filter.Sort;
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A query for one resource type, with paging by index (RFC 7644 section 3.4.2.4) or by cursor (RFC
 * 9865).
 *
 * @param startIndex from 1; without meaning when paging by cursor
 * @param count 0 to {@link #MAX_COUNT}
 * @param cursor when paging by cursor: where the former page ended, as it was given out, or empty
 *     for the first page (K-01)
 */
public record ListQuery(
    Optional<Filter> filter,
    Optional<Sort> sort,
    long startIndex,
    int count,
    Optional<String> cursor) {
  /** What {@code /ServiceProviderConfig} promises as {@code filter.maxResults} (G-07). */
  public static final int MAX_COUNT = 1000;

  /** How long a cursor can be used (K-11). */
  public static final Duration CURSOR_LIFETIME = Duration.ofHours(1);

  /** The page size when the client names none (G-06). */
  public static final int DEFAULT_COUNT = 100;

  /**
   * Reads a query of one type: a paging number below range becomes the nearest legal value (G-01,
   * G-02), one above it too.
   *
   * @throws ScimException invalidFilter, invalidValue (G-05, K-08, O-02)
   */
  public static ListQuery of(SearchRequest request, ResourceType type, Warnings warnings) {
    return of(request, type, List.of(), warnings);
  }

  /**
   * The same for a query of several types, as it is about this one.
   *
   * @param others the other types: an attribute that only they have is one without a value
   */
  public static ListQuery of(
      SearchRequest request, ResourceType type, List<ResourceType> others, Warnings warnings) {
    if (request.cursor() != null && request.startIndex() != null) {
      throw ScimException.invalidValue(
          "startIndex and cursor exclude each other; send one of them.");
    }
    return new ListQuery(
        Optional.ofNullable(request.filter())
            .map(text -> FilterParser.parse(text, type, others, warnings)),
        Sort.of(request.sortBy(), request.sortOrder(), type),
        Math.max(1, wholeNumber("startIndex", request.startIndex(), 1)),
        (int)
            Math.min(MAX_COUNT, Math.max(0, wholeNumber("count", request.count(), DEFAULT_COUNT))),
        Optional.ofNullable(request.cursor()));
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
