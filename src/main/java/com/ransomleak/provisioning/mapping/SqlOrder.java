package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.mapping.ColumnMapping.Flag;
import com.ransomleak.provisioning.mapping.ColumnMapping.Numeric;
import com.ransomleak.provisioning.mapping.ColumnMapping.Rows;
import com.ransomleak.provisioning.mapping.ColumnMapping.Single;
import com.ransomleak.provisioning.mapping.ColumnMapping.Time;
import com.ransomleak.provisioning.mapping.ColumnMapping.Uuid;
import com.ransomleak.provisioning.mapping.ColumnMapping.Values;
import com.ransomleak.provisioning.scim.filter.Sort;
import com.ransomleak.provisioning.scim.schema.AttributePath;

/**
 * What a list is sorted by, in SQL:
 *
 * <pre>{@code
 * emails descending
 *
 * (select v.value_key from provisioning.user_email v where … order by coalesce(…primary…, false) desc, v.position limit 1)
 * }</pre>
 *
 * @param key an expression over the resource's row, null when the attribute has no value; made of
 *     our own fragments only (O-07)
 * @param type the PostgreSQL type of the key
 */
record SqlOrder(String key, String type, boolean ascending) {

  static SqlOrder of(Sort sort, ResourceMapping mapping) {
    ColumnMapping parent = mapping.location(sort.path().parent());
    String key;
    Single value;
    if (parent instanceof Rows rows) {
      value = (Single) mapping.location(sort.path());
      key = first(value.expression(), rows.rows(), order(sort, mapping, rows));
    } else if (parent instanceof Values values) {
      value = values.value();
      key = first(value.expression(), values.rows(), values.position());
    } else {
      value = (Single) mapping.location(sort.path());
      key = value.expression();
    }
    return new SqlOrder(shortened(key, value, sort), type(value), sort.ascending());
  }

  /** The one value that stands for all of them (O-04). */
  private static String first(String value, String rows, String order) {
    return "(select %s from %s order by %s limit 1)".formatted(value, rows, order);
  }

  /** The primary value before the others. */
  private static String order(Sort sort, ResourceMapping mapping, Rows rows) {
    AttributePath attribute = sort.path().parent();
    if (mapping.type().attribute(attribute).subAttribute("primary").isEmpty()) {
      return rows.position();
    }
    Flag primary = (Flag) mapping.location(attribute.sub("primary"));
    return "coalesce(%s, false) desc, %s".formatted(primary.expression(), rows.position());
  }

  /**
   * What may be long is cut: also data of an extension, which may be older than its limit. What may
   * not stays as it is, so that its index gives the order.
   */
  private static String shortened(String key, Single value, Sort sort) {
    boolean mayBeLong =
        sort.attribute().maxLength() > Sort.KEY_LENGTH || sort.path().extension() != null;
    return type(value).equals("text") && mayBeLong
        ? "left(%s, %d) collate \"C\"".formatted(key, Sort.KEY_LENGTH)
        : key;
  }

  private static String type(Single value) {
    if (value instanceof Uuid) {
      return "uuid";
    }
    if (value instanceof Flag) {
      return "boolean";
    }
    if (value instanceof Numeric) {
      return "numeric";
    }
    return value instanceof Time ? "timestamptz" : "text";
  }
}
