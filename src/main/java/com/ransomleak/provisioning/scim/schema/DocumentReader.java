package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the body of a POST or PUT into the canonical document that is stored:
 *
 * <pre>{@code
 * {"USERNAME":"bob@x","id":"1","active":"True","title":"","password":"…",
 *  "urn:…:enterprise:2.0:user":{"manager":"E-1"}}
 *
 * {"schemas":["urn:…:core:2.0:User","urn:…:enterprise:2.0:User"],
 *  "userName":"bob@x","active":true,
 *  "urn:…:enterprise:2.0:User":{"manager":{"value":"E-1"}}}
 * }</pre>
 *
 * Read-only attributes are dropped (C-02, W-04), a password is discarded (U-06), and data of
 * unknown schemas is stored as sent (Dec-7). {@code active} stays absent when the body does not
 * have it, because POST and PUT have different defaults (Dec-3).
 */
public final class DocumentReader {
  /** In characters, for all unknown schemas of a document together. */
  public static final int MAX_UNKNOWN_DATA = 65_536;

  private final ResourceType type;
  private final Warnings warnings;
  private final Map<String, JsonValue> members = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();

  private DocumentReader(ResourceType type, Warnings warnings) {
    this.type = type;
    this.warnings = warnings;
  }

  /**
   * Reads a body of POST or PUT.
   *
   * @throws ScimException invalidValue naming the attribute that is missing, of the wrong type or
   *     too long; invalidSyntax for a name in two spellings and for the schema of another resource
   *     type
   */
  public static JsonObject read(JsonObject body, ResourceType type, Warnings warnings) {
    DocumentReader reader = new DocumentReader(type, warnings);
    body.forEach(reader::member);
    reader.checkSchemas(ScimJson.member(body, "schemas"));
    checkUnknown(reader.members, type);
    return assemble(reader.members, type);
  }

  /**
   * Builds the document from canonical members: checks that required attributes are present (S-22)
   * and derives {@code schemas} from the data (S-12).
   */
  public static JsonObject assemble(Map<String, JsonValue> members, ResourceType type) {
    for (Attribute attribute : type.core().attributes()) {
      if (attribute.required() && isBlank(members.get(attribute.name()))) {
        throw ScimException.invalidValue(
            attribute.name() + " is required; send it with a value that is not blank.");
      }
    }
    Map<String, JsonValue> document = new LinkedHashMap<>();
    document.put("schemas", schemas(members, type));
    members.forEach(document::putIfAbsent);
    return ScimJson.object(document);
  }

  /**
   * Checks the size of the data of unknown schemas. Other attributes have limits of their own. Only
   * requests that contain such data are checked.
   *
   * @throws ScimException invalidValue
   */
  public static void checkUnknown(Map<String, JsonValue> members, ResourceType type) {
    int length = 0;
    for (Map.Entry<String, JsonValue> member : members.entrySet()) {
      if (isSchemaUrn(member.getKey()) && type.extension(member.getKey()).isEmpty()) {
        length += ScimJson.write(member.getValue()).length();
        if (length > MAX_UNKNOWN_DATA) {
          throw ScimException.invalidValue(
              member.getKey()
                  + ": more than "
                  + MAX_UNKNOWN_DATA
                  + " characters of data that no schema here describes; send less of it.");
        }
      }
    }
  }

  /**
   * Checks the required attributes of an extension. Data that the request does not mention is not
   * checked, so that a changed schema cannot block a deactivation.
   *
   * @throws ScimException invalidValue
   */
  public static void checkRequired(Schema extension, Map<String, JsonValue> data) {
    for (Attribute attribute : extension.attributes()) {
      if (attribute.required() && isBlank(data.get(attribute.name()))) {
        throw ScimException.invalidValue(
            extension.id()
                + ":"
                + attribute.name()
                + " is required; send it with a value that is not blank.");
      }
    }
  }

  private static boolean isBlank(JsonValue value) {
    return value == null || (value instanceof JsonString text && text.getString().isBlank());
  }

  /** The order does not depend on the order of the members. */
  private static JsonArray schemas(Map<String, JsonValue> members, ResourceType type) {
    JsonArrayBuilder schemas = ScimJson.array().add(type.core().id());
    for (Schema extension : type.extensions()) {
      if (members.containsKey(extension.id())) {
        schemas.add(extension.id());
      }
    }
    members.keySet().stream()
        .filter(name -> isSchemaUrn(name) && type.extension(name).isEmpty())
        .sorted()
        .forEach(schemas::add);
    return schemas.build();
  }

  /** Names of attributes have no colon (S-02). */
  public static boolean isSchemaUrn(String memberName) {
    return memberName.indexOf(':') >= 0;
  }

