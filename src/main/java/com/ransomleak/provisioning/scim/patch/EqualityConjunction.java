package com.ransomleak.provisioning.scim.patch;

import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.filter.Operator;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A filter that describes an element completely: equal comparisons of sub-attributes, joined by
 * {@code and} (Dec-8).
 *
 * <pre>{@code
 * type eq "work" and primary eq true   →   {"type":"work","primary":true}
 * type eq "work" or type eq "home"     →   not one element
 * }</pre>
 */
public final class EqualityConjunction {
  private EqualityConjunction() {}

  /** The element that the filter describes; empty for alternatives and contradictions. */
  public static Optional<JsonObject> of(Filter filter) {
    Map<String, JsonValue> element = new LinkedHashMap<>();
    return describes(filter, element) ? Optional.of(ScimJson.object(element)) : Optional.empty();
  }

  private static boolean describes(Filter filter, Map<String, JsonValue> element) {
    if (filter instanceof Filter.And and) {
      return and.operands().stream().allMatch(operand -> describes(operand, element));
    }
    if (!(filter instanceof Filter.Comparison comparison)
        || comparison.operator() != Operator.EQ
        || comparison.value() == JsonValue.NULL
        || comparison.path().subAttribute() == null) {
      return false;
    }
    JsonValue other = element.putIfAbsent(comparison.path().subAttribute(), comparison.value());
    return other == null || other.equals(comparison.value());
  }
}
