package com.ransomleak.provisioning.mapping;

/** How SQL finds an attribute: an expression on the row of the resource, or rows of values. */
public sealed interface ColumnMapping {

  /** How values of an expression are compared, with their PostgreSQL type. */
  enum ColumnType {
    /** In collation "C", which sorts by code points; folded unless the attribute is case-exact. */
    TEXT("text"),
    UUID("uuid"),
    /** The text that was sent, or the id of the linked resource (Dec-23). */
    REFERENCE("text"),
    BOOLEAN("boolean"),
    NUMBER("numeric"),
    TIME("timestamptz"),
    /** A single-valued complex attribute, which can only be present or absent. */
    COMPLEX("text");

    final String sqlType;

    ColumnType(String sqlType) {
      this.sqlType = sqlType;
    }
  }

  /**
   * One value.
   *
   * @param expression null in SQL when the attribute has no value
   * @param linkedId an expression for the id of a REFERENCE, otherwise null
   */
  record Column(ColumnType type, String expression, String linkedId) implements ColumnMapping {}

  /**
   * A multi-valued attribute: one row for each value.
   *
   * @param rows table, alias and condition, {@code provisioning.user_email v where …}; names the
   *     tenant of every table
   * @param value the value of a simple attribute; null for a complex one
   * @param position an expression that orders the rows
   */
  record Rows(String rows, Column value, String position) implements ColumnMapping {}

  /** An attribute that is not stored, so that no filter can reach it. */
  record NotSearchable() implements ColumnMapping {}

  static Column column(ColumnType type, String expression) {
    return new Column(type, expression, null);
  }

  /** A text expression in the collation "C". */
  static Column text(String expression) {
    return column(ColumnType.TEXT, "(" + expression + ") collate \"C\"");
  }

  /** The rows of a complex attribute. */
  static Rows rows(String rows, String position) {
    return new Rows(rows, null, position);
  }
}
