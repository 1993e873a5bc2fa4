package com.ransomleak.provisioning.quirks;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Moves members that are named by a path to the place of the path (M-29), and extension attributes
 * at the top level into their extension:
 *
 * <pre>{@code
 * {"name.givenName":"Bob","urn:…:enterprise:2.0:User:department":"Ops","manager":"E-1"}
 *
 * {"name":{"givenName":"Bob"},
 *  "urn:…:enterprise:2.0:User":{"department":"Ops","manager":"E-1"}}
 * }</pre>
 */
final class KeyNesting {
  private final ResourceType type;
  private final Warnings warnings;

  KeyNesting(ResourceType type, Warnings warnings) {
    this.type = type;
    this.warnings = warnings;
  }

  JsonObject nest(JsonObject object) {
    Map<String, JsonValue> nested = new LinkedHashMap<>();
    Map<AttributePath, JsonValue> moving = new LinkedHashMap<>();
    object.forEach(
        (name, value) -> {
          Optional<AttributePath> path = destination(name);
          if (path.isEmpty()) {
            nested.put(name, value);
          } else if (moving.put(path.get(), value) != null) {
            throw givenTwice(path.get());
          }
        });
    if (moving.isEmpty()) {
      return object;
    }
    moving.forEach((path, value) -> move(nested, path, value));
    return ScimJson.object(nested);
  }

  /** The path of a member that must move; empty when it is in place or cannot be nested. */
  private Optional<AttributePath> destination(String name) {
    if (type.attribute(name).isPresent() || type.extension(name).isPresent()) {
      return Optional.empty();
    }
    Optional<String> repaired = ClientQuirks.colonAfterUrn(name, type);
    Optional<AttributePath> path = type.find(repaired.orElse(name)).filter(this::isNestable);
    if (path.isPresent()) {
      WarningType warning =
          repaired.isPresent() ? WarningType.DOTTED_SCHEMA_URN : WarningType.PATH_AS_KEY;
      warnings.add(warning, path.get().toString());
    }
    return path;
  }

  private boolean isNestable(AttributePath path) {
    return path.subAttribute() == null || !type.attribute(path.parent()).multiValued();
  }

  private static void move(Map<String, JsonValue> object, AttributePath path, JsonValue value) {
    if (path.extension() != null) {
      Map<String, JsonValue> extension = child(object, path.extension(), path);
      move(extension, new AttributePath(null, path.attribute(), path.subAttribute()), value);
      put(object, path.extension(), ScimJson.object(extension));
    } else if (path.subAttribute() != null) {
      Map<String, JsonValue> complex = child(object, path.attribute(), path);
      move(complex, AttributePath.of(path.subAttribute()), value);
      put(object, path.attribute(), ScimJson.object(complex));
    } else {
      put(object, path, value);
    }
  }

  /** Entra sends the attribute in both places with null in one, which is not a contradiction. */
  private static void put(Map<String, JsonValue> object, AttributePath path, JsonValue value) {
    String name = spelling(object, path.attribute()).orElse(path.attribute());
    if (object.getOrDefault(name, JsonValue.NULL).equals(JsonValue.NULL)) {
      object.put(name, value);
    } else if (!value.equals(JsonValue.NULL)) {
      throw givenTwice(path);
    }
  }

  private static Map<String, JsonValue> child(
      Map<String, JsonValue> object, String name, AttributePath path) {
    JsonValue present = spelling(object, name).map(object::get).orElse(JsonValue.NULL);
    if (present instanceof JsonObject child) {
      return new LinkedHashMap<>(child);
    }
    if (present.equals(JsonValue.NULL)) {
      return new LinkedHashMap<>();
    }
    throw givenTwice(path);
  }

  private static void put(Map<String, JsonValue> object, String name, JsonValue value) {
    object.put(spelling(object, name).orElse(name), value);
  }

  private static Optional<String> spelling(Map<String, JsonValue> object, String name) {
    return object.keySet().stream().filter(name::equalsIgnoreCase).findFirst();
  }

  private static ScimException givenTwice(AttributePath path) {
    return ScimException.invalidSyntax(path + " is given twice, once by its path.");
  }
}
