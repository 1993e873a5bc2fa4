package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the search keys of a document: a folded copy that SQL compares. Under row security
 * PostgreSQL cannot use an index on an expression that folds.
 *
 * <pre>{@code
 * {"userName":"Bob@X","externalId":"E-1",
 *  "emails":[{"value":"Bob@X","type":"Work","primary":true}],
 *  "urn:…:enterprise:2.0:User":{"department":"Ops","manager":{"value":"E-2"}}}
 *
 * {"userName":"bob@x","externalId":"E-1",
 *  "emails":[{"value":"bob@x","type":"work","primary":true}],
 *  "urn:…:enterprise:2.0:User:department":"ops",
 *  "urn:…:enterprise:2.0:User:manager":{"value":"E-2"}}
 * }</pre>
 *
 * Strings are folded unless the attribute is case-exact; dateTimes become UTC with six decimals.
 * Data of unknown schemas and attributes that are never returned are left out.
 */
public final class SearchKeys {
  private SearchKeys() {}

  /** The keys of any object. Members that do not fit their definition are left out. */
  public static JsonObject of(JsonObject document, ResourceType type) {
    Map<String, JsonValue> keys = new LinkedHashMap<>();
    document.forEach(
        (name, value) -> {
          Optional<Schema> extension = type.extension(name);
          if (extension.isPresent() && value instanceof JsonObject data) {
            data.forEach(
                (member, item) ->
                    extension
                        .get()
                        .attribute(member)
                        .ifPresent(
                            attribute ->
                                put(
                                    keys,
                                    extension.get().id() + ":" + attribute.name(),
                                    attribute,
                                    item)));
          } else {
            type.attribute(name)
                .ifPresent(attribute -> put(keys, attribute.name(), attribute, value));
          }
        });
    return ScimJson.object(keys);
  }

  private static void put(
      Map<String, JsonValue> keys, String name, Attribute attribute, JsonValue value) {
    if (attribute.returned() != Attribute.Returned.NEVER) {
      key(attribute, value).ifPresent(key -> keys.put(name, key));
    }
  }

  private static Optional<JsonValue> key(Attribute attribute, JsonValue value) {
    if (value instanceof JsonArray array) {
      JsonArrayBuilder keys = ScimJson.array();
      array.forEach(element -> one(attribute, element).ifPresent(keys::add));
      return Optional.of(keys.build());
    }
    return one(attribute, value);
  }

  private static Optional<JsonValue> one(Attribute attribute, JsonValue value) {
    if (attribute.isComplex()) {
      if (!(value instanceof JsonObject object)) {
        return Optional.empty();
      }
      Map<String, JsonValue> keys = new LinkedHashMap<>();
      object.forEach(
          (name, item) ->
              attribute.subAttribute(name).ifPresent(sub -> put(keys, sub.name(), sub, item)));
      return Optional.of(ScimJson.object(keys));
    }
    return switch (value.getValueType()) {
      case STRING -> text(attribute, (JsonString) value);
      case NUMBER, TRUE, FALSE -> Optional.of(value);
      case NULL, ARRAY, OBJECT -> Optional.empty();
    };
  }

  private static Optional<JsonValue> text(Attribute attribute, JsonString value) {
    if (attribute.type() == Attribute.Type.DATE_TIME) {
      return ScimDateTime.parse(value.getString())
          .map(instant -> ScimJson.string(ScimDateTime.key(instant)));
    }
    return Optional.of(attribute.key(value));
  }
}
