package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads extension schemas that whoever runs the service wrote, and refuses what could not be kept
 * true: a message names the attribute, the reason and the remedy.
 *
 * <pre>{@code
 * [{"id": "urn:acme:scim:2.0:User", "name": "Acme", "attributes": [
 *   {"name": "badge", "type": "integer"},
 *   {"name": "skills", "type": "complex", "multiValued": true, "subAttributes": [
 *     {"name": "value"}, {"name": "level", "type": "decimal"}]}]}]
 * }</pre>
 *
 * These are Schema resources of RFC 7643 section 7, with its defaults (section 2.2) for what is not
 * said; references and binaries are case-exact unless they say otherwise. Beyond the RFC, {@code
 * x-resourceType} is {@code User}, the default, or {@code Group}, and {@code x-maxLength} the
 * longest value in UTF-16 units and the most values of a list, 1,024 by default. Names become part
 * of SQL, so their characters are few.
 */
final class ExtensionReader {
  private static final Pattern URN =
      Pattern.compile("urn:[a-z0-9][a-z0-9-]{1,31}(:[A-Za-z0-9._-]+)+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
  private static final int LONGEST_URN = 200;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_VALUE = 16_384;
  private static final String OF_THE_RFCS = "urn:ietf:params:scim:";
  private static final String EXTENSIONS = OF_THE_RFCS + "schemas:extension:";

  /** Those of every resource; an extension is read and patched beside them. */
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
  private static final Set<String> TYPES =
      Arrays.stream(Attribute.Type.values())
          .map(Attribute.Type::keyword)
          .collect(Collectors.toUnmodifiableSet());

  /** A schema, and what it extends: {@code User} or {@code Group}. */
  record Extension(String resourceType, Schema schema) {}

  private final Set<String> taken = new HashSet<>();

  private ExtensionReader(SchemaRegistry standard) {
    standard.schemas().forEach(schema -> take(schema.id(), schema.attributes()));
  }

  /**
   * The extensions.
   *
   * @param json a list of schemas, or one
   * @param standard the schemas that are there already
   * @throws IllegalArgumentException when something is wrong with them
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
      throw new IllegalArgumentException("This is no JSON: " + e.detail(), e);
    }
    if (wrapped.size() > 1) {
      throw new IllegalArgumentException("This is more than one JSON value; write one list.");
    }
    JsonValue value = wrapped.get("schemas");
    return value instanceof JsonArray list ? list : List.of(value);
  }

  private Extension extension(SchemaJson nameless) {
    String id = nameless.text("id").orElse("");
    if (!URN.matcher(id).matches() || id.length() > LONGEST_URN) {
      throw nameless.wrong(
          "has the id "
              + ScimJson.excerpt(id)
              + "; write a URN such as urn:acme:scim:2.0:User, of letters, digits, . _ - and"
              + " colons, at most "
              + LONGEST_URN
              + " characters");
    }
    SchemaJson schema = nameless.at(id);
    if (id.startsWith(OF_THE_RFCS) && !id.startsWith(EXTENSIONS)) {
      throw schema.wrong(
          "is reserved for the RFCs; choose a URN of your own, or one below " + EXTENSIONS);
    }
    schema.refuseAllBut(SCHEMA_MEMBERS);
    List<Attribute> attributes = attributes(schema, ":", schema.list("attributes"));
    take(id, attributes);
    return new Extension(
        schema.keyword("x-resourceType", "User", Set.of("User", "Group")),
        new Schema(
            id, schema.text("name").orElse(id), schema.text("description").orElse(""), attributes));
  }

  /** No name may mean two things: a schema, or an attribute of another one. */
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
      throw parent.wrong(
          separator.equals(":")
              ? "has no attributes; list at least one"
              : "is complex and has no subAttributes; list at least one");
    }
    Set<String> names = new HashSet<>();
    List<Attribute> attributes = new ArrayList<>();
    for (JsonValue value : definitions) {
      SchemaJson nameless = SchemaJson.of("An attribute of " + parent.place(), value);
      String name = nameless.text("name").orElse("");
      if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
        throw nameless.wrong(
            "has the name "
                + ScimJson.excerpt(name)
                + "; write a letter, then letters, digits, - or _, at most "
                + LONGEST_NAME
                + " characters");
      }
      SchemaJson definition = nameless.at(parent.place() + separator + name);
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw definition.wrong("is defined twice, in any case; leave one of them out");
      }
      definition.refuseAllBut(ATTRIBUTE_MEMBERS);
      attributes.add(separator.equals(":") ? attribute(definition) : subAttribute(definition));
    }
    return attributes;
  }

  private static Attribute attribute(SchemaJson definition) {
    if (COMMON_NAMES.contains(definition.text("name").orElse("").toLowerCase(Locale.ROOT))) {
      throw definition.wrong("has the name of an attribute of every resource; choose another");
    }
    List<Attribute> subAttributes = List.of();
    if (type(definition) == Attribute.Type.COMPLEX) {
      subAttributes = attributes(definition, ".", definition.list("subAttributes"));
    } else if (!definition.list("subAttributes").isEmpty()) {
      throw definition.wrong("has subAttributes but is not complex; write the type complex");
    }
    if (definition.flag("multiValued", false)) {
      requireType(definition, subAttributes, "primary", Attribute.Type.BOOLEAN);
      requireType(definition, subAttributes, "type", Attribute.Type.STRING);
    }
    return build(definition, subAttributes);
  }

  private static Attribute subAttribute(SchemaJson definition) {
    if (type(definition) == Attribute.Type.COMPLEX || !definition.list("subAttributes").isEmpty()) {
      throw definition.wrong(
          "is complex inside a complex attribute (RFC 7643 section 2.3.8); make it simple");
    }
    if (definition.flag("multiValued", false)) {
      throw definition.wrong("is a list inside a complex attribute; make it one value");
    }
    if (definition.flag("required", false)) {
      throw definition.wrong("cannot be required within its attribute; leave required out");
    }
    return build(definition, List.of());
  }

  private static Attribute build(SchemaJson definition, List<Attribute> subAttributes) {
    Attribute.Type type = type(definition);
    // The others would need a writer of read-only values, an index, or an answer of their own.
    definition.keyword("mutability", "readWrite", Set.of("readWrite"));
    definition.keyword("uniqueness", "none", Set.of("none"));
    String returned = definition.keyword("returned", "default", Set.of("default", "always"));
    return new Attribute(
        definition.text("name").orElseThrow(),
        type,
        definition.text("description").orElse(""),
        definition.flag("multiValued", false),
        definition.flag("required", false),
        definition.flag(
            "caseExact", type == Attribute.Type.BINARY || type == Attribute.Type.REFERENCE),
        Attribute.Mutability.READ_WRITE,
        returned.equals("always") ? Attribute.Returned.ALWAYS : Attribute.Returned.DEFAULT,
        Attribute.Uniqueness.NONE,
        definition.texts("canonicalValues"),
        definition.texts("referenceTypes"),
        definition.number("x-maxLength", SchemaFile.DEFAULT_MAX_LENGTH, LONGEST_VALUE),
        List.copyOf(subAttributes));
  }

  private static Attribute.Type type(SchemaJson definition) {
    String keyword = definition.keyword("type", "string", TYPES);
    return Arrays.stream(Attribute.Type.values())
        .filter(type -> type.keyword().equals(keyword))
        .findFirst()
        .orElseThrow();
  }

  /** What the service itself reads in the values of lists (RFC 7643 section 2.4). */
  private static void requireType(
      SchemaJson list, List<Attribute> subAttributes, String name, Attribute.Type type) {
    for (Attribute sub : subAttributes) {
      if (sub.name().equalsIgnoreCase(name) && (!sub.name().equals(name) || sub.type() != type)) {
        throw list.at(list.place() + "." + sub.name())
            .wrong(
                "means something in every list; write it "
                    + name
                    + ", of the type "
                    + type.keyword());
      }
    }
  }
}
