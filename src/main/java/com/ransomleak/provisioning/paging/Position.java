package com.ransomleak.provisioning.paging;

import java.util.UUID;

/**
 * A place in a list, next to a row, which need not exist any more.
 *
 * @param value the sort value of the row as PostgreSQL writes it; null where the row has no value,
 *     or the list is in the order of the ids
 * @param backward whether the page ends before the row; otherwise it begins after the row
 * @param offset how many rows of the list come before the place
 */
public record Position(String value, UUID id, boolean backward, long offset) {
  public static Position after(String value, UUID id) {
    return new Position(value, id, false, 0);
  }

  Position before(long rows) {
    return new Position(value, id, true, rows);
  }

  Position after(long rows) {
    return new Position(value, id, false, rows);
  }
}
