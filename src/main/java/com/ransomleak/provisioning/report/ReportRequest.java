package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.paging.Cursor;
import com.ransomleak.provisioning.paging.Position;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Shortened;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The part of a list that a client or a console page asks for.
 *
 * @param filters values of the report's filters by name, as they were sent
 * @param search a part of a name; may be empty
 * @param sort with {@code -} before it for descending; empty for the report's default
 * @param cursor where the page begins or ends; empty for the first page
 * @param limit the page size
 */
public record ReportRequest(
    Map<String, String> filters, String search, String sort, String cursor, int limit) {
  public static final int MAX_LIMIT = 1000;
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_SEARCH_LENGTH = 256;

  public ReportRequest {
    search = Shortened.to(MAX_SEARCH_LENGTH, search.replace("\0", "").strip()).strip();
    sort = sort.strip();
  }

  /** The first page in the default order. */
  public static ReportRequest first(Map<String, String> filters, int limit) {
    return new ReportRequest(filters, "", "", "", limit);
  }

  /** The first page in the same order. */
  public ReportRequest withoutCursor() {
    return new ReportRequest(filters, search, sort, "", limit);
  }

  /** The first page in the default order, with the same filters. */
  public ReportRequest first() {
    return new ReportRequest(filters, search, "", "", limit);
  }

  /** Empty where the request has no value. */
  String filter(String name) {
    return filters.getOrDefault(name, "");
  }

  /**
   * The columns that the request names, after the name; empty if it names none. They can be members
   * of a JSON object in each row.
   */
  List<String> columns() {
    List<String> named = Filter.Columns.names(filter("columns"));
    return named.isEmpty()
        ? List.of()
        : Stream.concat(Stream.of("displayName"), named.stream()).distinct().toList();
  }

  /**
   * The page size that a text means; a larger one than {@link #MAX_LIMIT} is cut.
   *
   * @throws ReportException 400
   */
  static int limit(String text) {
    boolean isLarge = text.strip().matches("0*[1-9][0-9]{3,}");
    return isLarge ? MAX_LIMIT : number("limit", text, DEFAULT_LIMIT, MAX_LIMIT);
  }

  /**
   * The number from 1 to a maximum that a text means.
   *
   * @throws ReportException 400
   */
  static int number(String name, String text, int defaultValue, int max) {
    try {
      int number = text.isBlank() ? defaultValue : Integer.parseInt(text.strip());
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Rejected below.
    }
    throw ReportException.badParameter(name, "a whole number from 1 to " + max);
  }

  /** What a cursor belongs to; pages may differ in size and columns. */
  String scope() {
    Map<String, String> selecting = new TreeMap<>(filters);
    selecting.remove("columns");
    return selecting + "\n" + search + "\n" + sort;
  }

  /**
   * Where the page begins or ends.
   *
   * @throws ReportException 400 for a cursor of another list, or an old one
   */
  Optional<Position> position(Cursor cursors) {
    try {
      return cursor.isEmpty() ? Optional.empty() : Optional.of(cursors.read(cursor, Instant.now()));
    } catch (ScimException e) {
      throw ReportException.badParameter(
          "after", "the value of \"next\" or \"previous\" of another page");
    }
  }
}
