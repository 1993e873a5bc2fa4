package com.ransomleak.provisioning.scim.filter;

import com.ransomleak.provisioning.scim.filter.Filter.And;
import com.ransomleak.provisioning.scim.filter.Filter.Comparison;
import com.ransomleak.provisioning.scim.filter.Filter.Not;
import com.ransomleak.provisioning.scim.filter.Filter.Or;
import com.ransomleak.provisioning.scim.filter.Filter.Present;
import com.ransomleak.provisioning.scim.filter.Filter.ValuePath;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.scim.schema.ScimDateTime;
import com.ransomleak.provisioning.scim.schema.ValueReader;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Evaluates a filter on a resource in memory: RFC 7644 section 3.4.2.2 with its gaps closed.
 *
 * <ul>
 *   <li>An absent value matches only {@code ne} (Dec-9); {@code not} is the complement.
 *   <li>A multi-valued attribute matches when any element matches; {@code ne} also matches an empty
 *       one (F-08, F-09).
 *   <li>An element without {@code primary} is not the primary one (S-07).
 *   <li>Strings are compared by their {@link CaseFold} keys unless the attribute is case-exact, and
 *       ordered by code points; dateTimes by instant.
 *   <li>A reference matches its {@code value} or the id at the end of its {@code $ref}: the value
 *       of a manager is stored as sent, and {@code $ref} has the linked user (Dec-23).
 * </ul>
 */
public final class FilterMatcher implements Filter.Visitor<Boolean> {
  /** Returns the value of an attribute, or null. */
  private final Function<AttributePath, JsonValue> attributes;

  private FilterMatcher(Function<AttributePath, JsonValue> attributes) {
    this.attributes = attributes;
  }

  /** Whether a complete resource matches, with {@code id} and {@code meta}. */
  public static boolean matches(Filter filter, JsonObject resource) {
    return filter.accept(new FilterMatcher(path -> attribute(resource, path)));
  }

  /**
   * Whether one value of a complex attribute matches.
   *
   * @param filter from {@link FilterParser#parseValueFilter}
   */
  public static boolean matchesElement(Filter filter, JsonValue element) {
    JsonArray elements = ScimJson.array().add(element).build();
    return filter.accept(new FilterMatcher(path -> elements));
  }

  private static JsonValue attribute(JsonObject resource, AttributePath path) {
    if (path.extension() == null) {
      return resource.get(path.attribute());
    }
    return resource.get(path.extension()) instanceof JsonObject extension
        ? extension.get(path.attribute())
        : null;
  }

  @Override
  public Boolean and(And and) {
    return and.operands().stream().allMatch(operand -> operand.accept(this));
  }

  @Override
  public Boolean or(Or or) {
    return or.operands().stream().anyMatch(operand -> operand.accept(this));
  }

  @Override
  public Boolean not(Not not) {
    return !not.operand().accept(this);
  }

  @Override
  public Boolean comparison(Comparison comparison) {
    JsonValue value = attributes.apply(comparison.path().parent());
    return value instanceof JsonArray elements
        ? anyElement(comparison, elements)
        : compare(comparison, value, member(value, comparison.path().subAttribute()));
  }

  @Override
  public Boolean present(Present present) {
    JsonValue value = attributes.apply(present.path().parent());
    return elements(value).anyMatch(e -> hasValue(member(e, present.path().subAttribute())));
  }

  @Override
  public Boolean valuePath(ValuePath valuePath) {
    return elements(attributes.apply(valuePath.path()))
        .anyMatch(element -> matchesElement(valuePath.filter(), element));
  }

  private static Stream<JsonValue> elements(JsonValue value) {
    return value instanceof JsonArray array ? array.stream() : Stream.ofNullable(value);
  }

  private static boolean anyElement(Comparison comparison, JsonArray elements) {
    return elements.isEmpty()
        ? comparison.operator() == Operator.NE
        : elements.stream()
            .anyMatch(element -> compare(comparison, element, compared(comparison, element)));
  }

  /** The value of an element; false for an absent {@code primary} (RFC 7643 section 2.4). */
  private static JsonValue compared(Comparison comparison, JsonValue element) {
    JsonValue value = member(element, comparison.path().subAttribute());
    return comparison.isAboutPrimary() && !JsonValue.TRUE.equals(value) ? JsonValue.FALSE : value;
  }

  /** The value of the sub-attribute, or the value itself without one; null when absent. */
  private static JsonValue member(JsonValue value, String subAttribute) {
    if (subAttribute == null) {
      return value;
    }
    return value instanceof JsonObject object ? object.get(subAttribute) : null;
  }

  private static boolean hasValue(JsonValue value) {
    return value instanceof JsonObject object
        ? object.values().stream().anyMatch(FilterMatcher::hasValue)
        : value != null && !ValueReader.isUnassigned(value);
  }

  private static boolean compare(Comparison comparison, JsonValue holder, JsonValue value) {
    return switch (comparison.operator()) {
      case EQ -> equal(comparison, value) || matchesReference(comparison, holder);
      case NE -> !equal(comparison, value) && !matchesReference(comparison, holder);
      case CO, SW, EW -> hasValue(value) && contains(comparison, value);
      case GT, GE, LT, LE -> hasValue(value) && isOrdered(comparison, value);
    };
  }

  private static boolean equal(Comparison comparison, JsonValue value) {
    if (!hasValue(value)) {
      return false;
    }
    return switch (comparison.attribute().type()) {
      case BOOLEAN -> value.equals(comparison.value());
      default -> order(comparison, value) == 0;
    };
  }

  private static boolean matchesReference(Comparison comparison, JsonValue holder) {
    if (!"value".equals(comparison.path().subAttribute())
        || !(holder instanceof JsonObject object)
        || !(object.get("$ref") instanceof JsonString reference)
        || !(comparison.value() instanceof JsonString expected)) {
      return false;
    }
    String address = reference.getString();
    String id = address.substring(address.lastIndexOf('/') + 1);
    return id.equals(expected.getString());
  }

  private static boolean contains(Comparison comparison, JsonValue value) {
    String text = key(comparison.attribute(), value);
    String part = key(comparison.attribute(), comparison.value());
    if (!CodePoints.isWellFormed(part)) {
      return false;
    }
    return switch (comparison.operator()) {
      case CO -> text.contains(part);
      case SW -> text.startsWith(part);
      default -> text.endsWith(part);
    };
  }

  private static boolean isOrdered(Comparison comparison, JsonValue value) {
    int order = order(comparison, value);
    return switch (comparison.operator()) {
      case GT -> order > 0;
      case GE -> order >= 0;
      case LT -> order < 0;
      default -> order <= 0;
    };
  }

  private static int order(Comparison comparison, JsonValue value) {
    if (value instanceof JsonNumber number && comparison.value() instanceof JsonNumber other) {
      return number.bigDecimalValue().compareTo(other.bigDecimalValue());
    }
    return CodePoints.compare(
        key(comparison.attribute(), value), key(comparison.attribute(), comparison.value()));
  }

  /** A text whose order is the order of the values. */
  private static String key(Attribute attribute, JsonValue value) {
    String text = value instanceof JsonString string ? string.getString() : value.toString();
    if (attribute.type() == Attribute.Type.DATE_TIME) {
      return ScimDateTime.parse(text).map(ScimDateTime::key).orElse(text);
    }
    return attribute.key(text);
  }
}
