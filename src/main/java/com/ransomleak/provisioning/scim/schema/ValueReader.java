package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the value of an attribute and returns it in canonical form: sub-attributes in the spelling
 * of the schema, booleans as booleans, lists as lists. Known deviations of clients are accepted
 * with a warning; all others are invalidValue. Strings are not changed (S-25).
 *
 * <pre>{@code
 * active   "False"                       false
 * emails   {"VALUE":"a@x","Primary":1}   invalidValue
 * emails   "a@x"                         [{"value":"a@x"}]
 * manager  [{"value":"E-1","$ref":"…"}]  {"value":"E-1"}
 * members  [{"value":"42","type":"Group"}]  empty: only users can be members
 * title    "", null, []                  empty: the same as absent (S-10, S-31)
 * }</pre>
 *
 * Error details never contain a value, because it could be a secret.
 */
public final class ValueReader {
  private ValueReader() {}

  /**
   * The value of the whole attribute, or empty when it is unassigned.
   *
   * @param path the name of the attribute in errors and warnings
   * @throws ScimException invalidValue when the value does not suit the attribute; invalidSyntax
   *     when an object has a name in two spellings
   */
  public static Optional<JsonValue> read(
      Attribute attribute, AttributePath path, JsonValue value, Warnings warnings) {
    return attribute.multiValued()
        ? list(attribute, path, value, warnings)
        : single(attribute, path, value, warnings);
  }

  /** The value of one element of a multi-valued attribute. */
  public static Optional<JsonValue> readElement(
      Attribute attribute, AttributePath path, JsonValue value, Warnings warnings) {
    Optional<JsonValue> element = single(attribute, path, value, warnings);
    if (!isUnassigned(value)) {
      requireReferenceValue(attribute, path, element);
    }
    return element.filter(ValueReader::hasContent);
  }

  /**
   * Whether an element has more than its type: {@code {"type":"work","primary":true}} remains when
   * the value of an address is cleared, and counts as absent.
   */
  public static boolean hasContent(JsonValue element) {
    return !(element instanceof JsonObject object)
        || object.keySet().stream()
            .anyMatch(name -> !name.equals("type") && !name.equals("primary"));
  }

  /** Whether the value is null or empty, which means absent (S-10, S-31). */
  public static boolean isUnassigned(JsonValue value) {
    return value.getValueType() == ValueType.NULL
        || (value instanceof JsonString string && string.getString().isEmpty())
        || (value instanceof JsonArray array && array.isEmpty())
        || (value instanceof JsonObject object && object.isEmpty());
  }

  private static Optional<JsonValue> list(
      Attribute attribute, AttributePath path, JsonValue value, Warnings warnings) {
    if (isUnassigned(value)) {
      if (value instanceof JsonString || value instanceof JsonObject) {
        warnings.add(WarningType.EMPTY_VALUE_OF_WRONG_TYPE, path.toString());
      }
      return Optional.empty();
    }
    if (!(value instanceof JsonArray array)) {
      warnings.add(WarningType.SINGLE_VALUE_FOR_LIST, path.toString());
      return list(attribute, path, ScimJson.array().add(value).build(), warnings);
    }
    MultiValuedAttribute.checkSize(attribute, array.size());
    MultiValuedAttribute elements = new MultiValuedAttribute(attribute);
    boolean primarySeen = false;
    for (JsonValue item : array) {
      if (isGroupAmongUsers(attribute, item)) {
        warnings.add(WarningType.GROUP_MEMBER_SKIPPED, path.toString());
        continue;
      }
      Optional<JsonValue> element = single(attribute, path, item, warnings);
      requireReferenceValue(attribute, path, element);
      if (element.isEmpty() || !hasContent(element.get())) {
        if (!isUnassigned(item)) {
          warnings.add(WarningType.EMPTY_ELEMENT_DROPPED, path.toString());
        }
        continue;
      }
      boolean primary = MultiValuedAttribute.isPrimary(element.get());
      if (!elements.add(element.get())) {
        warnings.add(WarningType.DUPLICATE_VALUE_DROPPED, path.toString());
      } else if (primary && primarySeen) {
        warnings.add(WarningType.SECOND_PRIMARY_CLEARED, path.toString());
      }
      primarySeen |= primary;
    }
    return elements.isEmpty() ? Optional.empty() : Optional.of(elements.toJson());
  }

