package com.ransomleak.provisioning.mapping;

/**
 * How one attribute is found in SQL: an expression over the resource's row, or the rows of its
 * values.
 */
public sealed interface ColumnMapping {

  /** One value: an SQL expression, null when the attribute has none. */
  sealed interface Single extends ColumnMapping {
    String expression();
  }

  /**
   * Text of collation "C", so that PostgreSQL's order is that of the code points; the folded key
   * when the attribute is case-insensitive.
   */
  record Text(String expression) implements Single {}

  /** An id of ours, of type uuid. */
  record Uuid(String expression) implements Single {}

  /** Who is referred to, by the text that was sent or by the id it was linked to (§Dec-23). */
  record Reference(String expression, String linkedId) implements Single {}

  /** A boolean. */
  record Flag(String expression) implements Single {}

  /** A number, of type numeric. */
  record Numeric(String expression) implements Single {}

  /** A dateTime, of type timestamptz. */
  record Time(String expression) implements Single {}

  /** A singular complex attribute as a whole: only whether there is one. */
  record Complex(String expression) implements Single {}

  /**
   * A multi-valued complex attribute: one row for each value.
   *
   * @param rows table, alias and condition, {@code provisioning.user_email v where …}; names the
   *     tenant wherever it names a table of ours
   * @param position an expression over a row, by which the values are in their order
   */
  record Rows(String rows, String position) implements ColumnMapping {}

  /** A multi-valued attribute whose values are simple: one row for each. */
  record Values(String rows, Single value, String position) implements ColumnMapping {}

  /** An attribute that no filter can reach: it is never stored. */
  record Nowhere() implements ColumnMapping {}

  /** A text expression that has no collation "C" yet. */
  static Text text(String expression) {
    return new Text("(" + expression + ") collate \"C\"");
  }
}
