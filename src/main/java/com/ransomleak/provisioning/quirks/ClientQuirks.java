package com.ransomleak.provisioning.quirks;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.JsonLimits;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchRequest;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schema;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the requests of identity providers into the requests of RFC 7644. Correct requests and
 * requests that are not recognisable are returned unchanged. The package description shows each
 * wrong payload beside the right one.
 */
public final class ClientQuirks {
  /** The limits of the body do not see JSON inside strings, so all of it has its own limit. */
  private static final int MAX_JSON_IN_STRINGS = 1024 * 1024;

  private final ResourceType type;
  private final Warnings warnings;
  private int jsonInStrings;

  private ClientQuirks(ResourceType type, Warnings warnings) {
    this.type = type;
    this.warnings = warnings;
  }

  /** The body of a PATCH. */
  public static JsonObject normalisePatch(JsonObject body, ResourceType type, Warnings warnings) {
    ClientQuirks quirks = new ClientQuirks(type, warnings);
    JsonObject message = quirks.withSchemas(body);
    return ScimJson.member(message, "Operations").orElse(JsonValue.NULL) instanceof JsonArray array
        ? quirks.withOperations(message, array)
        : message;
  }

  /** The body of a POST or PUT. */
  public static JsonObject normaliseDocument(
      JsonObject body, ResourceType type, Warnings warnings) {
    return new KeyNesting(type, warnings).nest(body);
  }

  /** Several clients omit {@code schemas} (M-01). */
  private JsonObject withSchemas(JsonObject body) {
    if (ScimJson.member(body, "schemas").isPresent()) {
      return body;
    }
    warnings.add(WarningType.MISSING_SCHEMAS, PatchRequest.URN);
    return ScimJson.object(body).add("schemas", ScimJson.array().add(PatchRequest.URN)).build();
  }

  private JsonObject withOperations(JsonObject message, JsonArray operations) {
    JsonArrayBuilder normalised = ScimJson.array();
    for (JsonValue item : operations) {
      if (item instanceof JsonObject operation) {
        operation(operation).forEach(normalised::add);
      } else {
        normalised.add(item);
      }
    }
    Map<String, JsonValue> result = new LinkedHashMap<>(message);
    result.keySet().removeIf("Operations"::equalsIgnoreCase);
    result.put("Operations", normalised.build());
    return ScimJson.object(result);
  }

  private List<JsonObject> operation(JsonObject given) {
    Map<String, JsonValue> operation = new LinkedHashMap<>();
    for (String name : List.of("op", "path", "value")) {
      ScimJson.member(given, name).ifPresent(value -> operation.put(name, value));
    }
    lowerCaseOp(operation);
    colonAfterUrn(operation);
    if (isPathless(operation)) {
      parseJsonInString(operation);
    }
    return isPathless(operation)
            && operation.get("value") instanceof JsonObject value
            // Without a path, nothing says what to remove (M-21).
            && !ScimJson.string("remove").equals(operation.get("op"))
        ? keysAsPaths(operation, value)
        : List.of(ScimJson.object(operation));
  }

  /** Entra capitalises operations (M-03). */
  private void lowerCaseOp(Map<String, JsonValue> operation) {
    if (operation.get("op") instanceof JsonString op) {
      String lower = op.getString().toLowerCase(Locale.ROOT);
      if (!lower.equals(op.getString())) {
        warnings.add(WarningType.OPERATION_CASE, lower);
        operation.put("op", ScimJson.string(lower));
      }
    }
  }

  /** Entra jobs of 2018 put a dot between URN and attribute. */
  private void colonAfterUrn(Map<String, JsonValue> operation) {
    if (operation.get("path") instanceof JsonString path) {
      colonAfterUrn(path.getString(), type)
          .ifPresent(
              repaired -> {
                warnings.add(WarningType.DOTTED_SCHEMA_URN, repaired);
                operation.put("path", ScimJson.string(repaired));
              });
    }
  }

  /** Empty when the notation is a known path: the URN of a tenant may contain dots itself. */
  static Optional<String> colonAfterUrn(String notation, ResourceType type) {
    if (notation.indexOf('.') < 0
        || type.extension(notation).isPresent()
        || isKnown(notation, type)) {
      return Optional.empty();
    }
    return type.extensions().stream()
        .map(Schema::id)
        .filter(urn -> notation.regionMatches(true, 0, urn + ".", 0, urn.length() + 1))
        .map(urn -> urn + ":" + notation.substring(urn.length() + 1))
        .filter(repaired -> isKnown(repaired, type))
        .findFirst();
  }

  private static boolean isKnown(String notation, ResourceType type) {
    int filter = notation.indexOf('[');
    return type.find(filter < 0 ? notation : notation.substring(0, filter)).isPresent();
  }

  private static boolean isPathless(Map<String, JsonValue> operation) {
    JsonValue path = operation.getOrDefault("path", JsonValue.NULL);
    return path.equals(JsonValue.NULL)
        || (path instanceof JsonString text && text.getString().isBlank());
  }

  /** scim-for-keycloak sends the value as a string of JSON (M-30). */
  private void parseJsonInString(Map<String, JsonValue> operation) {
    if (operation.get("value") instanceof JsonString text
        && text.getString().stripLeading().startsWith("{")) {
      jsonInStrings += text.getString().length();
      if (jsonInStrings > MAX_JSON_IN_STRINGS) {
        throw new ScimException(
            413,
            "The operations have more than "
                + MAX_JSON_IN_STRINGS
                + " characters of JSON inside strings; send objects instead.");
      }
      try {
        byte[] json = text.getString().getBytes(StandardCharsets.UTF_8);
        operation.put("value", ScimJson.parse(json, JsonLimits.DEFAULT));
      } catch (ScimException e) {
        throw new ScimException(
            e.status(),
            e.type().orElse(null),
            "The value in the string is not usable: " + e.detail());
      }
      warnings.add(WarningType.JSON_IN_STRING, "value");
    }
  }

  /**
   * Entra uses paths as names in the value of an operation without path (M-29). A path with a
   * filter becomes an operation of its own, the others are nested.
   */
  private List<JsonObject> keysAsPaths(Map<String, JsonValue> operation, JsonObject value) {
    List<JsonObject> selections = new ArrayList<>();
    Map<String, JsonValue> attributes = new LinkedHashMap<>();
    new KeyNesting(type, warnings)
        .nest(value)
        .forEach(
            (key, item) -> {
              if (isSelection(key)) {
                warnings.add(WarningType.PATH_AS_KEY, key.replaceAll("\\[.*]", "[…]"));
                selections.add(withPath(operation, key, item));
              } else {
                attributes.put(key, item);
              }
            });
    List<JsonObject> operations = new ArrayList<>();
    if (!attributes.isEmpty() || selections.isEmpty()) {
      Map<String, JsonValue> nested = new LinkedHashMap<>(operation);
      nested.put("value", ScimJson.object(attributes));
      operations.add(ScimJson.object(nested));
    }
    operations.addAll(selections);
    return operations;
  }

  /** {@code emails[type eq "work"].value} and {@code emails.value}. */
  private boolean isSelection(String key) {
    return key.indexOf('[') > 0
        || type.find(key).filter(path -> path.subAttribute() != null).isPresent();
  }

  private static JsonObject withPath(
      Map<String, JsonValue> operation, String path, JsonValue value) {
    Map<String, JsonValue> selection = new LinkedHashMap<>(operation);
    selection.put("path", ScimJson.string(path));
    selection.put("value", value);
    return ScimJson.object(selection);
  }
}
