package com.ransomleak.provisioning.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next where the next page begins; empty on the last one
 */
public record Listing<T>(List<T> items, Optional<Cursor> next) {

  /**
   * Cuts a page out of rows that were asked for with one more than the page holds.
   *
   * @param position where a row stands in the list
   */
  static <T> Listing<T> of(List<T> rows, int limit, Function<T, Cursor> position) {
    if (rows.size() <= limit) {
      return new Listing<>(rows, Optional.empty());
    }
    return new Listing<>(
        List.copyOf(rows.subList(0, limit)), Optional.of(position.apply(rows.get(limit - 1))));
  }

  /** The same page of what is made of each row. */
  public <R> Listing<R> map(Function<T, R> made) {
    return new Listing<>(items.stream().map(made).toList(), next);
  }
}
