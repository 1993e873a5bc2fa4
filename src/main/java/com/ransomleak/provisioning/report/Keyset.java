package com.ransomleak.provisioning.report;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Cuts a list into pages by the value that it is sorted by, and the id: a deep page costs no more
 * than the first, and nobody appears twice while others come and go. {@link ReportQuery} puts its
 * parts into a statement.
 */
final class Keyset {
  private final ListRequest request;
  private final SortKey key;
  private final boolean descending;
  private final String id;

  /**
   * @param expression SQL that is never null
   * @param type its type in SQL; a cursor carries a {@code timestamptz} as whole microseconds since
   *     1970, which read the same in every time zone
   */
  record SortKey(String name, String expression, String type) {
    /** Whether a value that came with a cursor, which anybody may have made, is of the type. */
    private boolean accepts(String value) {
      return switch (type) {
        case "bigint" -> value.matches("-?[0-9]{1,18}");
        // Until the year 2286: well inside of what PostgreSQL takes for a time.
        case "timestamptz" -> value.matches("[0-9]{1,16}");
        default -> true;
      };
    }

    private boolean isTime() {
      return type.equals("timestamptz");
    }

    /** The value in SQL, as a cursor carries it. */
    private String position() {
      return isTime()
          ? "cast(cast(extract(epoch from " + expression + ") * 1000000 as bigint) as text)"
          : "cast(" + expression + " as text)";
    }

    /** What a cursor carries, in SQL, as a value again. */
    private String parameter() {
      return isTime()
          ? "timestamptz 'epoch' + cast(:after_value as bigint) * interval '1 microsecond'"
          : "cast(:after_value as " + type + ")";
    }
  }

  private Keyset(ListRequest request, SortKey key, boolean descending, String id) {
    this.request = request;
    this.key = key;
    this.descending = descending;
    this.id = id;
  }

  /**
   * @param id the SQL expression of the row's id
   * @throws ReportException 400 for an order that the list does not know
   */
  static Keyset of(ListRequest request, List<SortKey> sorts, String id) {
    boolean descending = request.sort().startsWith("-");
    String name = descending ? request.sort().substring(1) : request.sort();
    SortKey key =
        name.isEmpty()
            ? sorts.get(0)
            : sorts.stream()
                .filter(sort -> sort.name().equals(name))
                .findFirst()
                .orElseThrow(
                    () ->
                        ReportException.badParameter(
                            "sort",
                            "one of "
                                + String.join(", ", sorts.stream().map(SortKey::name).toList())
                                + ", with - before it for descending"));
    Keyset keyset = new Keyset(request, key, descending, id);
    if (request.after().isPresent()
        && !(request.after().get().sort().equals(keyset.sort())
            && key.accepts(request.after().get().value()))) {
      throw ReportException.badParameter("after", "a page of the same order");
    }
    return keyset;
  }

  /** The columns {@code position} and {@code position_id}, from which {@link #cursor} is made. */
  String position() {
    return "%s as position, %s as position_id".formatted(key.position(), id);
  }

  /** Begins with {@code and}; empty for the first page. */
  String condition() {
    return request.after().isEmpty()
        ? ""
        : " and (%s, %s) %s (%s, cast(:after_id as uuid))"
            .formatted(key.expression(), id, descending ? "<" : ">", key.parameter());
  }

  /** One more than the page holds, so that it is known whether another one follows. */
  String order() {
    String direction = descending ? " desc" : "";
    return "order by %s%s, %s%s limit :limit".formatted(key.expression(), direction, id, direction);
  }

  /** The parameters of {@link #condition} and {@link #order}. */
  void bindTo(SqlStatement<?> statement) {
    request
        .after()
        .ifPresent(
            after -> statement.bind("after_value", after.value()).bind("after_id", after.id()));
    statement.bind("limit", request.limit() + 1);
  }

  Cursor cursor(String value, UUID rowId) {
    return new Cursor(sort(), value, rowId);
  }

  private String sort() {
    return (descending ? "-" : "") + key.name();
  }
}
