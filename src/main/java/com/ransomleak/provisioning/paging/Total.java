package com.ransomleak.provisioning.paging;

/**
 * The number of rows of a list. Rows are counted up to a limit. When the condition has no index,
 * the count still reads every row of the tenant.
 *
 * @param exact whether the list has this number of rows; otherwise it has more
 */
public record Total(long rows, boolean exact) {
  /** Rows beyond this number are not counted. */
  public static final int LIMIT = 10_000;

  public static Total exactly(long rows) {
    return new Total(rows, true);
  }

  public static Total moreThan(long rows) {
    return new Total(rows, false);
  }

  /** What {@link #query} has returned. */
  public static Total counted(long rows) {
    return rows > LIMIT ? moreThan(LIMIT) : exactly(rows);
  }

  /**
   * Counts rows, up to one more than the limit.
   *
   * @param from the query from {@code from} to the last condition
   */
  public static String query(String from) {
    return "select count(*) from (select 1 %s limit %d) counted".formatted(from, LIMIT + 1);
  }
}
