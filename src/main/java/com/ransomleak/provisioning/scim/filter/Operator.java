package com.ransomleak.provisioning.scim.filter;

import com.ransomleak.provisioning.scim.Keyword;
import com.ransomleak.provisioning.scim.schema.Attribute;
import java.util.Optional;

/**
 * The operators of RFC 7644 table 3 that compare with a value; {@code pr} is {@link
 * Filter.Present}.
 */
public enum Operator implements Keyword {
  EQ,
  NE,
  CO,
  SW,
  EW,
  GT,
  GE,
  LT,
  LE;

  /** The operator of that keyword, in any case (F-01). */
  static Optional<Operator> of(String keyword) {
    for (Operator operator : values()) {
      if (operator.name().equalsIgnoreCase(keyword)) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  /** Whether values of that type can be compared with this operator (F-04, F-13). */
  public boolean supports(Attribute.Type type) {
    return switch (this) {
      case EQ, NE -> type != Attribute.Type.COMPLEX;
      case CO, SW, EW -> type == Attribute.Type.STRING || type == Attribute.Type.REFERENCE;
      case GT, GE, LT, LE ->
          switch (type) {
            case STRING, REFERENCE, DATE_TIME, INTEGER, DECIMAL -> true;
            case BOOLEAN, BINARY, COMPLEX -> false;
          };
    };
  }
}
