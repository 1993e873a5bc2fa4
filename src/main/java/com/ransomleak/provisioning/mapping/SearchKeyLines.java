package com.ransomleak.provisioning.mapping;

import static com.ransomleak.provisioning.mapping.ColumnMapping.column;

import com.ransomleak.provisioning.mapping.ColumnMapping.Column;
import com.ransomleak.provisioning.mapping.ColumnMapping.ColumnType;
import com.ransomleak.provisioning.mapping.ColumnMapping.Rows;
import com.ransomleak.provisioning.mapping.ResourceMapping.Line;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** Maps the attributes of a schema to {@code keys}, the folded copy of the document. */
final class SearchKeyLines {
  private final String prefix;
  private final String row;
  private final boolean checked;
  private final List<Line> lines = new ArrayList<>();

  private SearchKeyLines(String prefix, String row, boolean checked) {
    this.prefix = prefix;
    this.row = row;
    this.checked = checked;
  }

  /**
   * Maps a schema of the standard.
   *
   * @param prefix what the names of its attributes begin with in {@code keys}
   * @param row the alias of the resource's row
   */
  static List<Line> of(Schema schema, String prefix, String row) {
    return lines(schema, new SearchKeyLines(prefix, row, false));
  }

  /**
   * Maps a schema of a tenant. The schema can change after a value was stored. A value of another
   * type counts as absent, because a cast would fail.
   *
   * @param schema its names have neither quotes nor {@code ?}, because they become SQL
   */
  static List<Line> ofExtension(Schema schema, String row) {
    return lines(schema, new SearchKeyLines(schema.id() + ":", row, true));
  }

  private static List<Line> lines(Schema schema, SearchKeyLines mapping) {
    schema.attributes().forEach(mapping::attribute);
    return mapping.lines;
  }

  private void attribute(Attribute attribute) {
    String key = prefix + attribute.name();
    String value = row + ".keys -> '" + key + "'";
    if (attribute.multiValued()) {
      String array =
          checked ? "case when jsonb_typeof(%1$s) = 'array' then %1$s end".formatted(value) : value;
      String elements = "jsonb_array_elements(" + array + ") with ordinality";
      if (attribute.isComplex()) {
        add(
            attribute.name(),
            ColumnMapping.rows(elements + " v (keys, position) where true", "v.position"));
        subAttributes(attribute, "v.keys");
      } else {
        add(
            attribute.name(),
            new Rows(
                elements + " s (value, position) where true",
                checked(attribute, "s.value"),
                "s.position"));
      }
    } else if (attribute.isComplex()) {
      add(attribute.name(), column(ColumnType.COMPLEX, value));
      subAttributes(attribute, value);
    } else {
      add(attribute.name(), member(attribute, row + ".keys", key));
    }
  }

  private void subAttributes(Attribute attribute, String holder) {
    for (Attribute sub : attribute.subAttributes()) {
      add(attribute.name() + "." + sub.name(), member(sub, holder, sub.name()));
    }
  }

  private void add(String name, ColumnMapping column) {
    lines.add(new Line(prefix + name, column));
  }

  private Column member(Attribute attribute, String holder, String name) {
    if (checked) {
      return checked(attribute, holder + " -> '" + name + "'");
    }
    String text = holder + " ->> '" + name + "'";
    return attribute.type() == Attribute.Type.BOOLEAN
        ? column(ColumnType.BOOLEAN, "cast(" + text + " as boolean)")
        : ColumnMapping.text(text);
  }

  /** A dateTime is stored as a text that has the order of the instants. */
  private static Column checked(Attribute attribute, String value) {
    return switch (attribute.type()) {
      case BOOLEAN -> column(ColumnType.BOOLEAN, cast(value, "boolean", "boolean"));
      case INTEGER, DECIMAL -> column(ColumnType.NUMBER, cast(value, "number", "numeric"));
      case STRING, REFERENCE, BINARY, DATE_TIME -> ColumnMapping.text("(" + value + ") #>> '{}'");
      case COMPLEX -> throw new IllegalArgumentException(attribute.name() + " is complex");
    };
  }

  private static String cast(String value, String jsonType, String type) {
    return "case when jsonb_typeof(%1$s) = '%2$s' then cast((%1$s) #>> '{}' as %3$s) end"
        .formatted(value, jsonType, type);
  }
}
