package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.mapping.ColumnMapping.Column;
import com.ransomleak.provisioning.mapping.ColumnMapping.Rows;
import com.ransomleak.provisioning.scim.filter.Sort;
import com.ransomleak.provisioning.scim.schema.AttributePath;

/**
 * The sort key of a list in SQL:
 *
 * <pre>{@code
 * emails descending
 *
 * (select v.value_key from provisioning.user_email v where … order by coalesce(…primary…, false) desc, v.position limit 1)
 * }</pre>
 *
 * @param key an expression on the row of the resource, null when the attribute has no value;
 *     contains no text of clients (O-07)
 * @param type the PostgreSQL type of the key
 */
record SqlOrder(String key, String type, boolean ascending) {

  static SqlOrder of(Sort sort, ResourceMapping mapping) {
    Column value = mapping.value(sort.path());
    String key =
        mapping.mapping(sort.path().parent()) instanceof Rows rows
            ? "(select %s from %s order by %s limit 1)"
                .formatted(value.expression(), rows.rows(), order(sort, mapping, rows))
            : value.expression();
    return new SqlOrder(shortened(key, value, sort), value.type().sqlType, sort.ascending());
  }

  /** The primary value is before the others (O-04). */
  private static String order(Sort sort, ResourceMapping mapping, Rows rows) {
    AttributePath attribute = sort.path().parent();
    return mapping.type().attribute(attribute).subAttribute("primary").isEmpty()
        ? rows.position()
        : "coalesce(%s, false) desc, %s"
            .formatted(mapping.value(attribute.sub("primary")).expression(), rows.position());
  }

  /**
   * Cuts keys that can be long. Data of an extension can be older than its limit. Other keys are
   * unchanged, so that their index gives the order.
   */
  private static String shortened(String key, Column value, Sort sort) {
    boolean mayBeLong =
        sort.attribute().maxLength() > Sort.KEY_LENGTH || sort.path().extension() != null;
    return value.type().sqlType.equals("text") && mayBeLong
        ? "left(%s, %d) collate \"C\"".formatted(key, Sort.KEY_LENGTH)
        : key;
  }
}
