package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Attribute.Mutability;
import com.ransomleak.provisioning.scim.schema.Attribute.Returned;
import com.ransomleak.provisioning.scim.schema.Attribute.Uniqueness;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads and validates the extension schemas that an administrator configured:
 *
 * <pre>{@code
 * [{"id": "urn:acme:scim:2.0:User", "name": "Acme", "attributes": [
 *   {"name": "badge", "type": "integer"},
 *   {"name": "skills", "type": "complex", "multiValued": true, "subAttributes": [
 *     {"name": "value"}, {"name": "level", "type": "decimal"}]}]}]
 * }</pre>
 *
 * These are Schema resources of RFC 7643 section 7 with the defaults of {@link SchemaJson}. Beyond
 * the RFC, {@code x-resourceType} is {@code User} (the default) or {@code Group}, and {@code
 * x-maxLength} limits the length of a string in UTF-16 units and the elements of a list. Names
 * become part of SQL, so few characters are allowed. Errors name the attribute, the reason and the
 * remedy.
 */
final class ExtensionReader {
  private static final Pattern URN =
      Pattern.compile("urn:[a-z0-9][a-z0-9-]{1,31}(:[A-Za-z0-9._-]+)+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
  private static final int MAX_URN_LENGTH = 200;
  private static final int MAX_NAME_LENGTH = 100;
  private static final int MAX_VALUE_LENGTH = 16_384;
  private static final String RFC_PREFIX = "urn:ietf:params:scim:";
  private static final String EXTENSION_PREFIX = RFC_PREFIX + "schemas:extension:";

  /** Attributes of every resource. A core path such as {@code meta} must not lead elsewhere. */
  private static final Set<String> COMMON_NAMES = Set.of("schemas", "id", "externalid", "meta");

  private static final Set<String> SCHEMA_MEMBERS =
      Set.of("schemas", "id", "name", "description", "attributes", "meta", "x-resourceType");
  private static final Set<String> ATTRIBUTE_MEMBERS =
      Set.of(
          "name",
          "type",
          "description",
          "multiValued",
          "required",
          "caseExact",
          "mutability",
          "returned",
          "uniqueness",
          "canonicalValues",
          "referenceTypes",
          "subAttributes",
          "x-maxLength");

  /** A schema and the resource type that it extends: {@code User} or {@code Group}. */
  record Extension(String resourceType, Schema schema) {}

  private final Set<String> taken = new HashSet<>();

  private ExtensionReader(SchemaRegistry standard) {
    standard.schemas().forEach(schema -> take(schema.id(), schema.attributes()));
  }

  /**
   * Reads the schemas.
   *
   * @param json a list of schemas, or one schema
   * @param standard the schemas of this service
   * @throws IllegalArgumentException naming schema and attribute, the reason and the remedy
   */
  static List<Extension> read(String json, SchemaRegistry standard) {
    ExtensionReader reader = new ExtensionReader(standard);
    List<Extension> extensions = new ArrayList<>();
    for (JsonValue value : parse(json)) {
      extensions.add(reader.extension(SchemaJson.of("A schema", value)));
    }
    return extensions;
  }

  private static List<JsonValue> parse(String json) {
    JsonObject wrapped;
    try {
      wrapped = ScimJson.parse(("{\"schemas\":" + json + "}").getBytes(StandardCharsets.UTF_8));
    } catch (ScimException e) {
      throw new IllegalArgumentException("This is not JSON: " + e.detail(), e);
    }
    if (wrapped.size() > 1) {
      throw new IllegalArgumentException("This is more than one JSON value; write one list.");
    }
    JsonValue value = wrapped.get("schemas");
    return value instanceof JsonArray list ? list : List.of(value);
  }

  private Extension extension(SchemaJson unnamed) {
    String id = unnamed.text("id").orElse("");
    if (!URN.matcher(id).matches() || id.length() > MAX_URN_LENGTH) {
      throw unnamed.error(
          "has the id "
              + ScimJson.excerpt(id)
              + "; write a URN such as urn:acme:scim:2.0:User, of letters, digits, . _ - and"
              + " colons, at most "
              + MAX_URN_LENGTH
              + " characters");
    }
    SchemaJson schema = unnamed.at(id);
    if (id.startsWith(RFC_PREFIX) && !id.startsWith(EXTENSION_PREFIX)) {
      throw schema.error(
          "is reserved for the RFCs; choose a URN of your own, or one below " + EXTENSION_PREFIX);
    }
    schema.rejectAllBut(SCHEMA_MEMBERS);
    List<Attribute> attributes = attributes(schema, ":", schema.list("attributes"));
    take(id, attributes);
    return new Extension(
        schema.oneOf("x-resourceType", "User", Set.of("User", "Group")),
        new Schema(
            id, schema.text("name").orElse(id), schema.text("description").orElse(""), attributes));
  }

  /** A URN cannot name both a schema and an attribute of another schema. */
  private void take(String id, List<Attribute> attributes) {
    take(id);
    attributes.forEach(attribute -> take(id + ":" + attribute.name()));
  }

  private void take(String name) {
    if (!taken.add(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          name + " means something else already; choose another name.");
    }
  }

  private static List<Attribute> attributes(
      SchemaJson parent, String separator, JsonArray definitions) {
    if (definitions.isEmpty()) {
      throw parent.error(
          separator.equals(":")
              ? "has no attributes; list at least one"
              : "is complex and has no subAttributes; list at least one");
    }
    Set<String> names = new HashSet<>();
    List<Attribute> attributes = new ArrayList<>();
    for (JsonValue value : definitions) {
      SchemaJson unnamed = SchemaJson.of("An attribute of " + parent.place(), value);
      String name = unnamed.text("name").orElse("");
      if (!NAME.matcher(name).matches() || name.length() > MAX_NAME_LENGTH) {
        throw unnamed.error(
            "has the name "
                + ScimJson.excerpt(name)
                + "; write a letter, then letters, digits, - or _, at most "
                + MAX_NAME_LENGTH
                + " characters");
      }
      SchemaJson definition = unnamed.at(parent.place() + separator + name);
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw definition.error("is defined twice, in any case; leave one of them out");
      }
      definition.rejectAllBut(ATTRIBUTE_MEMBERS);
      attributes.add(separator.equals(":") ? attribute(definition) : subAttribute(definition));
    }
    return attributes;
  }

