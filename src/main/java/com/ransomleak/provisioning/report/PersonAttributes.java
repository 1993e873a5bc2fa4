package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schema;
import com.ransomleak.provisioning.scim.schema.Schemas;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Attributes in the document of a user, as texts; null without a value. SQL would parse the
 * document again for each of them.
 */
record PersonAttributes(JsonObject document) {

  static PersonAttributes of(String document) {
    return new PersonAttributes(ScimJson.parse(document.getBytes(StandardCharsets.UTF_8)));
  }

  /** The attributes of a tenant's own extension schemas by URN and name, as SCIM names them. */
  static Map<String, Attribute> extensions(ResourceType type) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (Schema schema : type.extensions()) {
      if (!schema.id().equals(Schemas.ENTERPRISE_USER)) {
        schema.attributes().stream()
            .filter(attribute -> !attribute.isComplex())
            .filter(attribute -> attribute.returned() != Attribute.Returned.NEVER)
            .forEach(attribute -> attributes.put(schema.id() + ":" + attribute.name(), attribute));
      }
    }
    return attributes;
  }

  String core(String name) {
    return text(document.get(name));
  }

  String enterprise(String name) {
    return text(object(document.get(Schemas.ENTERPRISE_USER)).get(name));
  }

  /** Of the primary address, else of the first. */
  String address(String name) {
    List<JsonObject> addresses =
        document.get("addresses") instanceof JsonArray array
            ? array.getValuesAs(PersonAttributes::object)
            : List.of();
    return addresses.stream()
        .filter(address -> address.getBoolean("primary", false))
        .findFirst()
        .or(() -> addresses.stream().findFirst())
        .map(address -> text(address.get(name)))
        .orElse(null);
  }

  /** The attributes of {@link #extensions(ResourceType)} that have a value; null for none. */
  JsonObject extensionValues(ResourceType type) {
    JsonObjectBuilder values = ScimJson.object();
    for (String name : extensions(type).keySet()) {
      int end = name.lastIndexOf(':');
      String value =
          text(object(document.get(name.substring(0, end))).get(name.substring(end + 1)));
      if (value != null) {
        values.add(name, value);
      }
    }
    JsonObject all = values.build();
    return all.isEmpty() ? null : all;
  }

  private static JsonObject object(JsonValue value) {
    return value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static String text(JsonValue value) {
    if (value instanceof JsonArray values) {
      return values.stream().map(PersonAttributes::text).collect(Collectors.joining("; "));
    }
    return value instanceof JsonString string
        ? string.getString()
        : value == null ? null : value.toString();
  }
}
