package com.ransomleak.provisioning.paging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param offset how many rows of the list came before the page when the list was walked to it
 * @param previous the cursor of the page before; empty on the first page
 * @param next the cursor of the page after; empty on the last page
 * @param total the number of rows of the list, if it was counted with the page
 */
public record Page<T>(
    List<T> items,
    long offset,
    Optional<String> previous,
    Optional<String> next,
    Optional<Total> total) {

  /** A list that is one page. */
  public static <T> Page<T> of(List<T> items) {
    return new Page<>(items, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Cuts a page out of rows of which one more was read than the page holds.
   *
   * @param rows in the order in which they were read, which is reversed for a backward page
   * @param from where the page begins or ends; empty for the first page
   * @param position the position after a row
   * @param cursor writes a position
   */
  public static <T> Page<T> of(
      List<T> rows,
      int size,
      Optional<Position> from,
      Function<T, Position> position,
      Function<Position, String> cursor) {
    boolean backward = from.filter(Position::backward).isPresent();
    boolean more = rows.size() > size;
    List<T> items = new ArrayList<>(more ? rows.subList(0, size) : rows);
    if (backward) {
      Collections.reverse(items);
    }
    if (items.isEmpty()) {
      return of(items);
    }
    long offset = from.map(Position::offset).orElse(0L);
    if (backward) {
      offset = more ? Math.max(1, offset - items.size()) : 0;
    }
    Position first = position.apply(items.get(0)).before(offset);
    Position last = position.apply(items.get(items.size() - 1)).after(offset + items.size());
    boolean hasPrevious = backward ? more : from.isPresent();
    return new Page<>(
        items,
        offset,
        Optional.of(first).filter(ignored -> hasPrevious).map(cursor),
        Optional.of(last).filter(ignored -> backward || more).map(cursor),
        Optional.empty());
  }

  public <R> Page<R> map(Function<? super T, R> function) {
    return new Page<>(items.stream().map(function).toList(), offset, previous, next, total);
  }

  /** The same page with the number of rows of the list. */
  public Page<T> withTotal(Optional<Total> counted) {
    return new Page<>(items, offset, previous, next, counted);
  }
}
