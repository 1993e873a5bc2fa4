package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Tolerance;
import com.ransomleak.provisioning.scim.Tolerances;
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
 * Reads one value as its attribute defines it, and returns it canonical: sub-attributes in the
 * schema's spelling, booleans as booleans, lists as lists. What clients are known to get wrong is
 * accepted and recorded; the rest is invalidValue. Strings are kept byte for byte (S-25).
 *
 * <pre>{@code
 * active   "False"                       false
 * emails   {"VALUE":"a@x","Primary":1}   invalidValue
 * emails   "a@x"                         [{"value":"a@x"}]
 * manager  [{"value":"E-1","$ref":"…"}]  {"value":"E-1"}
 * members  [{"value":"42","type":"Group"}]  empty: only users can be members
 * title    "", null, []                  empty: all the same as absent (S-10, S-31)
 * }</pre>
 *
 * A detail never repeats a value: it could be a secret.
 */
public final class ValueReader {
  private ValueReader() {}

  /**
   * The value of the whole attribute, or empty when it is unassigned.
   *
   * @param path how errors and tolerances name the attribute
   * @throws ScimException invalidValue when the value does not suit the attribute; invalidSyntax
   *     when an object has a name in two spellings
   */
  public static Optional<JsonValue> read(
      Attribute attribute, AttributePath path, JsonValue value, Tolerances tolerances) {
    return attribute.multiValued()
        ? list(attribute, path, value, tolerances)
        : single(attribute, path, value, tolerances);
  }

  /** The value of one element of a multi-valued attribute. */
  public static Optional<JsonValue> readElement(
      Attribute attribute, AttributePath path, JsonValue value, Tolerances tolerances) {
    Optional<JsonValue> element = single(attribute, path, value, tolerances);
    if (!isUnassigned(value)) {
      refuseNobody(attribute, path, element);
    }
    return element.filter(ValueReader::saysSomething);
  }

  /**
   * Whether an element has more than its type: {@code {"type":"work","primary":true}} is what
   * remains of an address whose value was cleared, and no value.
   */
  public static boolean saysSomething(JsonValue element) {
    return !(element instanceof JsonObject object)
        || object.keySet().stream()
            .anyMatch(name -> !name.equals("type") && !name.equals("primary"));
  }

  /** Whether the value is one of the spellings of "nothing" (S-10, S-31). */
  public static boolean isUnassigned(JsonValue value) {
    return value.getValueType() == ValueType.NULL
        || (value instanceof JsonString string && string.getString().isEmpty())
        || (value instanceof JsonArray array && array.isEmpty())
        || (value instanceof JsonObject object && object.isEmpty());
  }

  private static Optional<JsonValue> list(
      Attribute attribute, AttributePath path, JsonValue value, Tolerances tolerances) {
    if (isUnassigned(value)) {
      if (value instanceof JsonString || value instanceof JsonObject) {
        tolerances.record(Tolerance.EMPTY_VALUE_OF_WRONG_TYPE, path.toString());
      }
      return Optional.empty();
    }
    if (!(value instanceof JsonArray array)) {
      tolerances.record(Tolerance.SINGLE_VALUE_FOR_LIST, path.toString());
      return list(attribute, path, ScimJson.array().add(value).build(), tolerances);
    }
    MultiValuedAttribute.checkSize(attribute, array.size());
    MultiValuedAttribute elements = new MultiValuedAttribute(attribute);
    boolean primarySeen = false;
    for (JsonValue item : array) {
      if (isGroupAmongUsers(attribute, item)) {
        tolerances.record(Tolerance.GROUP_MEMBER_SKIPPED, path.toString());
        continue;
      }
      Optional<JsonValue> element = single(attribute, path, item, tolerances);
      refuseNobody(attribute, path, element);
      if (element.isEmpty() || !saysSomething(element.get())) {
        if (!isUnassigned(item)) {
          tolerances.record(Tolerance.EMPTY_ELEMENT_DROPPED, path.toString());
        }
        continue;
      }
      boolean primary = MultiValuedAttribute.isPrimary(element.get());
      if (!elements.add(element.get())) {
        tolerances.record(Tolerance.DUPLICATE_VALUE_DROPPED, path.toString());
      } else if (primary && primarySeen) {
        tolerances.record(Tolerance.SECOND_PRIMARY_CLEARED, path.toString());
      }
      primarySeen |= primary;
    }
    return elements.isEmpty() ? Optional.empty() : Optional.of(elements.toJson());
  }

