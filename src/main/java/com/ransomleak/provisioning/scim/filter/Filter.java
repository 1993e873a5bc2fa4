package com.ransomleak.provisioning.scim.filter;

import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import jakarta.json.JsonValue;
import java.util.List;

/**
 * A filter as {@link FilterParser} returns it: every path canonical and defined, every value of its
 * attribute's type.
 *
 * <pre>{@code
 * USERNAME Eq "bob@x" and (emails co "@x" or not(title pr))
 *
 * And[Comparison[userName, EQ, "bob@x"],
 *     Or[Comparison[emails.value, CO, "@x"], Not[Present[title]]]]
 * }</pre>
 *
 * There is one tree for one meaning: {@code eq null} is "not present" and {@code ne null} is
 * "present" (F-15), {@code emails[type eq "work"].value eq "x"} is {@code emails[type eq "work" and
 * value eq "x"]} (F-11), and the brackets after a singular attribute are an {@code and} with its
 * presence.
 */
public sealed interface Filter {

  /** Calls the visitor's method for this kind of filter. */
  <R> R accept(Visitor<R> visitor);

  /** The filter in its shortest canonical spelling. Parsing it gives an equal filter. */
  default String text() {
    return FilterText.of(this);
  }

  /**
   * An operation on every kind of filter. The compiler rejects a visitor without a method for a new
   * kind.
   */
  interface Visitor<R> {
    R and(And and);

    R or(Or or);

    R not(Not not);

    R comparison(Comparison comparison);

    R present(Present present);

    R valuePath(ValuePath valuePath);
  }

  /** All of two or more operands. */
  record And(List<Filter> operands) implements Filter {
    public And {
      operands = List.copyOf(operands);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.and(this);
    }
  }

  /** Any of two or more operands. */
  record Or(List<Filter> operands) implements Filter {
    public Or {
      operands = List.copyOf(operands);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.or(this);
    }
  }

  /** The complement: true for every resource for which the operand is not true. */
  record Not(Filter operand) implements Filter {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.not(this);
    }
  }

  /**
   * An attribute compared with a value.
   *
   * @param path a simple attribute; for a multi-valued complex attribute always a sub-attribute
   * @param attribute the definition at the path
   * @param value a string, number or boolean of the attribute's type, never null; a dateTime in UTC
   *     with six decimals
   */
  record Comparison(AttributePath path, Attribute attribute, Operator operator, JsonValue value)
      implements Filter {
    /** Whether it compares {@code primary}, which is false for an element without it (S-07). */
    public boolean isAboutPrimary() {
      return "primary".equals(path.subAttribute()) && attribute.type() == Attribute.Type.BOOLEAN;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.comparison(this);
    }
  }

  /**
   * The attribute has a value.
   *
   * @param path any attribute; complex ones have a value when a sub-attribute has one (F-06)
   * @param attribute the definition at the path
   */
  record Present(AttributePath path, Attribute attribute) implements Filter {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.present(this);
    }
  }

  /**
   * One element of a multi-valued attribute matches the filter as a whole (F-10).
   *
   * @param path a multi-valued complex attribute
   * @param attribute the definition at the path
   * @param filter compares sub-attributes by their full paths ({@code emails.type}); has no
   *     ValuePath
   */
  record ValuePath(AttributePath path, Attribute attribute, Filter filter) implements Filter {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.valuePath(this);
    }
  }
}
