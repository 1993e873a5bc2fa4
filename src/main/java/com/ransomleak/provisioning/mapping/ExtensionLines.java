package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.mapping.ColumnMapping.Complex;
import com.ransomleak.provisioning.mapping.ColumnMapping.Flag;
import com.ransomleak.provisioning.mapping.ColumnMapping.Numeric;
import com.ransomleak.provisioning.mapping.ColumnMapping.Rows;
import com.ransomleak.provisioning.mapping.ColumnMapping.Single;
import com.ransomleak.provisioning.mapping.ColumnMapping.Values;
import com.ransomleak.provisioning.mapping.ResourceMapping.Line;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of an extension schema that nobody wrote by hand: all of its attributes are read from
 * {@code keys}. A schema may say something else tomorrow than when a value was stored, so each
 * fragment takes a value of another type for none, where PostgreSQL would fail.
 */
final class ExtensionLines {
  private final String row;
  private final String prefix;
  private final List<Line> lines = new ArrayList<>();

  private ExtensionLines(String row, String prefix) {
    this.row = row;
    this.prefix = prefix;
  }

  /**
   * A line for each attribute and sub-attribute.
   *
   * @param schema its names have no quotes and no {@code ?}: they stand in SQL
   * @param row the alias of the resource's row
   */
  static List<Line> of(Schema schema, String row) {
    ExtensionLines table = new ExtensionLines(row, schema.id() + ":");
    schema.attributes().forEach(table::attribute);
    return table.lines;
  }

  private void attribute(Attribute attribute) {
    String value = row + ".keys -> '" + prefix + attribute.name() + "'";
    if (attribute.multiValued()) {
      String elements =
          "jsonb_array_elements(case when jsonb_typeof(%1$s) = 'array' then %1$s end) with ordinality"
              .formatted(value);
      if (attribute.isComplex()) {
        add(attribute.name(), new Rows(elements + " v (keys, position) where true", "v.position"));
        subAttributes(attribute, "v.keys");
      } else {
        add(
            attribute.name(),
            new Values(
                elements + " s (value, position) where true",
                single(attribute, "s.value"),
                "s.position"));
      }
    } else if (attribute.isComplex()) {
      add(attribute.name(), new Complex(value));
      subAttributes(attribute, value);
    } else {
      add(attribute.name(), single(attribute, value));
    }
  }

  private void subAttributes(Attribute attribute, String holder) {
    for (Attribute sub : attribute.subAttributes()) {
      add(attribute.name() + "." + sub.name(), single(sub, holder + " -> '" + sub.name() + "'"));
    }
  }

  private void add(String name, ColumnMapping location) {
    lines.add(new Line(prefix + name, location));
  }

  /** A dateTime is its key: a text whose order is that of the instants. */
  private static Single single(Attribute attribute, String value) {
    return switch (attribute.type()) {
      case BOOLEAN -> new Flag(cast(value, "boolean", "boolean"));
      case INTEGER, DECIMAL -> new Numeric(cast(value, "number", "numeric"));
      case STRING, REFERENCE, BINARY, DATE_TIME -> ColumnMapping.text("(" + value + ") #>> '{}'");
      case COMPLEX -> throw new IllegalArgumentException(attribute.name() + " is complex");
    };
  }

  private static String cast(String value, String jsonType, String type) {
    return "case when jsonb_typeof(%1$s) = '%2$s' then cast((%1$s) #>> '{}' as %3$s) end"
        .formatted(value, jsonType, type);
  }
}
