package com.ransomleak.provisioning.scim.patch;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchOperation.Op;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.ValueReader;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Operations on data of unknown schemas (Dec-7). POST stores such data, so PATCH can change it.
 * Clients name it in three ways:
 *
 * <pre>{@code
 * {"urn:unknown:User":{"tag":"one"}}
 *
 * replace urn:unknown:User:tag "two"                  by path
 * replace {"urn:unknown:User:tag":"two"}              by a key without path
 * replace {"urn:unknown:User":{"tag":"two"}}          nested
 * }</pre>
 *
 * A path must name an attribute that the document has. Values are stored as sent.
 */
final class UndeclaredData {
  private final ResourceType type;
  private final Warnings warnings;
  private final ComparisonLimit comparisons = new ComparisonLimit("send fewer in one PATCH.");
  private boolean wasChanged;

  UndeclaredData(ResourceType type, Warnings warnings) {
    this.type = type;
    this.warnings = warnings;
  }

  /**
   * Changes the members of the document.
   *
   * @throws ScimException invalidPath when the path names nothing in the document; 413 when the
   *     operations compare too many values
   */
  void apply(PatchOperation operation, Map<String, JsonValue> document) {
    wasChanged = true;
    comparisons.add(document.size());
    AttributePath target = operation.path().target();
    Optional<String> whole = spelling(document, target.toString());
    int colon = target.toString().lastIndexOf(':');
    Optional<String> urn = spelling(document, target.toString().substring(0, colon));
    if (whole.isPresent()) {
      extension(operation, document, whole.get());
    } else if (urn.isPresent()) {
      String name = target.toString().substring(colon + 1);
      attribute(operation, document, urn.get(), name, target.isWholeExtension());
    } else if (!target.isWholeExtension()) {
      throw type.unknown(target.toString());
    } else if (operation.value() instanceof JsonObject) {
      extension(operation, document, target.toString());
    } else if (!ValueReader.isUnassigned(operation.value())) {
      warnings.add(WarningType.UNKNOWN_ATTRIBUTE_DROPPED, target.toString());
    }
  }

  /**
   * Checks the size of the data once after all operations, because measuring writes the JSON.
   *
   * @throws ScimException invalidValue
   */
  void check(Map<String, JsonValue> document) {
    if (wasChanged) {
      DocumentReader.checkUnknown(document, type);
    }
  }

  private static Optional<String> spelling(Map<String, JsonValue> members, String name) {
    return members.keySet().stream().filter(name::equalsIgnoreCase).findFirst();
  }

  /** Changes the data of a URN member by member, like a complex attribute. */
  private void extension(PatchOperation operation, Map<String, JsonValue> document, String urn) {
    warnings.add(WarningType.UNKNOWN_SCHEMA_KEPT, urn);
    Map<String, JsonValue> data = new LinkedHashMap<>();
    if (operation.op() != Op.REMOVE && operation.value() instanceof JsonObject changes) {
      if (document.get(urn) instanceof JsonObject present) {
        comparisons.add(present.size());
        data.putAll(present);
      }
      changes.forEach((name, value) -> data.put(name, changed(operation, urn, data, name, value)));
    } else if (operation.op() != Op.REMOVE && !ValueReader.isUnassigned(operation.value())) {
      throw ScimException.invalidValue(
          operation.path() + " is an extension; send an object of its attributes.");
    }
    put(document, urn, data);
  }

  private void attribute(
      PatchOperation operation,
      Map<String, JsonValue> document,
      String urn,
      String name,
      boolean mayBeNew) {
    JsonObject data =
        document.get(urn) instanceof JsonObject present ? present : JsonValue.EMPTY_JSON_OBJECT;
    comparisons.add(data.size());
    int dot = name.indexOf('.');
    Optional<String> attribute = spelling(data, name);
    Optional<String> parent = dot < 0 ? Optional.empty() : spelling(data, name.substring(0, dot));
    Map<String, JsonValue> changed = new LinkedHashMap<>(data);
    if (attribute.isPresent() || (mayBeNew && parent.isEmpty())) {
      set(operation, urn, changed, attribute.orElse(name));
    } else if (parent.isPresent() && data.get(parent.get()) instanceof JsonObject object) {
      comparisons.add(object.size());
      Map<String, JsonValue> parts = new LinkedHashMap<>(object);
      String part = name.substring(dot + 1);
      Optional<String> known = spelling(parts, part);
      if (known.isEmpty() && !mayBeNew) {
        throw type.unknown(operation.path().toString());
      }
      set(operation, urn, parts, known.orElse(part));
      put(changed, parent.get(), parts);
    } else {
      throw type.unknown(operation.path().toString());
    }
    warnings.add(WarningType.UNKNOWN_SCHEMA_KEPT, urn);
    put(document, urn, changed);
  }

  private void set(
      PatchOperation operation, String urn, Map<String, JsonValue> target, String name) {
    if (operation.op() == Op.REMOVE && operation.hasValue()) {
      throw ScimException.invalidValue(
          operation.path() + ": remove takes no value here; replace the value with what is left.");
    }
    if (operation.op() == Op.REMOVE) {
      target.remove(name);
    } else {
      target.put(name, changed(operation, urn, target, name, operation.value()));
    }
  }

  /**
   * The value after add or replace. Adding to a list appends the values that it lacks; adding to an
   * object changes the given members (RFC 7644 section 3.5.2.1).
   */
  private JsonValue changed(
      PatchOperation operation,
      String urn,
      Map<String, JsonValue> target,
      String name,
      JsonValue value) {
    if (operation.op() == Op.ADD && target.get(name) instanceof JsonArray present) {
      return appended(urn, present, value instanceof JsonArray list ? list : List.of(value));
    }
    if (operation.op() == Op.ADD
        && target.get(name) instanceof JsonObject present
        && value instanceof JsonObject parts) {
      comparisons.add(present.size() + parts.size());
      Map<String, JsonValue> merged = new LinkedHashMap<>(present);
      merged.putAll(parts);
      return ScimJson.object(merged);
    }
    return value;
  }

  private JsonArray appended(String urn, JsonArray present, List<JsonValue> added) {
    var all = ScimJson.array();
    added.forEach(all::add);
    // Too much data is rejected before it is compared.
    DocumentReader.checkUnknown(Map.of(urn, all.build()), type);
    comparisons.add(present.size() + added.size());
    Set<JsonValue> known = new HashSet<>(present);
    var result = ScimJson.array();
    present.forEach(result::add);
    added.stream().filter(known::add).forEach(result::add);
    return result.build();
  }

  /** Removes an object without members. */
  private static void put(
      Map<String, JsonValue> target, String name, Map<String, JsonValue> members) {
    members.values().removeIf(JsonValue.NULL::equals);
    if (members.isEmpty()) {
      target.remove(name);
    } else {
      target.put(name, ScimJson.object(members));
    }
  }
}
