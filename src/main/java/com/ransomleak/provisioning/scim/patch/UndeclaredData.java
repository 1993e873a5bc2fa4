package com.ransomleak.provisioning.scim.patch;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Tolerance;
import com.ransomleak.provisioning.scim.Tolerances;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchOperation.Op;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.ValueReader;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operations on data under a URN that no schema here has (§Dec-7). POST keeps such data, so PATCH
 * changes it, in each way in which clients name it:
 *
 * <pre>{@code
 * {"urn:unknown:User":{"tag":"one"}}
 *
 * replace urn:unknown:User:tag "two"                  by path
 * replace {"urn:unknown:User:tag":"two"}              by a key without path
 * replace {"urn:unknown:User":{"tag":"two"}}          nested
 * }</pre>
 *
 * A path must name an attribute that the document has. Values are kept as they come.
 */
final class UndeclaredData {
  private final ResourceType type;
  private final Tolerances tolerances;

  UndeclaredData(ResourceType type, Tolerances tolerances) {
    this.type = type;
    this.tolerances = tolerances;
  }

  /**
   * Changes the members of the document.
   *
   * @throws ScimException invalidPath for a path to what is not there
   */
  void apply(PatchOperation operation, Map<String, JsonValue> document) {
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
      tolerances.record(Tolerance.UNKNOWN_ATTRIBUTE_DROPPED, target.toString());
    }
    DocumentReader.checkUnknown(document, type);
  }

  private static Optional<String> spelling(Map<String, JsonValue> members, String name) {
    return members.keySet().stream().filter(name::equalsIgnoreCase).findFirst();
  }

  /** All the data of a URN is changed member by member, like a complex attribute. */
  private void extension(PatchOperation operation, Map<String, JsonValue> document, String urn) {
    tolerances.record(Tolerance.UNKNOWN_SCHEMA_KEPT, urn);
    Map<String, JsonValue> data = new LinkedHashMap<>();
    if (operation.op() != Op.REMOVE && operation.value() instanceof JsonObject changes) {
      if (document.get(urn) instanceof JsonObject present) {
        data.putAll(present);
      }
      data.putAll(changes);
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
    int dot = name.indexOf('.');
    Optional<String> attribute = spelling(data, name);
    Optional<String> parent = dot < 0 ? Optional.empty() : spelling(data, name.substring(0, dot));
    Map<String, JsonValue> changed = new LinkedHashMap<>(data);
    if (attribute.isPresent() || (mayBeNew && parent.isEmpty())) {
      set(operation, changed, attribute.orElse(name));
    } else if (parent.isPresent() && data.get(parent.get()) instanceof JsonObject object) {
      Map<String, JsonValue> parts = new LinkedHashMap<>(object);
      String part = name.substring(dot + 1);
      Optional<String> known = spelling(parts, part);
      if (known.isEmpty() && !mayBeNew) {
        throw type.unknown(operation.path().toString());
      }
      set(operation, parts, known.orElse(part));
      put(changed, parent.get(), parts);
    } else {
      throw type.unknown(operation.path().toString());
    }
    tolerances.record(Tolerance.UNKNOWN_SCHEMA_KEPT, urn);
    put(document, urn, changed);
  }

  private static void set(PatchOperation operation, Map<String, JsonValue> target, String name) {
    if (operation.op() == Op.REMOVE && operation.hasValue()) {
      throw ScimException.invalidValue(
          operation.path() + ": remove takes no value here; replace the value with what is left.");
    }
    if (operation.op() == Op.REMOVE) {
      target.remove(name);
    } else if (operation.op() == Op.ADD && target.get(name) instanceof JsonArray present) {
      List<JsonValue> added =
          operation.value() instanceof JsonArray list ? list : List.of(operation.value());
      List<JsonValue> all = new ArrayList<>(present);
      added.stream().filter(value -> !present.contains(value)).forEach(all::add);
      var array = ScimJson.array();
      all.forEach(array::add);
      target.put(name, array.build());
    } else {
      target.put(name, operation.value());
    }
  }

  /** What has no members left is not kept. */
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
