package com.ransomleak.provisioning.scim.patch;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchOperation.Op;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schema;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a PATCH message (RFC 7644 section 3.5.2) into operations that each have one path and one
 * canonical value:
 *
 * <pre>{@code
 * {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
 *  "Operations":[
 *    {"op":"replace","value":{"active":false,"name":{"familyName":"X"}}},
 *    {"op":"remove","path":"emails[type eq \"home\"]"}]}
 *
 * REPLACE active false
 * REPLACE name.familyName "X"
 * REMOVE  emails[type eq "home"]
 * }</pre>
 *
 * Errors that do not depend on the document are found here, before anything is applied (M-05).
 */
public final class PatchRequest {
  public static final String URN = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

  /** Each filtered operation looks at every element of its attribute. */
  static final int MAX_OPERATIONS = 5_000;

  private final ResourceType type;
  private final Warnings warnings;
  private final List<PatchOperation> operations = new ArrayList<>();
  private final ChangeReader changes;

  private PatchRequest(ResourceType type, Warnings warnings) {
    this.type = type;
    this.warnings = warnings;
    this.changes = new ChangeReader(type, warnings, operations);
  }

  /**
   * Reads a message that {@code ClientQuirks} has normalised.
   *
   * @throws ScimException invalidSyntax for a malformed message, invalidPath, invalidFilter,
   *     invalidValue, mutability for a read-only target or removing a required one (M-10, M-26),
   *     noTarget for a removal without path (M-21); 413 for more than 5,000 operations
   */
  public static List<PatchOperation> parse(JsonObject body, ResourceType type, Warnings warnings) {
    PatchRequest request = new PatchRequest(type, warnings);
    ScimJson.requireSchema(body, URN);
    request.read(body);
    return List.copyOf(request.operations);
  }

  private void read(JsonObject body) {
    if (!(ScimJson.member(body, "Operations").orElse(JsonValue.NULL) instanceof JsonArray array)) {
      throw ScimException.invalidSyntax("A PATCH needs a list of Operations.");
    }
    if (array.size() > MAX_OPERATIONS) {
      throw new ScimException(
          413, "A PATCH may have at most " + MAX_OPERATIONS + " operations; send several.");
    }
    if (array.isEmpty()) {
      warnings.add(WarningType.EMPTY_OPERATIONS, type.name());
    }
    for (JsonValue item : array) {
      if (!(item instanceof JsonObject operation)) {
        throw ScimException.invalidSyntax("Each of the Operations must be an object.");
      }
      operation(operation);
    }
  }

  private void operation(JsonObject operation) {
    Op op = op(ScimJson.member(operation, "op"));
    String path = path(ScimJson.member(operation, "path"));
    Optional<JsonValue> given = ScimJson.member(operation, "value");
    if (op != Op.REMOVE && given.isEmpty()) {
      throw ScimException.invalidValue(
          "An operation " + op.name().toLowerCase(Locale.ROOT) + " needs a value.");
    }
    JsonValue value = given.orElse(JsonValue.NULL);
    if (path.isEmpty() || path.equalsIgnoreCase(type.core().id())) {
      pathless(op, value);
    } else if (type.extension(path).isPresent()) {
      extension(op, type.extension(path).get(), value);
    } else {
      PatchPath target = PatchPath.parse(path, type, warnings);
      if (target.isUndeclared(type)) {
        operations.add(new PatchOperation(op, target, value));
      } else if (op == Op.REMOVE) {
        changes.remove(target, given);
      } else {
        changes.set(op, target, value);
      }
    }
  }

  private static Op op(Optional<JsonValue> value) {
    String name =
        value.orElse(JsonValue.NULL) instanceof JsonString string ? string.getString() : "";
    return switch (name) {
      case "add" -> Op.ADD;
      case "remove" -> Op.REMOVE;
      case "replace" -> Op.REPLACE;
      default ->
          throw ScimException.invalidSyntax(
              "op must be add, remove or replace, not " + ScimJson.excerpt(name) + ".");
    };
  }

  private static String path(Optional<JsonValue> value) {
    if (value.isEmpty() || value.get().getValueType() == ValueType.NULL) {
      return "";
    }
    if (value.get() instanceof JsonString string) {
      return string.getString().strip();
    }
    throw ScimException.invalidPath("path must be a string.");
  }

  private void pathless(Op op, JsonValue value) {
    if (op == Op.REMOVE) {
      throw ScimException.noTarget("A remove needs a path that says what to remove.");
    }
    if (!(value instanceof JsonObject object)) {
      throw ScimException.invalidValue(
          "An operation without a path needs an object of attributes as its value.");
    }
    Set<String> names = new HashSet<>();
    object.forEach(
        (name, item) -> {
          ScimJson.requireNew(names, name);
          Optional<Schema> extension = type.extension(name);
          Optional<Attribute> attribute = type.attribute(name);
          if (extension.isPresent()) {
            extension(op, extension.get(), item);
          } else if (attribute.isPresent()) {
            changes.setMember(op, AttributePath.of(attribute.get().name()), item);
          } else if (DocumentReader.isSchemaUrn(name) && !type.declares(name)) {
            // Only the document shows whether this is a schema or an attribute of one (Dec-7).
            operations.add(
                new PatchOperation(op, PatchPath.of(AttributePath.wholeExtension(name)), item));
          } else {
            warnings.add(WarningType.UNKNOWN_ATTRIBUTE_DROPPED, name);
          }
        });
  }

  private void extension(Op op, Schema schema, JsonValue value) {
    if (op == Op.REMOVE || value.getValueType() == ValueType.NULL) {
      for (Attribute attribute : schema.attributes()) {
        AttributePath path = new AttributePath(schema.id(), attribute.name(), null);
        operations.add(new PatchOperation(Op.REMOVE, PatchPath.of(path), JsonValue.NULL));
      }
      return;
    }
    if (!(value instanceof JsonObject object)) {
      throw ScimException.invalidValue(schema.id() + " must be an object of attributes.");
    }
    Set<String> names = new HashSet<>();
    object.forEach(
        (name, item) -> {
          ScimJson.requireNew(names, name);
          schema
              .attribute(name)
              .map(attribute -> new AttributePath(schema.id(), attribute.name(), null))
              .ifPresentOrElse(
                  path -> changes.setMember(op, path, item),
                  () ->
                      warnings.add(
                          WarningType.UNKNOWN_ATTRIBUTE_DROPPED, schema.id() + ":" + name));
        });
  }
}
