package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Attribute.Mutability;
import com.ransomleak.provisioning.scim.schema.Attribute.Returned;
import com.ransomleak.provisioning.scim.schema.Attribute.Uniqueness;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Reads a schema from its data file. What the file does not state takes the default of RFC 7643
 * section 2.2 (S-03); {@code x-maxLength} is ours and not shown to clients:
 *
 * <pre>{@code
 * {"name": "userName", "type": "string", "description": "…",
 *  "required": true, "uniqueness": "server", "x-maxLength": 256}
 * }</pre>
 */
final class SchemaFile {
  static final int DEFAULT_MAX_LENGTH = 1_024;

  private SchemaFile() {}

  static Schema read(String name) {
    JsonObject file = ScimJson.parse(bytes("/scim/schemas/" + name + ".json"));
    return new Schema(
        file.getString("id"),
        file.getString("name"),
        file.getString("description"),
        attributes(file.getJsonArray("attributes")));
  }

  private static byte[] bytes(String resource) {
    try (InputStream in = SchemaFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("Missing from the deployment: " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Attribute> attributes(JsonArray array) {
    return array == null ? List.of() : array.getValuesAs(SchemaFile::attribute);
  }

  private static Attribute attribute(JsonValue value) {
    JsonObject json = value.asJsonObject();
    return new Attribute(
        json.getString("name"),
        keyword(Attribute.Type.values(), Attribute.Type::keyword, json.getString("type", "string")),
        json.getString("description"),
        json.getBoolean("multiValued", false),
        json.getBoolean("required", false),
        json.getBoolean("caseExact", false),
        keyword(
            Mutability.values(), Mutability::keyword, json.getString("mutability", "readWrite")),
        keyword(Returned.values(), Returned::keyword, json.getString("returned", "default")),
        keyword(Uniqueness.values(), Uniqueness::keyword, json.getString("uniqueness", "none")),
        names(json.getJsonArray("canonicalValues")),
        names(json.getJsonArray("referenceTypes")),
        json.getInt("x-maxLength", DEFAULT_MAX_LENGTH),
        List.copyOf(attributes(json.getJsonArray("subAttributes"))));
  }

  private static List<String> names(JsonArray array) {
    return array == null ? List.of() : List.copyOf(array.getValuesAs(JsonString::getString));
  }

  private static <E> E keyword(E[] values, Function<E, String> spelling, String keyword) {
    return Arrays.stream(values)
        .filter(value -> spelling.apply(value).equals(keyword))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Unknown keyword " + keyword));
  }
}