  private static Optional<JsonValue> single(
      Attribute attribute, AttributePath path, JsonValue value, Tolerances tolerances) {
    if (isUnassigned(value)) {
      boolean isItsOwn =
          switch (attribute.type()) {
            case STRING, REFERENCE -> value instanceof JsonString;
            case COMPLEX -> value instanceof JsonObject;
            default -> false;
          };
      if (!isItsOwn && value.getValueType() != ValueType.NULL) {
        tolerances.record(Tolerance.EMPTY_VALUE_OF_WRONG_TYPE, path.toString());
      }
      return Optional.empty();
    }
    if (value instanceof JsonArray array) {
      if (array.size() > 1) {
        throw SimpleValueReader.wrong(path, "one value, not a list of " + array.size());
      }
      tolerances.record(Tolerance.LIST_FOR_SINGLE_VALUE, path.toString());
      return single(attribute, path, array.get(0), tolerances);
    }
    return attribute.isComplex()
        ? complex(attribute, path, value, tolerances)
        : Optional.of(SimpleValueReader.read(attribute, path, value, tolerances));
  }

  private static Optional<JsonValue> complex(
      Attribute attribute, AttributePath path, JsonValue value, Tolerances tolerances) {
    if (!(value instanceof JsonObject object)) {
      Attribute main =
          attribute
              .subAttribute("value")
              .orElseThrow(() -> SimpleValueReader.wrong(path, "an object of sub-attributes"));
      tolerances.record(Tolerance.STRING_FOR_COMPLEX, path.toString());
      JsonValue text = SimpleValueReader.read(main, path.sub(main.name()), value, tolerances);
      return Optional.of(ScimJson.object().add(main.name(), text).build());
    }
    Map<String, JsonValue> members = new LinkedHashMap<>();
    Map<Attribute, JsonValue> all = subAttributes(attribute, path, object, tolerances);
    all.forEach(
        (sub, given) ->
            read(sub, path.sub(sub.name()), given, tolerances)
                .ifPresent(read -> members.put(sub.name(), read)));
    refuseForeignType(attribute, path, members);
    if (path.equals(Schemas.MANAGER) && saysWho(all)) {
      members.remove("$ref");
    }
    return members.isEmpty() ? Optional.empty() : Optional.of(ScimJson.object(members));
  }

  /**
   * The members of the object that are writable sub-attributes, as given. Unknown ones are dropped
   * and recorded, read-only ones dropped (S-09).
   */
  public static Map<Attribute, JsonValue> subAttributes(
      Attribute attribute, AttributePath path, JsonObject object, Tolerances tolerances) {
    Map<Attribute, JsonValue> members = new LinkedHashMap<>();
    object.forEach(
        (name, given) -> {
          Optional<Attribute> sub = attribute.subAttribute(name);
          if (sub.isEmpty()) {
            tolerances.record(Tolerance.UNKNOWN_ATTRIBUTE_DROPPED, path + "." + name);
          } else if (!sub.get().isReadOnly() && members.put(sub.get(), given) != null) {
            throw ScimException.invalidSyntax(
                path.sub(sub.get().name()) + " is given twice, in different spellings.");
          }
        });
    return members;
  }

  /**
   * Whether a reference is given by its value, be it empty or null. Clients send back the address
   * that they read; the value beside it is what they may have changed or cleared.
   */
  public static boolean saysWho(Map<Attribute, JsonValue> given) {
    return given.keySet().stream().anyMatch(sub -> sub.name().equals("value"));
  }

  /**
   * A {@code type} beside a {@code $ref} names what is referred to, and only what the schema lists
   * can be.
   */
  private static void refuseForeignType(
      Attribute attribute, AttributePath path, Map<String, JsonValue> members) {
    Optional<Attribute> reference = attribute.subAttribute("$ref");
    if (reference.isPresent() && members.get("type") instanceof JsonString type) {
      if (reference.get().referenceTypes().stream()
          .noneMatch(allowed -> allowed.equalsIgnoreCase(type.getString()))) {
        throw SimpleValueReader.wrong(
            path.sub("type"), String.join(" or ", reference.get().referenceTypes()));
      }
    }
  }

  /** A member that says that it is a group, where only users can be members (U-18). */
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
   * A list of references is emptied by an empty list alone: a member that is given by its {@code
   * $ref} or {@code display} would otherwise be taken for none, and a PUT of such members for the
   * wish to have nobody.
   */
  private static void refuseNobody(
      Attribute attribute, AttributePath path, Optional<JsonValue> element) {
    if (attribute.subAttribute("$ref").isPresent()
        && element.filter(found -> found.asJsonObject().containsKey("value")).isEmpty()) {
      throw ScimException.invalidValue(
          path + " has an element without a value; send the id of each as its value.");
    }
  }
}
