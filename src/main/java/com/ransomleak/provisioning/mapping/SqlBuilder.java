package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.mapping.ColumnMapping.Flag;
import com.ransomleak.provisioning.mapping.ColumnMapping.Numeric;
import com.ransomleak.provisioning.mapping.ColumnMapping.Reference;
import com.ransomleak.provisioning.mapping.ColumnMapping.Single;
import com.ransomleak.provisioning.mapping.ColumnMapping.Time;
import com.ransomleak.provisioning.mapping.ColumnMapping.Uuid;
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

/** SQL while it is written: fragments, and what compares one expression with one value. */
final class SqlBuilder {
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final String prefix;

  /**
   * Nothing yet.
   *
   * @param prefix of the names of the parameters
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

  /** The attribute there has a value. */
  void present(Single location) {
    add(location.expression()).add(" is not null");
  }

  /** The value there compares as the filter says. */
  void compare(Single location, Comparison comparison) {
    if (comparison.operator() == Operator.NE) {
      add("(");
      compare(location, comparison, Operator.EQ);
      add(") is not true");
    } else {
      compare(location, comparison, comparison.operator());
    }
  }

  private void compare(Single location, Comparison comparison, Operator operator) {
    if (location instanceof Flag flag) {
      boolean wanted = comparison.value().equals(JsonValue.TRUE);
      add(flag.expression()).add(" = ?", wanted);
      return;
    }
    if (location instanceof Numeric number) {
      add(number.expression())
          .add(" " + sign(operator) + " ?", ((JsonNumber) comparison.value()).bigDecimalValue());
      return;
    }
    String value = ((JsonString) comparison.value()).getString();
    if (location instanceof Time time) {
      add(time.expression()).add(" " + sign(operator) + " ?", OffsetDateTime.parse(value));
    } else if (location instanceof Uuid id) {
      id(id, operator, value);
    } else if (location instanceof Reference reference) {
      reference(reference, operator, value);
    } else {
      text(location.expression(), operator, comparison.attribute().key(value));
    }
  }

  private void id(Uuid id, Operator operator, String value) {
    if (operator == Operator.EQ) {
      equalId(id.expression(), value);
    } else {
      text(
          ColumnMapping.text("cast(" + id.expression() + " as text)").expression(),
          operator,
          value);
    }
  }

  /** What is no id of ours is nobody's id; ids are case-exact (S-14). */
  private void equalId(String expression, String value) {
    Optional<UUID> id = ResourceId.of(value);
    if (id.isPresent()) {
      add(expression).add(" = ?", id.get());
    } else {
      add("false");
    }
  }

  private void reference(Reference reference, Operator operator, String value) {
    if (operator == Operator.EQ) {
      add("(");
      text(reference.expression(), operator, value);
      add(" or ");
      equalId(reference.linkedId(), value);
      add(")");
    } else {
      text(reference.expression(), operator, value);
    }
  }

  /**
   * @param key as the expression gives it: folded if that is
   */
  private void text(String expression, Operator operator, String key) {
    int end = SqlFragment.holdableLength(key);
    if (end < key.length()) {
      unstorable(expression, operator, key, end);
      return;
    }
    switch (operator) {
      case CO -> add("strpos(").add(expression).add(", ?) > 0", key);
      case SW -> add("starts_with(").add(expression).add(", ?)", key);
      case EW ->
          add("right(").add(expression).add(", ?) = ?", key.codePointCount(0, key.length()), key);
      default -> add(expression).add(" " + sign(operator) + " ?", key);
    }
  }

  /**
   * Compares with a text that PostgreSQL cannot hold, and so cannot be sent: U+0000 and half
   * characters. No stored text is equal to it or contains it, but all have a place before or after
   * it, which depends on where the next character that it can hold would be.
   */
  private void unstorable(String expression, Operator operator, String key, int end) {
    String next =
        key.substring(0, end) + (SqlFragment.isHalf(key.codePointAt(end)) ? "\uE000" : "\u0001");
    switch (operator) {
      case GT, GE -> add(expression).add(" >= ?", next);
      case LT, LE -> add(expression).add(" < ?", next);
      default -> add("false");
    }
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