  private void member(String name, JsonValue value) {
    ScimJson.requireNew(names, name);
    Optional<Schema> extension = type.extension(name);
    Optional<Attribute> attribute = type.attribute(name);
    if (extension.isPresent()) {
      extension(extension.get(), value);
    } else if (attribute.isPresent()) {
      attribute(AttributePath.of(attribute.get().name()), attribute.get(), value, members);
    } else if (isSchemaUrn(name) && !type.knows(name)) {
      unknownExtension(name, value);
    } else {
      warnings.add(WarningType.UNKNOWN_ATTRIBUTE_DROPPED, name);
    }
  }

  private void attribute(
      AttributePath path, Attribute attribute, JsonValue value, Map<String, JsonValue> target) {
    if (!isStored(attribute) || attribute.name().equals("schemas")) {
      return;
    }
    ValueReader.read(attribute, path, value, warnings)
        .ifPresent(read -> target.put(attribute.name(), read));
  }

  /** The only write-only attribute is the password, which is discarded (U-06). */
  private static boolean isStored(Attribute attribute) {
    return !attribute.isReadOnly() && attribute.mutability() != Attribute.Mutability.WRITE_ONLY;
  }

  private void extension(Schema schema, JsonValue value) {
    if (ValueReader.isUnassigned(value)) {
      if (value instanceof JsonString || value instanceof JsonArray) {
        warnings.add(WarningType.EMPTY_VALUE_OF_WRONG_TYPE, schema.id());
      }
      return;
    }
    if (!(value instanceof JsonObject object)) {
      throw ScimException.invalidValue(schema.id() + " must be an object of attributes.");
    }
    Map<String, JsonValue> data = new LinkedHashMap<>();
    Set<Attribute> given = new HashSet<>();
    object.forEach(
        (name, item) -> {
          Optional<Attribute> attribute = schema.attribute(name);
          if (attribute.isEmpty()) {
            warnings.add(WarningType.UNKNOWN_ATTRIBUTE_DROPPED, schema.id() + ":" + name);
          } else if (!given.add(attribute.get())) {
            throw ScimException.invalidSyntax(
                attribute.get().name() + " is given twice, in different spellings.");
          } else {
            AttributePath path = new AttributePath(schema.id(), attribute.get().name(), null);
            attribute(path, attribute.get(), item, data);
          }
        });
    if (!data.isEmpty()) {
      checkRequired(schema, data);
      members.put(schema.id(), ScimJson.object(data));
    }
  }

  private void unknownExtension(String urn, JsonValue value) {
    if (value instanceof JsonObject object && !object.isEmpty()) {
      warnings.add(WarningType.UNKNOWN_SCHEMA_KEPT, urn);
      members.put(urn, value);
    } else if (!ValueReader.isUnassigned(value)) {
      warnings.add(WarningType.UNKNOWN_ATTRIBUTE_DROPPED, urn);
    }
  }

  /** {@code schemas} is checked but not stored, because it is derived (S-11, S-12, C-06). */
  private void checkSchemas(Optional<JsonValue> given) {
    if (given.isEmpty() || ValueReader.isUnassigned(given.get())) {
      warnings.add(WarningType.MISSING_SCHEMAS, type.core().id());
      return;
    }
    AttributePath path = AttributePath.of("schemas");
    JsonValue urns =
        ValueReader.read(type.attribute(path), path, given.get(), warnings)
            .orElse(JsonValue.EMPTY_JSON_ARRAY);
    boolean core = false;
    for (JsonString value : urns.asJsonArray().getValuesAs(JsonString.class)) {
      String urn = value.getString();
      if (urn.equalsIgnoreCase(type.core().id())) {
        core = true;
      } else if (type.extension(urn).isEmpty()) {
        checkForeign(urn);
      }
    }
    if (!core) {
      warnings.add(WarningType.MISSING_SCHEMAS, type.core().id());
    }
    Set<String> listed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    urns.asJsonArray().getValuesAs(JsonString::getString).forEach(listed::add);
    members.keySet().stream()
        .filter(name -> isSchemaUrn(name) && !listed.contains(name))
        .forEach(urn -> warnings.add(WarningType.MISSING_SCHEMAS, urn));
  }

  private void checkForeign(String urn) {
    if (type.knows(urn)) {
      throw ScimException.invalidSyntax(
          "schemas names " + urn + ", which does not belong to a " + type.name() + ".");
    }
    if (members.keySet().stream().noneMatch(urn::equalsIgnoreCase)) {
      warnings.add(WarningType.UNKNOWN_ATTRIBUTE_DROPPED, urn);
    }
  }
}
