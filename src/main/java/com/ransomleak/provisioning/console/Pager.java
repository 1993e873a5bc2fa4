package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.paging.Range;
import com.ransomleak.provisioning.paging.Total;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where a page is in its list, for the tags {@code c:table} and {@code c:pager}.
 *
 * @param range {@code 51–100 of 601}; empty for an empty list
 * @param previous the query of the page before, or null
 * @param next the query of the page after, or null
 * @param reset whether this is the first page because the requested one does not exist
 */
public record Pager(String range, String previous, String next, boolean reset) {

  /**
   * The place of a page.
   *
   * @param total counts the rows, where that is needed
   * @param query the query of the page of a cursor
   */
  static Pager of(
      Page<?> page, Supplier<Total> total, Function<String, String> query, boolean reset) {
    return new Pager(
        page.items().isEmpty() ? "" : text(Range.of(page, total)),
        page.previous().map(query).orElse(null),
        page.next().map(query).orElse(null),
        reset);
  }

  /** The place of the first page of a search, which counts its rows. */
  static Pager ofSearch(Page<?> page) {
    Total uncounted = Total.moreThan(page.items().size());
    return of(page, () -> page.total().orElse(uncounted), cursor -> cursor, false);
  }

  private static String text(Range range) {
    String exact = range.from() == range.to() ? "list.rangeOfOne" : "list.range";
    return Messages.text(
        range.total().exact() ? exact : "list.rangeOfMore",
        range.from(),
        range.to(),
        range.total().rows());
  }
}
