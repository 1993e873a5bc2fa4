package com.ransomleak.provisioning.fuzz;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A resource type as the running server describes it, and nothing that only our code knows: from
 * {@code /ResourceTypes} and {@code /Schemas}.
 *
 * @param extensions the attributes of each extension, by its URN
 */
record Advertised(
    String endpoint, String urn, List<Attribute> core, Map<String, List<Attribute>> extensions) {

  /** An attribute or sub-attribute. */
  record Attribute(
      String name,
      String type,
      boolean multiValued,
      boolean required,
      boolean unique,
      String mutability,
      String returned,
      List<String> canonicalValues,
      List<Attribute> subAttributes) {

    /** Whether a client's value is to come back. */
    boolean isKept() {
      return !mutability.equals("readOnly") && !mutability.equals("writeOnly");
    }

    private static Attribute of(JsonObject json) {
      return new Attribute(
          json.getString("name"),
          json.getString("type"),
          json.getBoolean("multiValued", false),
          json.getBoolean("required", false),
          !json.getString("uniqueness", "none").equals("none"),
          json.getString("mutability", "readWrite"),
          json.getString("returned", "default"),
          json.containsKey("canonicalValues")
              ? json.getJsonArray("canonicalValues").getValuesAs(JsonString::getString)
              : List.of(),
          json.containsKey("subAttributes") ? list(json, "subAttributes") : List.of());
    }

    private static List<Attribute> list(JsonObject json, String name) {
      return json.getJsonArray(name).getValuesAs(JsonObject.class).stream()
          .map(Attribute::of)
          .toList();
    }
  }

  /** All types the tenant has. */
  static List<Advertised> of(ScimClient client) {
    Map<String, List<Attribute>> schemas = new HashMap<>();
    for (JsonObject schema : resources(client.get("/Schemas"))) {
      schemas.put(schema.getString("id"), Attribute.list(schema, "attributes"));
    }
    List<Advertised> types = new ArrayList<>();
    for (JsonObject type : resources(client.get("/ResourceTypes"))) {
      Map<String, List<Attribute>> extensions = new HashMap<>();
      if (type.containsKey("schemaExtensions")) {
        for (JsonObject extension :
            type.getJsonArray("schemaExtensions").getValuesAs(JsonObject.class)) {
          extensions.put(extension.getString("schema"), schemas.get(extension.getString("schema")));
        }
      }
      String urn = type.getString("schema");
      types.add(new Advertised(type.getString("endpoint"), urn, schemas.get(urn), extensions));
    }
    return types;
  }

  private static List<JsonObject> resources(ScimAnswer answer) {
    return answer.expect(200).json().getJsonArray("Resources").getValuesAs(JsonObject.class);
  }

  /** The names under which attributes and sub-attributes can be asked for. */
  List<String> paths() {
    List<String> paths =
        new ArrayList<>(List.of("id", "externalId", "meta.created", "meta.version", "schemas"));
    core.forEach(attribute -> add(paths, "", attribute));
    extensions.forEach((id, list) -> list.forEach(attribute -> add(paths, id + ":", attribute)));
    return paths;
  }

  private static void add(List<String> paths, String prefix, Attribute attribute) {
    paths.add(prefix + attribute.name());
    attribute.subAttributes().forEach(sub -> add(paths, prefix + attribute.name() + ".", sub));
  }
}
