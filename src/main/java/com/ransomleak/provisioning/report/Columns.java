package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a report tells of each row, named once for JSON and CSV:
 *
 * <pre>{@code
 * static final Columns<Team> TEAM = new Columns<Team>()
 *     .column("id", Team::id).column("name", Team::name).column("people", Team::people);
 *
 * {"id":"01…","name":"Sales","people":12}
 * id,name,people
 * }</pre>
 *
 * Values are texts, whole numbers, booleans, times, ids or lists of texts; one that is null is left
 * out of JSON and empty in CSV.
 */
public final class Columns<T> {
  /**
   * Where a cell may begin, and behind it, also behind what is not seen and behind quotes, what
   * begins a formula; and a text that begins with a separator.
   */
  private static final Pattern FORMULA =
      Pattern.compile(
          "^(?=[\\x09\\x0a\\x0d])"
              + "|(?:^|(?<=[;\\x09\\x0a\\x0d]))"
              + "(?=[\\p{Z}\\p{Cc}\\p{Cf}\"&&[^\\x09\\x0a\\x0d]]*+[=+\\-@＝＋－＠])");

  private final List<Column<T>> columns = new ArrayList<>();

  private record Column<T>(String name, Function<T, Object> value) {}

  public Columns<T> column(String name, Function<T, Object> value) {
    columns.add(new Column<>(name, value));
    return this;
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  JsonObject json(T row) {
    JsonObjectBuilder object = ScimJson.object();
    for (Column<T> column : columns) {
      Object value = column.value().apply(row);
      if (value != null) {
        object.add(column.name(), jsonValue(value));
      }
    }
    return object.build();
  }

  private static JsonValue jsonValue(Object value) {
    if (value instanceof Number number) {
      return ScimJson.number(number.longValue());
    }
    if (value instanceof Boolean bool) {
      return ScimJson.bool(bool);
    }
    if (value instanceof Collection<?> texts) {
      JsonArrayBuilder array = ScimJson.array();
      texts.forEach(text -> array.add(text.toString()));
      return array.build();
    }
    return ScimJson.string(plain(value));
  }

  /** Times in UTC, always with seconds, as RFC 3339 wants them. */
  private static String plain(Object value) {
    return value instanceof OffsetDateTime time ? time.toInstant().toString() : value.toString();
  }

  /** One line of CSV, each value as a text that no spreadsheet takes for a formula. */
  List<String> csv(T row) {
    return columns.stream().map(column -> cell(column.value().apply(row))).toList();
  }

  private static String cell(Object value) {
    if (value instanceof Collection<?> texts) {
      return harmless(texts.stream().map(Object::toString).collect(Collectors.joining("; ")));
    }
    return value instanceof String text ? harmless(text) : value == null ? "" : plain(value);
  }

  /**
   * An apostrophe makes a text of what a spreadsheet would run (OWASP, CSV injection). A cell may
   * begin inside of ours: where the spreadsheet's own separator is a semicolon or a tab, it takes
   * our commas and quotes for text.
   */
  private static String harmless(String text) {
    return FORMULA.matcher(text).replaceAll("'");
  }
}
