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
 * presence. {@code toString} is the filter in its shortest canonical spelling; parsing that gives
 * an equal filter.
 */
public sealed interface Filter {

  /** Calls the visitor's method for this kind of filter. */
  <R> R accept(CurrentUser<R> visitor);

  /**
   * Something that is done with every kind of filter. The compiler rejects a visitor without a
   * method for a new kind.
   */
  interface CurrentUser<R> {
    R and(And and);

    R or(Or or);

    R not(Not not);

    R comparison(Comparison comparison);

    R present(Present present);

    R valuePath(ValuePath valuePath);
  }

  /** All of two or more. */
  record And(List<Filter> operands) implements Filter {
    public And {
      operands = List.copyOf(operands);
    }

    @Override
    public <R> R accept(CurrentUser<R> visitor) {
      return visitor.and(this);
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /** Any of two or more. */
  record Or(List<Filter> operands) implements Filter {
    public Or {
      operands = List.copyOf(operands);
    }

    @Override
    public <R> R accept(CurrentUser<R> visitor) {
      return visitor.or(this);
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /** The complement: true for exactly what the operand is not true for. */
  record Not(Filter operand) implements Filter {
    @Override
    public <R> R accept(CurrentUser<R> visitor) {
      return visitor.not(this);
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /**
   * An attribute compared with a value.
   *
   * @param path a simple attribute; of a multi-valued complex one always a sub-attribute
   * @param attribute what the path leads to
   * @param value a string, number or boolean as the attribute's type demands, never null; a
   *     dateTime in UTC with six decimals
   */
  record Comparison(AttributePath path, Attribute attribute, Operator operator, JsonValue value)
      implements Filter {
    @Override
    public <R> R accept(CurrentUser<R> visitor) {
      return visitor.comparison(this);
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /**
   * The attribute has a value.
   *
   * @param path any attribute; complex ones have a value when a sub-attribute has one (F-06)
   * @param attribute what the path leads to
   */
  record Present(AttributePath path, Attribute attribute) implements Filter {
    @Override
    public <R> R accept(CurrentUser<R> visitor) {
      return visitor.present(this);
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /**
   * One element of a multi-valued attribute matches the filter as a whole (F-10).
   *
   * @param path a multi-valued complex attribute
   * @param attribute what the path leads to
   * @param filter about the sub-attributes, by their full paths ({@code emails.type}); has no
   *     ValuePath
   */
  record ValuePath(AttributePath path, Attribute attribute, Filter filter) implements Filter {
    @Override
    public <R> R accept(CurrentUser<R> visitor) {
      return visitor.valuePath(this);
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }
}
