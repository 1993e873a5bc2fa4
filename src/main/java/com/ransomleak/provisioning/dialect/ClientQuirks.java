package com.ransomleak.provisioning.dialect;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Tolerance;
import com.ransomleak.provisioning.scim.Tolerances;
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
 * Turns the requests of identity providers into what RFC 7644 says. What is already right, and what
 * is wrong beyond recognition, passes unchanged.
 */
public final class ClientQuirks {
  /** JSON inside strings escapes the limits of the body, so all of it together has its own. */
  private static final int MAX_JSON_IN_STRINGS = 1024 * 1024;

  private final ResourceType type;
  private final Tolerances tolerances;
  private int jsonInStrings;

  private ClientQuirks(ResourceType type, Tolerances tolerances) {
    this.type = type;
    this.tolerances = tolerances;
  }

  /** The body of a PATCH. */
  public static JsonObject normalisePatch(
      JsonObject body, ResourceType type, Tolerances tolerances) {
    ClientQuirks dialect = new ClientQuirks(type, tolerances);
    JsonObject message = dialect.withSchemas(body);
    return ScimJson.member(message, "Operations").orElse(JsonValue.NULL) instanceof JsonArray array
        ? dialect.withOperations(message, array)
        : message;
  }

  /** The body of a POST or PUT. */
  public static JsonObject normaliseDocument(
      JsonObject body, ResourceType type, Tolerances tolerances) {
    return new KeyNesting(type, tolerances).nest(body);
  }

  /**
   * The message without its URN (M-01).
   *
   * <pre>{@code
   * {"Operations":[…]}
   * {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[…]}
   * }</pre>
   */
  private JsonObject withSchemas(JsonObject body) {
    if (ScimJson.member(body, "schemas").isPresent()) {
      return body;
    }
    tolerances.record(Tolerance.MISSING_SCHEMAS, PatchRequest.URN);
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
      jsonOutOfString(operation);
    }
    return isPathless(operation) && operation.get("value") instanceof JsonObject value
        ? keysAsPaths(operation, value)
        : List.of(ScimJson.object(operation));
  }

  /**
   * Entra writes operations with a capital (M-03).
   *
   * <pre>{@code
   * {"op":"Replace","path":"title","value":"x"}
   * {"op":"replace","path":"title","value":"x"}
   * }</pre>
   */
  private void lowerCaseOp(Map<String, JsonValue> operation) {
    if (operation.get("op") instanceof JsonString op) {
      String lower = op.getString().toLowerCase(Locale.ROOT);
      if (!lower.equals(op.getString())) {
        tolerances.record(Tolerance.OPERATION_CASE, lower);
        operation.put("op", ScimJson.string(lower));
      }
    }
  }

  /**
   * Entra jobs of 2018 put a dot between URN and attribute.
   *
   * <pre>{@code
   * {"path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department"}
   * {"path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"}
   * }</pre>
   */
  private void colonAfterUrn(Map<String, JsonValue> operation) {
    if (operation.get("path") instanceof JsonString path) {
      colonAfterUrn(path.getString(), type)
          .ifPresent(
              repaired -> {
                tolerances.record(Tolerance.DOTTED_SCHEMA_URN, repaired);
                operation.put("path", ScimJson.string(repaired));
              });
    }
  }

  /** Empty for what leads somewhere as it is: a tenant's URN may end in what looks like it. */
  static Optional<String> colonAfterUrn(String notation, ResourceType type) {
    if (notation.indexOf('.') < 0
        || type.extension(notation).isPresent()
        || leadsSomewhere(notation, type)) {
      return Optional.empty();
    }
    return type.extensions().stream()
        .map(Schema::id)
        .filter(urn -> notation.regionMatches(true, 0, urn + ".", 0, urn.length() + 1))
        .map(urn -> urn + ":" + notation.substring(urn.length() + 1))
        .filter(repaired -> leadsSomewhere(repaired, type))
        .findFirst();
  }

  private static boolean leadsSomewhere(String notation, ResourceType type) {
    int filter = notation.indexOf('[');
    return type.find(filter < 0 ? notation : notation.substring(0, filter)).isPresent();
  }

  private static boolean isPathless(Map<String, JsonValue> operation) {
    JsonValue path = operation.getOrDefault("path", JsonValue.NULL);
    return path.equals(JsonValue.NULL)
        || (path instanceof JsonString text && text.getString().isBlank());
  }

  /**
   * scim-for-keycloak puts the whole value into a string (M-30).
   *
   * <pre>{@code
   * {"op":"replace","value":"{\"active\":false}"}
   * {"op":"replace","value":{"active":false}}
   * }</pre>
   */
  private void jsonOutOfString(Map<String, JsonValue> operation) {
    if (operation.get("value") instanceof JsonString text
        && text.getString().stripLeading().startsWith("{")) {
      jsonInStrings += text.getString().length();
      if (jsonInStrings > MAX_JSON_IN_STRINGS) {
        throw new ScimException(
            413,
            null,
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
      tolerances.record(Tolerance.JSON_IN_STRING, "value");
    }
  }

  /**
   * Entra names attributes of a path-less operation by their paths (M-29). What can be nested is
   * nested; a selection among several values becomes an operation of its own.
   *
   * <pre>{@code
   * {"op":"replace","value":{"name.givenName":"Bob","emails[type eq \"work\"].value":"b@x"}}
   *
   * {"op":"replace","value":{"name":{"givenName":"Bob"}}}
   * {"op":"replace","path":"emails[type eq \"work\"].value","value":"b@x"}
   * }</pre>
   */
  private List<JsonObject> keysAsPaths(Map<String, JsonValue> operation, JsonObject value) {
    List<JsonObject> selections = new ArrayList<>();
    Map<String, JsonValue> attributes = new LinkedHashMap<>();
    new KeyNesting(type, tolerances)
        .nest(value)
        .forEach(
            (key, item) -> {
              if (isSelection(key)) {
                tolerances.record(Tolerance.PATH_AS_KEY, key.replaceAll("\\[.*]", "[…]"));
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
