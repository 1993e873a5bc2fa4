package com.ransomleak.provisioning.scim.patch;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Tolerance;
import com.ransomleak.provisioning.scim.Tolerances;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.filter.FilterMatcher;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchOperation.Op;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.MultiValue;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schema;
import com.ransomleak.provisioning.scim.schema.ValueReader;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Applies the operations of a PATCH to a canonical document: a pure function, so either all of them
 * took effect or none did (M-05). Each operation sees what the former ones did (M-04).
 *
 * <pre>{@code
 * {"userName":"bob@x","emails":[{"value":"b@x","type":"work","primary":true}]}
 *
 * REPLACE emails[type eq "work"].value  "c@x"
 * ADD     emails  [{"value":"d@x","type":"home","primary":true}]
 *
 * {"userName":"bob@x","emails":[{"value":"d@x","type":"home","primary":true},
 *                               {"value":"c@x","type":"work","primary":false}]}
 * }</pre>
 *
 * The result equals the document when nothing changed; the caller compares, and moves the version
 * only if something did (M-20). Members of a group are rows and no part of a document: their
 * operations are not for here.
 */
public final class Patcher {
  /** A second's worth, on a small machine. */
  private static final int MAX_COMPARISONS = 200_000;

  private final String id;
  private final ResourceType type;
  private final Tolerances tolerances;

  private final Map<String, JsonValue> members = new LinkedHashMap<>();
  private final Map<String, Map<String, JsonValue>> extensions = new HashMap<>();
  private final Map<String, Map<String, JsonValue>> extensionsBefore = new HashMap<>();

  /** The multi-valued attributes touched so far, taken out of the maps above. */
  private final Map<AttributePath, MultiValue> lists = new HashMap<>();

  private long comparisons;

  private Patcher(JsonObject document, String id, ResourceType type, Tolerances tolerances) {
    this.id = id;
    this.type = type;
    this.tolerances = tolerances;
    members.putAll(document);
    members.remove("schemas");
    for (Schema extension : type.extensions()) {
      Map<String, JsonValue> data = take(extension);
      extensionsBefore.put(extension.id(), Map.copyOf(data));
      extensions.put(extension.id(), data);
    }
  }

  /** Kept before anybody knew the schema, the data may be under another spelling of its URN. */
  private Map<String, JsonValue> take(Schema extension) {
    Map<String, JsonValue> data = new LinkedHashMap<>();
    List<String> spellings =
        members.keySet().stream().filter(extension.id()::equalsIgnoreCase).toList();
    for (String spelling : spellings) {
      if (members.remove(spelling) instanceof JsonObject object) {
        data.putAll(object);
      }
    }
    return data;
  }

  /**
   * The document after the operations.
   *
   * @param document canonical, as {@link DocumentReader} returns it
   * @param id the resource's id, which clients may repeat (M-30)
   * @throws ScimException mutability for another id; noTarget when a filter selects nothing and
   *     does not say what to create (M-35, §Dec-8); invalidValue when a value does not fit what is
   *     there
   */
  public static JsonObject apply(
      JsonObject document,
      String id,
      List<PatchOperation> operations,
      ResourceType type,
      Tolerances tolerances) {
    Patcher patcher = new Patcher(document, id, type, tolerances);
    operations.forEach(patcher::apply);
    return patcher.result();
  }

  private void apply(PatchOperation operation) {
    PatchPath path = operation.path();
    if (path.target().isWholeExtension()) {
      unknownExtension(operation);
    } else if (operation.isAbout("id")) {
      repeatedId(operation);
    } else if (type.attribute(path.attribute()).multiValued()) {
      list(operation);
    } else if (path.subAttribute().isPresent()) {
      subAttribute(operation);
    } else {
      assign(container(path.target()), path.target().attribute(), operation);
    }
  }

  private void repeatedId(PatchOperation operation) {
    if (!operation.value().equals(ScimJson.string(id))) {
      throw ScimException.mutability("id is read-only; leave it out of the request.");
    }
    tolerances.record(Tolerance.READ_ONLY_REPEATED, "id");
  }

  private Map<String, JsonValue> container(AttributePath path) {
    return path.extension() == null ? members : extensions.get(path.extension());
  }

  private void assign(Map<String, JsonValue> target, String name, PatchOperation operation) {
    if (operation.hasValue()) {
      target.put(name, operation.value());
    } else if (target.remove(name) == null && operation.op() == Op.REMOVE) {
      tolerances.record(Tolerance.REMOVED_NOTHING, operation.path().toString());
    }
  }

  private void subAttribute(PatchOperation operation) {
    AttributePath target = operation.path().target();
    Map<String, JsonValue> container = container(target);
    Map<String, JsonValue> object = new LinkedHashMap<>();
    if (container.get(target.attribute()) instanceof JsonObject present) {
      object.putAll(present);
    }
    assign(object, target.subAttribute(), operation);
    if (object.isEmpty()) {
      container.remove(target.attribute());
    } else {
      container.put(target.attribute(), ScimJson.object(object));
    }
  }

