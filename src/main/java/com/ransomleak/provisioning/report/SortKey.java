package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.paging.Position;
import java.util.Optional;

/**
 * Cuts a page out of a sorted list in SQL.
 *
 * @param expression SQL that is never null
 * @param type the PostgreSQL type of the expression
 * @param id the SQL expression of the UUID that orders equal rows
 */
record SortKey(String expression, String type, String id, boolean ascending) {

  /**
   * The columns {@code page_value} and {@code page_id}, which become a {@link Position}. Times are
   * whole microseconds since 1970, which are the same in every time zone.
   */
  String position() {
    String value =
        isTime()
            ? "cast(extract(epoch from " + expression + ") * 1000000 as bigint)"
            : "(" + expression + ")";
    return "cast(%s as text) as page_value, %s as page_id".formatted(value, id);
  }

  /** The rows after the position, or before it; begins with {@code and}. */
  String condition(Optional<Position> from) {
    if (from.isEmpty()) {
      return "";
    }
    String value =
        isTime()
            ? "timestamptz 'epoch' + cast(:after_value as bigint) * interval '1 microsecond'"
            : "cast(:after_value as " + type + ")";
    return " and (%s, %s) %s (%s, :after_id)"
        .formatted(expression, id, isForward(from) ? ">" : "<", value);
  }

  /** A backward page is read in the opposite order. */
  String order(Optional<Position> from) {
    String direction = isForward(from) ? "" : " desc";
    return " order by %s%s, %s%s".formatted(expression, direction, id, direction);
  }

  private boolean isForward(Optional<Position> from) {
    return ascending != from.filter(Position::backward).isPresent();
  }

  private boolean isTime() {
    return type.equals("timestamptz");
  }
}
