package com.ransomleak.provisioning.scim.patch;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchOperation.Op;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.MultiValuedAttribute;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schema;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies the operations of a PATCH to a canonical document. It is a pure function, so either all
 * operations take effect or none (M-05). Each operation sees the result of the previous one (M-04).
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
 * The result equals the document when nothing changed, so that the caller keeps the version (M-20).
 * The members of a group are not part of its document; {@code role} applies their operations.
 */
public final class Patcher {
  private final String id;
  private final ResourceType type;
  private final Warnings warnings;
  private final ListOperations listOperations;
  private final UndeclaredData undeclared;

  private final Map<String, JsonValue> members = new LinkedHashMap<>();
  private final Map<String, Map<String, JsonValue>> extensions = new HashMap<>();
  private final Map<String, Map<String, JsonValue>> extensionsBefore = new HashMap<>();

  /** The multi-valued attributes of earlier operations, removed from the maps above. */
  private final Map<AttributePath, MultiValuedAttribute> lists = new HashMap<>();

  private Patcher(JsonObject document, String id, ResourceType type, Warnings warnings) {
    this.id = id;
    this.type = type;
    this.warnings = warnings;
    this.listOperations = new ListOperations(type, warnings);
    this.undeclared = new UndeclaredData(type, warnings);
    members.putAll(document);
    members.remove("schemas");
    for (Schema extension : type.extensions()) {
      Map<String, JsonValue> data = take(extension);
      extensionsBefore.put(extension.id(), Map.copyOf(data));
      extensions.put(extension.id(), data);
    }
  }

  /** Data stored before the schema was configured can have another spelling of its URN. */
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
   * @param id the id of the resource, which clients may repeat (M-30)
   * @throws ScimException mutability for another id; noTarget when a filter selects nothing and
   *     does not describe an element (M-35, Dec-8); invalidValue when a value does not fit the
   *     document
   */
  public static JsonObject apply(
      JsonObject document,
      String id,
      List<PatchOperation> operations,
      ResourceType type,
      Warnings warnings) {
    Patcher patcher = new Patcher(document, id, type, warnings);
    operations.forEach(patcher::apply);
    return patcher.result();
  }

  private void apply(PatchOperation operation) {
    PatchPath path = operation.path();
    if (path.isUndeclared(type)) {
      undeclared.apply(operation, members);
    } else if (operation.isAbout("id")) {
      repeatedId(operation);
    } else if (type.attribute(path.attribute()).multiValued()) {
      listOperations.apply(operation, lists.computeIfAbsent(path.attribute(), this::open));
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
    warnings.add(WarningType.READ_ONLY_REPEATED, "id");
  }

  private Map<String, JsonValue> container(AttributePath path) {
    return path.extension() == null ? members : extensions.get(path.extension());
  }

  private void assign(Map<String, JsonValue> target, String name, PatchOperation operation) {
    if (operation.hasValue()) {
      target.put(name, operation.value());
    } else if (target.remove(name) == null && operation.op() == Op.REMOVE) {
      warnings.add(WarningType.REMOVED_NOTHING, operation.path().toString());
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

  private MultiValuedAttribute open(AttributePath path) {
    JsonValue present = container(path).remove(path.attribute());
    Attribute attribute = type.attribute(path);
    // Data stored before the schema was configured can have another type.
    return present instanceof JsonArray array
        ? new MultiValuedAttribute(
            attribute,
            array.stream()
                .filter(element -> element instanceof JsonObject == attribute.isComplex())
                .toList())
        : new MultiValuedAttribute(attribute);
  }

  private JsonObject result() {
    undeclared.check(members);
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
