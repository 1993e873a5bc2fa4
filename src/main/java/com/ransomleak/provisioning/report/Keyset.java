package com.ransomleak.provisioning.report;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Cuts a list into pages by the value that it is sorted by, and the id: a deep page costs no more
 * than the first, and nobody appears twice while others come and go. A list names what it can be
 * sorted by, first its own order:
 *
 * <pre>{@code
 * private static final List<SortKey> SORTS = List.of(
 *     new SortKey("userName", "u.user_name_key", "text"),
 *     new SortKey("created", "u.created_at", "timestamptz"));
 *
 * Keyset page = Keyset.of(request, SORTS, "u.id");
 * "select u.id, " + page.position() + " from … where u.tenant_id = ?" + page.condition() + page.order()
 * }</pre>
 */
final class Keyset {
  /** As PostgreSQL writes a time with its zone: {@code 2026-11-24 09:30:00.123456+00}. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("x")
          .toFormatter(Locale.ROOT);

  private final ListRequest request;
  private final SortKey key;
  private final boolean descending;
  private final String id;

  /**
   * @param expression SQL that is never null
   * @param type its type in SQL
   */
  record SortKey(String name, String expression, String type) {
    /** Whether a value that came with a cursor, which anybody may have made, is of the type. */
    private boolean accepts(String value) {
      return switch (type) {
        case "bigint" -> value.matches("-?[0-9]{1,18}");
        case "timestamptz" -> isTime(value);
        default -> true;
      };
    }

    private static boolean isTime(String value) {
      try {
        TIME.parse(value);
        return true;
      } catch (DateTimeParseException e) {
        return false;
      }
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
   * @throws Problem 400 for an order that the list does not know
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
                        Problem.badParameter(
                            "sort",
                            "one of "
                                + String.join(", ", sorts.stream().map(SortKey::name).toList())
                                + ", with - before it for descending"));
    Keyset keyset = new Keyset(request, key, descending, id);
    if (request.after().isPresent()
        && !(request.after().get().sort().equals(keyset.sort())
            && key.accepts(request.after().get().value()))) {
      throw Problem.badParameter("after", "a page of the same order");
    }
    return keyset;
  }

  /** The value that the row is sorted by, as text, for {@link #cursor}. */
  String position() {
    return "cast(" + key.expression() + " as text)";
  }

  /** Begins with {@code and}; empty for the first page. */
  String condition() {
    return request.after().isEmpty()
        ? ""
        : " and (%s, %s) %s (cast(? as %s), cast(? as uuid))"
            .formatted(key.expression(), id, descending ? "<" : ">", key.type());
  }

  /** One more than the page holds, so that it is known whether another one follows. */
  String order() {
    String direction = descending ? " desc" : "";
    return " order by %s%s, %s%s limit ?".formatted(key.expression(), direction, id, direction);
  }

  /** The parameters of a statement that ends with {@link #condition} and {@link #order}. */
  Object[] parameters(Object... before) {
    List<Object> all = new ArrayList<>(List.of(before));
    request
        .after()
        .ifPresent(
            after -> {
              all.add(after.value());
              all.add(after.id().toString());
            });
    all.add(request.limit() + 1);
    return all.toArray();
  }

  Cursor cursor(String value, UUID rowId) {
    return new Cursor(sort(), value, rowId);
  }

  private String sort() {
    return (descending ? "-" : "") + key.name();
  }
}
