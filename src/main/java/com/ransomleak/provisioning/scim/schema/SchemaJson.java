package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.Keyword;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Attribute.Mutability;
import com.ransomleak.provisioning.scim.schema.Attribute.Returned;
import com.ransomleak.provisioning.scim.schema.Attribute.Uniqueness;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON of a schema or attribute. Members that are missing have the defaults of RFC 7643 section
 * 2.2 (S-03), but references and binaries are case-exact. {@code x-maxLength} is not part of the
 * RFC and not shown to clients:
 *
 * <pre>{@code
 * {"name": "userName", "type": "string", "description": "…",
 *  "required": true, "uniqueness": "server", "x-maxLength": 256}
 * }</pre>
 *
 * @param place what an error names, {@code urn:acme:scim:2.0:User:badge}
 */
record SchemaJson(String place, JsonObject json) {
  static final int DEFAULT_MAX_LENGTH = 1_024;

  /** Reads a schema of this service from its file in {@code /scim/schemas}. */
  static Schema file(String name) {
    String path = "/scim/schemas/" + name + ".json";
    try (InputStream in = SchemaJson.class.getResourceAsStream(path)) {
      SchemaJson file = new SchemaJson(path, ScimJson.parse(in.readAllBytes()));
      return new Schema(
          file.text("id").orElseThrow(),
          file.text("name").orElseThrow(),
          file.text("description").orElseThrow(),
          file.attributes("attributes"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SchemaJson of(String place, JsonValue value) {
    if (value instanceof JsonObject object) {
      return new SchemaJson(place, object);
    }
    throw new SchemaJson(place, JsonValue.EMPTY_JSON_OBJECT).error("must be an object");
  }

  private List<Attribute> attributes(String member) {
    return list(member).stream()
        .map(value -> of(place, value))
        .map(attribute -> attribute.attribute(attribute.attributes("subAttributes")))
        .toList();
  }

  /** The attribute, with the sub-attributes that the caller has read. */
  Attribute attribute(List<Attribute> subAttributes) {
    Attribute.Type type =
        keyword("type", Attribute.Type.STRING, EnumSet.allOf(Attribute.Type.class));
    return new Attribute(
        text("name").orElseThrow(),
        type,
        text("description").orElse(""),
        flag("multiValued", false),
        flag("required", false),
        flag("caseExact", type == Attribute.Type.BINARY || type == Attribute.Type.REFERENCE),
        keyword("mutability", Mutability.READ_WRITE, EnumSet.allOf(Mutability.class)),
        keyword("returned", Returned.DEFAULT, EnumSet.allOf(Returned.class)),
        keyword("uniqueness", Uniqueness.NONE, EnumSet.allOf(Uniqueness.class)),
        texts("canonicalValues"),
        texts("referenceTypes"),
        number("x-maxLength", DEFAULT_MAX_LENGTH, Integer.MAX_VALUE),
        List.copyOf(subAttributes));
  }

  SchemaJson at(String newPlace) {
    return new SchemaJson(newPlace, json);
  }

  Optional<String> text(String member) {
    JsonValue value = json.get(member);
    if (value == null || value instanceof JsonString) {
      return Optional.ofNullable((JsonString) value).map(JsonString::getString);
    }
    throw error("needs text as its " + member);
  }

  boolean flag(String member, boolean defaultValue) {
    JsonValue value = json.getOrDefault(member, ScimJson.bool(defaultValue));
    if (value.equals(JsonValue.TRUE) || value.equals(JsonValue.FALSE)) {
      return value.equals(JsonValue.TRUE);
    }
    throw error("needs true or false, without quotes, as its " + member);
  }

  int number(String member, int defaultValue, int max) {
    JsonValue value = json.getOrDefault(member, ScimJson.number(defaultValue));
    if (value instanceof JsonNumber number
        && number.isIntegral()
        && number.doubleValue() >= 1
        && number.doubleValue() <= max) {
      return number.intValue();
    }
    throw error("needs a whole number from 1 to " + max + " as its " + member);
  }

  JsonArray list(String member) {
    if (json.getOrDefault(member, JsonValue.EMPTY_JSON_ARRAY) instanceof JsonArray list) {
      return list;
    }
    throw error("needs a list as its " + member);
  }

  private List<String> texts(String member) {
    JsonArray list = list(member);
    if (!list.stream().allMatch(JsonString.class::isInstance)) {
      throw error("needs a list of texts as its " + member);
    }
    return List.copyOf(list.getValuesAs(JsonString::getString));
  }

  /** One of these keywords. */
  <E extends Enum<E> & Keyword> E keyword(String member, E defaultValue, Set<E> allowed) {
    Map<String, E> values = new HashMap<>();
    allowed.forEach(value -> values.put(value.keyword(), value));
    return values.get(oneOf(member, defaultValue.keyword(), values.keySet()));
  }

  String oneOf(String member, String defaultValue, Set<String> allowed) {
    String text = text(member).orElse(defaultValue);
    if (!allowed.contains(text)) {
      throw error(
          "has the %s %s, which is not possible here; write %s"
              .formatted(
                  member,
                  ScimJson.excerpt(text),
                  String.join(" or ", allowed.stream().sorted().toList())));
    }
    return text;
  }

  /** A misspelt member would be ignored silently. */
  void rejectAllBut(Set<String> known) {
    for (String member : json.keySet()) {
      if (!known.contains(member)) {
        throw error(
            "has "
                + ScimJson.excerpt(member)
                + ", which means nothing; correct it or leave it out");
      }
    }
  }

  IllegalArgumentException error(String reason) {
    return new IllegalArgumentException(place + " " + reason + ".");
  }
}