  private static Attribute attribute(SchemaJson definition) {
    if (COMMON_NAMES.contains(definition.text("name").orElse("").toLowerCase(Locale.ROOT))) {
      throw definition.error("has the name of an attribute of every resource; choose another");
    }
    List<Attribute> subAttributes = List.of();
    if (type(definition) == Attribute.Type.COMPLEX) {
      subAttributes = attributes(definition, ".", definition.list("subAttributes"));
    } else if (!definition.list("subAttributes").isEmpty()) {
      throw definition.error("has subAttributes but is not complex; write the type complex");
    }
    if (definition.flag("multiValued", false)) {
      requireType(definition, subAttributes, "primary", Attribute.Type.BOOLEAN);
      requireType(definition, subAttributes, "type", Attribute.Type.STRING);
    }
    return build(definition, subAttributes);
  }

  private static Attribute subAttribute(SchemaJson definition) {
    if (type(definition) == Attribute.Type.COMPLEX || !definition.list("subAttributes").isEmpty()) {
      throw definition.error(
          "is complex inside a complex attribute (RFC 7643 section 2.3.8); make it simple");
    }
    if (definition.flag("multiValued", false)) {
      throw definition.error("is a list inside a complex attribute; make it one value");
    }
    if (definition.flag("required", false)) {
      throw definition.error("cannot be required within its attribute; leave required out");
    }
    return build(definition, List.of());
  }

  private static Attribute build(SchemaJson definition, List<Attribute> subAttributes) {
    // Other values would need read-only data of our own, a unique index or hidden attributes.
    definition.keyword("mutability", Mutability.READ_WRITE, Set.of(Mutability.READ_WRITE));
    definition.keyword("uniqueness", Uniqueness.NONE, Set.of(Uniqueness.NONE));
    definition.keyword("returned", Returned.DEFAULT, EnumSet.of(Returned.DEFAULT, Returned.ALWAYS));
    definition.number("x-maxLength", SchemaJson.DEFAULT_MAX_LENGTH, MAX_VALUE_LENGTH);
    return definition.attribute(subAttributes);
  }

  private static Attribute.Type type(SchemaJson definition) {
    return definition.keyword("type", Attribute.Type.STRING, EnumSet.allOf(Attribute.Type.class));
  }

  /** The service itself reads {@code primary} and {@code type} (RFC 7643 section 2.4). */
  private static void requireType(
      SchemaJson list, List<Attribute> subAttributes, String name, Attribute.Type type) {
    for (Attribute sub : subAttributes) {
      if (sub.name().equalsIgnoreCase(name) && (!sub.name().equals(name) || sub.type() != type)) {
        throw list.at(list.place() + "." + sub.name())
            .error(
                "means something in every list; write it "
                    + name
                    + ", of the type "
                    + type.keyword());
      }
    }
  }
}