  /** Data no schema describes is changed member by member, like a complex attribute. */
  private void unknownExtension(PatchOperation operation) {
    String urn = operation.path().target().extension();
    String name = members.keySet().stream().filter(urn::equalsIgnoreCase).findFirst().orElse(urn);
    Map<String, JsonValue> data = new LinkedHashMap<>();
    if (operation.value() instanceof JsonObject changes) {
      if (members.get(name) instanceof JsonObject present) {
        data.putAll(present);
      }
      data.putAll(changes);
      data.values().removeIf(JsonValue.NULL::equals);
    }
    if (data.isEmpty()) {
      members.remove(name);
    } else {
      members.put(name, ScimJson.object(data));
    }
  }

  private void list(PatchOperation operation) {
    PatchPath path = operation.path();
    MultiValue list = lists.computeIfAbsent(path.attribute(), this::open);
    if (path.filter().isPresent() || path.subAttribute().isPresent()) {
      elements(operation, list);
    } else if (operation.op() == Op.REMOVE && operation.hasValue()) {
      removeGiven(operation, list);
    } else {
      if (operation.op() == Op.REMOVE && list.isEmpty()) {
        tolerances.record(Tolerance.REMOVED_NOTHING, path.toString());
      }
      if (operation.op() != Op.ADD) {
        list.clear();
      }
      if (operation.value() instanceof JsonArray array) {
        array.forEach(list::add);
      }
    }
  }

  private MultiValue open(AttributePath path) {
    JsonValue present = container(path).remove(path.attribute());
    Attribute attribute = type.attribute(path);
    // What was stored before the schema said so may be of another shape.
    return present instanceof JsonArray array
        ? new MultiValue(
            attribute,
            array.stream()
                .filter(element -> element instanceof JsonObject == attribute.isComplex())
                .toList())
        : new MultiValue(attribute);
  }

  /** Entra and JumpCloud: {@code remove} with a list of values removes those (M-27). */
  private void removeGiven(PatchOperation operation, MultiValue list) {
    Attribute attribute = type.attribute(operation.path().attribute());
    for (JsonValue given : operation.value().asJsonArray()) {
      compare(list);
      if (list.update(element -> isGiven(attribute, given, element), element -> null) == 0) {
        tolerances.record(Tolerance.REMOVED_NOTHING, operation.path().toString());
      }
    }
  }

  /** Operations times elements: either is bounded, and so must be their product (N-07). */
  private void compare(MultiValue list) {
    comparisons += list.size();
    if (comparisons > MAX_COMPARISONS) {
      throw new ScimException(
          413,
          null,
          "The operations compare more than "
              + MAX_COMPARISONS
              + " values of lists; send fewer in one PATCH.");
    }
  }

  /** By what identifies an element; {@code primary} and {@code display} may have changed since. */
  private static boolean isGiven(Attribute attribute, JsonValue given, JsonValue element) {
    if (!(given instanceof JsonObject wanted) || !(element instanceof JsonObject present)) {
      return given.equals(element);
    }
    return wanted.keySet().stream()
        .filter(name -> !name.equals("primary") && !name.equals("display"))
        .allMatch(
            name ->
                present.containsKey(name)
                    && attribute
                        .subAttribute(name)
                        .filter(sub -> isEqual(sub, wanted.get(name), present.get(name)))
                        .isPresent());
  }

  private static boolean isEqual(Attribute attribute, JsonValue one, JsonValue other) {
    return (!attribute.caseExact()
            && one instanceof JsonString string
            && other instanceof JsonString otherString)
        ? CaseFold.key(string.getString()).equals(CaseFold.key(otherString.getString()))
        : one.equals(other);
  }

  private void elements(PatchOperation operation, MultiValue list) {
    Optional<Filter> filter = operation.path().filter();
    compare(list);
    Predicate<JsonValue> selected =
        element -> filter.isEmpty() || FilterMatcher.matchesElement(filter.get(), element);
    if (list.update(selected, element -> changed(operation, element)) > 0) {
      return;
    }
    if (operation.op() == Op.REMOVE || !operation.hasValue()) {
      tolerances.record(Tolerance.REMOVED_NOTHING, operation.path().toString());
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
        // What the filter asked for stays, so that the same request finds the element again.
        case REPLACE ->
            operation.hasValue()
                ? overlaid(
                    described(operation).orElse(JsonValue.EMPTY_JSON_OBJECT), operation.value())
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
    return ValueReader.saysSomething(result) ? result : null;
  }

  /**
   * Entra replaces {@code emails[type eq "work"].value} where there is none, and means: create it
   * with that type (M-36, §Dec-8). Only a filter that says nothing but what equals what tells how.
   */
  private void create(PatchOperation operation, MultiValue list) {
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
    tolerances.record(Tolerance.FILTERED_TARGET_CREATED, path.toString());
    ValueReader.readElement(type.attribute(path.attribute()), path.attribute(), element, tolerances)
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

  private JsonObject result() {
    lists.forEach(
        (path, list) -> {
          if (!list.isEmpty()) {
            container(path).put(path.attribute(), list.toJson());
          }
        });
    extensions.forEach(
        (urn, data) -> {
          if (!data.isEmpty()) {
            if (!data.equals(extensionsBefore.get(urn))) {
              DocumentReader.checkRequired(type.extension(urn).orElseThrow(), data);
            }
            members.put(urn, ScimJson.object(data));
          }
        });
    return DocumentReader.assemble(members, type);
  }
}
