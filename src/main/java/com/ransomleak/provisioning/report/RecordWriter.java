package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.RecordComponent;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes records as JSON objects and as lines of CSV. The names are those of the components.
 *
 * <pre>{@code
 * record Team(UUID id, String name, long people) {}
 *
 * {"id":"01…","name":"Sales","people":12}
 * id,name,people
 * }</pre>
 *
 * <p>Null is left out of JSON and empty in CSV. Lists and maps may contain records.
 */
final class RecordWriter {
  /**
   * The start of a cell before a formula, also behind invisible characters and quotes, and the
   * start of a text that begins with a separator.
   */
  private static final Pattern FORMULA =
      Pattern.compile(
          "^(?=[\\x09\\x0a\\x0d])"
              + "|(?:^|(?<=[;\\x09\\x0a\\x0d]))"
              + "(?=[\\p{Z}\\p{Cc}\\p{Cf}\"&&[^\\x09\\x0a\\x0d]]*+[=+\\-@＝＋－＠])");

  private static final ClassValue<List<RecordComponent>> COLUMNS =
      new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents())
              .filter(RecordWriter::isPublished)
              .toList();
        }
      };

  private RecordWriter() {}

  private static boolean isPublished(RecordComponent component) {
    Column column = component.getAnnotation(Column.class);
    return column == null || !column.internal();
  }

  static List<String> names(Class<? extends Record> type) {
    return COLUMNS.get(type).stream().map(RecordComponent::getName).toList();
  }

  static JsonObjectBuilder json(Record row) {
    JsonObjectBuilder object = ScimJson.object();
    for (RecordComponent component : COLUMNS.get(row.getClass())) {
      Object value = value(row, component);
      if (value != null) {
        object.add(component.getName(), json(value));
      }
    }
    return object;
  }

  private static JsonValue json(Object value) {
    if (value instanceof JsonValue json) {
      return json;
    }
    if (value instanceof Record nested) {
      return json(nested).build();
    }
    if (value instanceof Number number) {
      return ScimJson.number(number.longValue());
    }
    if (value instanceof Boolean bool) {
      return ScimJson.bool(bool);
    }
    if (value instanceof Map<?, ?> map) {
      JsonObjectBuilder object = ScimJson.object();
      map.forEach((name, member) -> object.add(name.toString(), json(member)));
      return object.build();
    }
    if (value instanceof Collection<?> items) {
      JsonArrayBuilder array = ScimJson.array();
      items.forEach(item -> array.add(json(item)));
      return array.build();
    }
    return ScimJson.string(text(value));
  }

  /**
   * The same with some columns only.
   *
   * @param columns those, or members of a JSON object in the row
   */
  static JsonObjectBuilder json(Record row, List<String> columns) {
    JsonObjectBuilder chosen = ScimJson.object();
    json(row)
        .build()
        .forEach(
            (name, value) -> {
              if (columns.contains(name)) {
                chosen.add(name, value);
              } else if (value instanceof JsonObject object
                  && object.keySet().stream().anyMatch(columns::contains)) {
                JsonObjectBuilder members = ScimJson.object();
                columns.stream()
                    .filter(object::containsKey)
                    .forEach(column -> members.add(column, object.get(column)));
                chosen.add(name, members);
              }
            });
    return chosen;
  }

  /** The columns of CSV; a JSON object has none. */
  static List<String> header(Class<? extends Record> type) {
    return COLUMNS.get(type).stream()
        .filter(component -> component.getType() != JsonObject.class)
        .map(RecordComponent::getName)
        .toList();
  }

  /** A line of CSV with all columns of {@link #header}. */
  static List<String> csv(Record row) {
    return COLUMNS.get(row.getClass()).stream()
        .filter(component -> component.getType() != JsonObject.class)
        .map(component -> cell(value(row, component)))
        .toList();
  }

  /**
   * A line of CSV with some columns only.
   *
   * @param columns those of {@link #header}, or members of a JSON object in the row
   */
  static List<String> csv(Record row, List<String> columns) {
    Map<String, Object> values = new HashMap<>();
    for (RecordComponent component : COLUMNS.get(row.getClass())) {
      if (value(row, component) instanceof JsonObject object) {
        object.forEach((name, value) -> values.put(name, ((JsonString) value).getString()));
      } else {
        values.put(component.getName(), value(row, component));
      }
    }
    return columns.stream().map(column -> cell(values.get(column))).toList();
  }

  /** The value of a column, or null. */
  static Object member(Record row, String name) {
    return COLUMNS.get(row.getClass()).stream()
        .filter(component -> component.getName().equals(name))
        .findFirst()
        .map(component -> value(row, component))
        .orElse(null);
  }

  static String cell(Object value) {
    if (value instanceof Collection<?> texts) {
      return safe(texts.stream().map(Object::toString).collect(Collectors.joining("; ")));
    }
    return value instanceof String text ? safe(text) : value == null ? "" : text(value);
  }

  /** Times in UTC, always with seconds (RFC 3339). */
  private static String text(Object value) {
    return value instanceof OffsetDateTime time ? time.toInstant().toString() : value.toString();
  }

  /**
   * With an apostrophe before each formula, so that spreadsheets show a text (OWASP, CSV
   * injection). Where the separator of a spreadsheet is a semicolon or a tab, its cells can begin
   * inside ours.
   */
  static String safe(String text) {
    return FORMULA.matcher(text).replaceAll("'");
  }

  private static Object value(Record row, RecordComponent component) {
    try {
      return component.getAccessor().invoke(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
