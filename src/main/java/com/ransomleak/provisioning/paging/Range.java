package com.ransomleak.provisioning.paging;

import java.util.function.Supplier;

/**
 * Where a page is in its list: {@code 51–100 of 601}. Rows can be added and deleted while a user
 * turns pages, so the numbers of the last page are computed from the present total.
 *
 * @param from the number of the first row of the page, at least 1
 */
public record Range(long from, long to, Total total) {

  /**
   * The range of a page with rows.
   *
   * @param total counts the rows; not called for a list that is one page
   */
  public static Range of(Page<?> page, Supplier<Total> total) {
    int rows = page.items().size();
    long reached = page.offset() + rows;
    if (page.next().isEmpty() && page.previous().isEmpty()) {
      return new Range(1, rows, Total.exactly(rows));
    }
    Total counted = total.get();
    if (page.next().isPresent()) {
      long to = counted.exact() ? Math.min(reached, counted.rows() - 1) : reached;
      return new Range(Math.max(1, to - rows + 1), Math.max(to, rows), counted);
    }
    long last = counted.exact() ? Math.max(counted.rows(), rows) : reached;
    return new Range(last - rows + 1, last, Total.exactly(last));
  }
}