  private static Optional<JsonValue> single(
      Attribute attribute, AttributePath path, JsonValue value, Warnings warnings) {
    if (isUnassigned(value)) {
      boolean isItsOwn =
          switch (attribute.type()) {
            case STRING, REFERENCE -> value instanceof JsonString;
            case COMPLEX -> value instanceof JsonObject;
            default -> false;
          };
      if (!isItsOwn && value.getValueType() != ValueType.NULL) {
        warnings.add(WarningType.EMPTY_VALUE_OF_WRONG_TYPE, path.toString());
      }
      return Optional.empty();
    }
    if (value instanceof JsonArray array) {
      if (array.size() > 1) {
        throw SimpleValueReader.wrong(path, value, "one value, not a list of " + array.size());
      }
      warnings.add(WarningType.LIST_FOR_SINGLE_VALUE, path.toString());
      return single(attribute, path, array.get(0), warnings);
    }
    return attribute.isComplex()
        ? complex(attribute, path, value, warnings)
        : Optional.of(SimpleValueReader.read(attribute, path, value, warnings));
  }

  private static Optional<JsonValue> complex(
      Attribute attribute, AttributePath path, JsonValue value, Warnings warnings) {
    if (!(value instanceof JsonObject object)) {
      Attribute main =
          attribute
              .subAttribute("value")
              .orElseThrow(
                  () -> SimpleValueReader.wrong(path, value, "an object of sub-attributes"));
      warnings.add(WarningType.STRING_FOR_COMPLEX, path.toString());
      JsonValue text = SimpleValueReader.read(main, path.sub(main.name()), value, warnings);
      return Optional.of(ScimJson.object().add(main.name(), text).build());
    }
    Map<String, JsonValue> members = new LinkedHashMap<>();
    Map<Attribute, JsonValue> all = subAttributes(attribute, path, object, warnings);
    all.forEach(
        (sub, given) ->
            read(sub, path.sub(sub.name()), given, warnings)
                .ifPresent(read -> members.put(sub.name(), read)));
    requireReferenceType(attribute, path, members);
    if (path.equals(Schemas.MANAGER) && hasReferenceValue(all)) {
      members.remove("$ref");
    }
    return members.isEmpty() ? Optional.empty() : Optional.of(ScimJson.object(members));
  }

  /**
   * The members of the object that are writable sub-attributes, as sent. Unknown and read-only
   * members are dropped (S-09).
   */
  public static Map<Attribute, JsonValue> subAttributes(
      Attribute attribute, AttributePath path, JsonObject object, Warnings warnings) {
    Map<Attribute, JsonValue> members = new LinkedHashMap<>();
    object.forEach(
        (name, given) -> {
          Optional<Attribute> sub = attribute.subAttribute(name);
          if (sub.isEmpty()) {
            warnings.add(WarningType.UNKNOWN_ATTRIBUTE_DROPPED, path + "." + name);
          } else if (!sub.get().isReadOnly() && members.put(sub.get(), given) != null) {
            throw ScimException.invalidSyntax(
                path.sub(sub.get().name()) + " is given twice, in different spellings.");
          }
        });
    return members;
  }

  /**
   * Whether a reference has a value, even an empty one. Clients send back the {@code $ref} that
   * they read, and change or clear the value beside it.
   */
  public static boolean hasReferenceValue(Map<Attribute, JsonValue> given) {
    return given.keySet().stream().anyMatch(sub -> sub.name().equals("value"));
  }

  /** Rejects a {@code type} beside a {@code $ref} that the schema does not list. */
  private static void requireReferenceType(
      Attribute attribute, AttributePath path, Map<String, JsonValue> members) {
    Optional<Attribute> reference = attribute.subAttribute("$ref");
    if (reference.isPresent() && members.get("type") instanceof JsonString type) {
      if (reference.get().referenceTypes().stream()
          .noneMatch(allowed -> allowed.equalsIgnoreCase(type.getString()))) {
        throw SimpleValueReader.wrong(
            path.sub("type"), type, String.join(" or ", reference.get().referenceTypes()));
      }
    }
  }

  /** Whether a member has the type Group, where only users can be members (U-18). */
  private static boolean isGroupAmongUsers(Attribute attribute, JsonValue item) {
    return item instanceof JsonObject object
        && attribute
            .subAttribute("$ref")
            .filter(reference -> reference.referenceTypes().equals(List.of("User")))
            .isPresent()
        && ScimJson.member(object, "type").orElse(JsonValue.NULL) instanceof JsonString type
        && type.getString().equalsIgnoreCase("Group");
  }

  /**
   * Rejects a member without {@code value}. Ignoring it would empty the group when a PUT names
   * members by {@code $ref} only.
   */
  private static void requireReferenceValue(
      Attribute attribute, AttributePath path, Optional<JsonValue> element) {
    if (attribute.subAttribute("$ref").isPresent()
        && element.filter(found -> found.asJsonObject().containsKey("value")).isEmpty()) {
      throw ScimException.invalidValue(
          path + " has an element without a value; send the id of each as its value.");
    }
  }
}
