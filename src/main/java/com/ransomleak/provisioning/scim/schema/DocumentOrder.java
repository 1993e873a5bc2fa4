package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which documents are stored: {@code schemas}, {@code id}, {@code externalId}, the
 * attributes as the schema lists them, the extensions, data of unknown schemas, {@code meta}.
 */
final class DocumentOrder {
  private static final DocumentOrder UNCHANGED = new DocumentOrder();

  private final Map<String, DocumentOrder> members = new LinkedHashMap<>();

  private DocumentOrder() {}

  static DocumentOrder of(Schema common, Schema core, List<Schema> extensions) {
    DocumentOrder order = of(common.attributes());
    order.members.putAll(of(core.attributes()).members);
    extensions.forEach(extension -> order.members.put(extension.id(), of(extension.attributes())));
    return order;
  }

  private static DocumentOrder of(List<Attribute> attributes) {
    DocumentOrder order = new DocumentOrder();
    attributes.forEach(
        attribute -> order.members.put(attribute.name(), of(attribute.subAttributes())));
    return order;
  }

  JsonObject apply(JsonObject document) {
    Map<String, JsonValue> ordered = new LinkedHashMap<>();
    members.keySet().stream()
        .filter(document::containsKey)
        .forEach(name -> ordered.put(name, null));
    document.forEach(
        (name, value) -> ordered.put(name, members.getOrDefault(name, UNCHANGED).value(value)));
    JsonValue meta = ordered.remove("meta");
    if (meta != null) {
      ordered.put("meta", meta);
    }
    return ScimJson.object(ordered);
  }

  private JsonValue value(JsonValue value) {
    if (members.isEmpty()) {
      return value;
    }
    if (value instanceof JsonArray array) {
      JsonArrayBuilder ordered = ScimJson.array();
      array.forEach(element -> ordered.add(value(element)));
      return ordered.build();
    }
    return value instanceof JsonObject object ? apply(object) : value;
  }
}
