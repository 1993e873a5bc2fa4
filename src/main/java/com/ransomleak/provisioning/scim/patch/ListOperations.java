package com.ransomleak.provisioning.scim.patch;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.filter.FilterMatcher;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchOperation.Op;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.MultiValuedAttribute;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.ValueReader;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The operations of one PATCH on multi-valued attributes: on whole lists, on selected elements, and
 * on sub-attributes of selected elements.
 *
 * <pre>{@code
 * [{"value":"b@x","type":"work"},{"value":"d@x","type":"home"}]
 *
 * REPLACE emails[type eq "work"].value  "c@x"
 * REMOVE  emails  [{"value":"d@x"}]
 *
 * [{"value":"c@x","type":"work"}]
 * }</pre>
 */
final class ListOperations {
  private final ResourceType type;
  private final Warnings warnings;
  private final ComparisonLimit comparisons = new ComparisonLimit("send fewer in one PATCH.");

  ListOperations(ResourceType type, Warnings warnings) {
    this.type = type;
    this.warnings = warnings;
  }

  void apply(PatchOperation operation, MultiValuedAttribute list) {
    PatchPath path = operation.path();
    if (path.filter().isPresent() || path.subAttribute().isPresent()) {
      elements(operation, list);
    } else if (operation.op() == Op.REMOVE && operation.hasValue()) {
      removeGiven(operation, list);
    } else {
      if (operation.op() == Op.REMOVE && list.isEmpty()) {
        warnings.add(WarningType.REMOVED_NOTHING, path.toString());
      }
      if (operation.op() != Op.ADD) {
        list.clear();
      }
      if (operation.value() instanceof JsonArray array) {
        array.forEach(list::add);
      }
    }
  }

  /** Entra and JumpCloud send {@code remove} with the values to remove (M-27). */
  private void removeGiven(PatchOperation operation, MultiValuedAttribute list) {
    Attribute attribute = type.attribute(operation.path().attribute());
    for (JsonValue given : operation.value().asJsonArray()) {
      comparisons.add(list.size());
      if (list.update(element -> matchesRequested(attribute, given, element), element -> null)
          == 0) {
        warnings.add(WarningType.REMOVED_NOTHING, operation.path().toString());
      }
    }
  }

  /** Ignores {@code primary} and {@code display}, which may have changed since the client read. */
  private static boolean matchesRequested(
      Attribute attribute, JsonValue requested, JsonValue element) {
    if (!(requested instanceof JsonObject expected) || !(element instanceof JsonObject present)) {
      return requested.equals(element);
    }
    return expected.keySet().stream()
        .filter(name -> !name.equals("primary") && !name.equals("display"))
        .allMatch(
            name ->
                present.containsKey(name)
                    && attribute
                        .subAttribute(name)
                        .filter(
                            sub -> sub.key(expected.get(name)).equals(sub.key(present.get(name))))
                        .isPresent());
  }

  private void elements(PatchOperation operation, MultiValuedAttribute list) {
    Optional<Filter> filter = operation.path().filter();
    comparisons.add(list.size());
    Predicate<JsonValue> selected =
        element -> filter.isEmpty() || FilterMatcher.matchesElement(filter.get(), element);
    if (list.update(selected, element -> changed(operation, element)) > 0) {
      return;
    }
    if (operation.op() == Op.REMOVE || !operation.hasValue()) {
      warnings.add(WarningType.REMOVED_NOTHING, operation.path().toString());
    } else {
      create(operation, list);
    }
  }

  /** The element after the operation, or null if nothing of it remains. */
  private static JsonValue changed(PatchOperation operation, JsonValue element) {
    Optional<String> sub = operation.path().subAttribute();
    if (sub.isEmpty()) {
      return switch (operation.op()) {
        case REMOVE -> null;
        case ADD -> overlaid(element.asJsonObject(), operation.value());
        case REPLACE ->
            operation.hasValue()
                ? overlaid(found(operation, element.asJsonObject()), operation.value())
                : null;
      };
    }
    JsonObjectBuilder changed = ScimJson.object(element.asJsonObject());
    if (operation.hasValue() && operation.op() != Op.REMOVE) {
      changed.add(sub.get(), operation.value());
    } else {
      changed.remove(sub.get());
    }
    JsonObject result = changed.build();
    return ValueReader.hasContent(result) ? result : null;
  }

  /** What the filter found the element by stays, so that the same request finds it again. */
  private static JsonObject found(PatchOperation operation, JsonObject element) {
    Map<String, JsonValue> kept = new LinkedHashMap<>(element);
    kept.keySet().retainAll(described(operation).orElse(JsonValue.EMPTY_JSON_OBJECT).keySet());
    return ScimJson.object(kept);
  }

  /**
   * Creates the element that the filter describes. Entra replaces {@code emails[type eq
   * "work"].value} even when there is no such address (M-36, Dec-8).
   */
  private void create(PatchOperation operation, MultiValuedAttribute list) {
    PatchPath path = operation.path();
    JsonObject start =
        described(operation)
            .orElseThrow(
                () ->
                    ScimException.noTarget(
                        path + " selects nothing; add the value to " + path.attribute() + "."));
    JsonObject element =
        path.subAttribute().isEmpty()
            ? overlaid(start, operation.value())
            : ScimJson.object(start).add(path.subAttribute().get(), operation.value()).build();
    warnings.add(WarningType.FILTERED_TARGET_CREATED, path.toString());
    ValueReader.readElement(type.attribute(path.attribute()), path.attribute(), element, warnings)
        .ifPresent(list::add);
  }

  private static Optional<JsonObject> described(PatchOperation operation) {
    return operation.path().filter().isEmpty()
        ? Optional.of(JsonValue.EMPTY_JSON_OBJECT)
        : EqualityConjunction.of(operation.path().filter().get());
  }

  private static JsonObject overlaid(JsonObject element, JsonValue value) {
    JsonObjectBuilder overlaid = ScimJson.object(element);
    value.asJsonObject().forEach(overlaid::add);
    return overlaid.build();
  }
}
