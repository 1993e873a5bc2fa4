package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.mapping.ColumnMapping.Column;
import com.ransomleak.provisioning.scim.filter.Filter.Comparison;
import com.ransomleak.provisioning.scim.filter.Operator;
import com.ransomleak.provisioning.store.ResourceId;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Builds SQL: fragments, and comparisons of one expression with one value. */
final class SqlBuilder {
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final String prefix;

  /**
   * An empty text.
   *
   * @param prefix the beginning of the names of the parameters
   */
  SqlBuilder(String prefix) {
    this.prefix = prefix;
  }

  SqlFragment build() {
    return new SqlFragment(text.toString(), parameters);
  }

  SqlBuilder add(String fragment) {
    text.append(fragment);
    return this;
  }

  /** The fragment with a named parameter in place of each {@code ?}. */
  private SqlBuilder add(String fragment, Object... values) {
    String named = fragment;
    for (Object value : values) {
      String name = prefix + (parameters.size() + 1);
      parameters.put(name, value);
      named = named.replaceFirst("\\?", ":" + name);
    }
    return add(named);
  }

  /** The attribute has a value. */
  SqlBuilder present(Column column) {
    return add(column.expression()).add(" is not null");
  }

  /** The value compares as the filter says. */
  SqlBuilder compare(Column column, Comparison comparison) {
    return comparison.operator() == Operator.NE
        ? add("(").compare(column, comparison, Operator.EQ).add(") is not true")
        : compare(column, comparison, comparison.operator());
  }

  private SqlBuilder compare(Column column, Comparison comparison, Operator operator) {
    String expression = column.expression();
    JsonValue value = comparison.value();
    return switch (column.type()) {
      case BOOLEAN -> add(expression).add(" = ?", value.equals(JsonValue.TRUE));
      case NUMBER ->
          add(expression).add(" " + sign(operator) + " ?", ((JsonNumber) value).bigDecimalValue());
      case TIME ->
          add(expression).add(" " + sign(operator) + " ?", OffsetDateTime.parse(text(value)));
      case UUID ->
          operator == Operator.EQ
              ? equalId(expression, text(value))
              : text(
                  ColumnMapping.text("cast(" + expression + " as text)").expression(),
                  operator,
                  text(value));
      case REFERENCE ->
          operator == Operator.EQ
              ? add("(")
                  .text(expression, operator, text(value))
                  .add(" or ")
                  .equalId(column.linkedId(), text(value))
                  .add(")")
              : text(expression, operator, text(value));
      case TEXT, COMPLEX -> text(expression, operator, comparison.attribute().key(text(value)));
    };
  }

  private static String text(JsonValue value) {
    return ((JsonString) value).getString();
  }

  /** A text that is not an id equals no id; ids are case-exact (S-14). */
  private SqlBuilder equalId(String expression, String value) {
    Optional<UUID> id = ResourceId.of(value);
    return id.isPresent() ? add(expression).add(" = ?", id.get()) : add("false");
  }

  /**
   * Compares texts.
   *
   * @param key folded if the expression is
   */
  private SqlBuilder text(String expression, Operator operator, String key) {
    int end = SqlFragment.storableLength(key);
    if (end < key.length()) {
      return unstorable(expression, operator, key, end);
    }
    return switch (operator) {
      case CO -> add("strpos(").add(expression).add(", ?) > 0", key);
      case SW -> add("starts_with(").add(expression).add(", ?)", key);
      case EW ->
          add("right(").add(expression).add(", ?) = ?", key.codePointCount(0, key.length()), key);
      default -> add(expression).add(" " + sign(operator) + " ?", key);
    };
  }

  /**
   * Compares with a text that PostgreSQL cannot store: it has U+0000 or a lone surrogate. No stored
   * text equals or contains it, but all stored texts are before or after the next storable text.
   */
  private SqlBuilder unstorable(String expression, Operator operator, String key, int end) {
    String next =
        key.substring(0, end)
            + (SqlFragment.isSurrogate(key.codePointAt(end)) ? "\uE000" : "\u0001");
    return switch (operator) {
      case GT, GE -> add(expression).add(" >= ?", next);
      case LT, LE -> add(expression).add(" < ?", next);
      default -> add("false");
    };
  }

  private static String sign(Operator operator) {
    return switch (operator) {
      case EQ -> "=";
      case GT -> ">";
      case GE -> ">=";
      case LT -> "<";
      case LE -> "<=";
      case NE, CO, SW, EW -> throw new IllegalArgumentException(operator + " has no sign");
    };
  }
}
