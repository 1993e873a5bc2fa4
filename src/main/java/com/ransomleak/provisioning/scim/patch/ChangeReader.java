package com.ransomleak.provisioning.scim.patch;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchOperation.Op;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.scim.schema.ValueReader;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * Reads the change of one attribute into operations with canonical values, and rejects changes that
 * the schema forbids.
 *
 * <pre>{@code
 * replace name {"familyName":"X"}      REPLACE name.familyName "X"
 * remove  members [{"value":"42"}]     REMOVE members [{"value":"42"}]
 * }</pre>
 */
final class ChangeReader {
  private static final AttributePath ID = AttributePath.of("id");
  private static final AttributePath ACTIVE = AttributePath.of("active");

  private final ResourceType type;
  private final Warnings warnings;
  private final List<PatchOperation> operations;

  /** A reader that adds to the operations. */
  ChangeReader(ResourceType type, Warnings warnings, List<PatchOperation> operations) {
    this.type = type;
    this.warnings = warnings;
    this.operations = operations;
  }

  /**
   * A member of the value of an operation without path. Clients send the whole resource there, so a
   * read-only attribute is ignored as in a PUT. A read-only attribute in a path is rejected.
   */
  void setMember(Op op, AttributePath path, JsonValue value) {
    if (type.attribute(path).isReadOnly() && !path.equals(ID)) {
      warnings.add(WarningType.READ_ONLY_REPEATED, path.toString());
    } else {
      set(op, PatchPath.of(path), value);
    }
  }

  /**
   * An addition or a replacement.
   *
   * @throws ScimException mutability, invalidValue
   */
  void set(Op op, PatchPath path, JsonValue value) {
    Attribute target = type.attribute(path.target());
    if (isIgnored(path)) {
      return;
    }
    if (path.target().equals(ID)) {
      // Okta repeats the id. Patcher compares it with the id of the resource (M-30).
      operations.add(new PatchOperation(op, path, value));
      return;
    }
    requireWritable(path);
    if (op == Op.REPLACE && isReferenceList(path) && isEmptyButNoList(value)) {
      warnings.add(WarningType.EMPTYING_IGNORED, path.toString());
      return;
    }
    assign(op, path, target, value);
  }

  /** Null, an empty text or an empty object, often from a variable without a value. */
  private boolean isEmptyButNoList(JsonValue value) {
    // In RFC 7643 section 2.5 null equals an empty list.
    boolean isNullByTheRfc = warnings.isStrict() && value.getValueType() == ValueType.NULL;
    return ValueReader.isUnassigned(value) && !(value instanceof JsonArray) && !isNullByTheRfc;
  }

  /** Whether the path is all members of a group. */
  private boolean isReferenceList(PatchPath path) {
    Attribute attribute = type.attribute(path.target());
    return path.filter().isEmpty()
        && attribute.multiValued()
        && attribute.subAttribute("$ref").isPresent();
  }

  /**
   * A removal.
   *
   * @param given the value of the operation, which RFC 7644 does not define
   * @throws ScimException mutability, invalidValue
   */
  void remove(PatchPath path, Optional<JsonValue> given) {
    Attribute attribute = type.attribute(path.attribute());
    Attribute target = type.attribute(path.target());
    if (attribute.mutability() == Attribute.Mutability.WRITE_ONLY) {
      return;
    }
    requireWritable(path);
    if (target.required()) {
      throw ScimException.mutability(path + " is required and cannot be removed.");
    }
    if (path.target().equals(ACTIVE)) {
      throw alwaysAssigned();
    }
    JsonValue only = JsonValue.NULL;
    boolean whole = path.filter().isEmpty() && path.subAttribute().isEmpty();
    boolean hasValue = given.isPresent() && given.get().getValueType() != ValueType.NULL;
    // Entra and JumpCloud send the elements to remove. The RFC ignores the value and would empty
    // the
    // group (M-27). A null list of members removes no member.
    if (attribute.multiValued()
        && whole
        && (hasValue || (given.isPresent() && isReferenceList(path)))) {
      warnings.add(WarningType.REMOVE_WITH_VALUE, path.toString());
      only =
          ValueReader.read(attribute, path.target(), given.get(), warnings)
              .orElse(JsonValue.EMPTY_JSON_ARRAY);
    }
    operations.add(new PatchOperation(Op.REMOVE, withoutAddress(path), only));
  }

  /** A manager has one reference: removing {@code $ref} removes the value. */
  private static PatchPath withoutAddress(PatchPath path) {
    return path.target().equals(Schemas.MANAGER.sub("$ref"))
        ? PatchPath.of(Schemas.MANAGER.sub("value"))
        : path;
  }

  /** The password is discarded (U-06) and {@code schemas} is derived (M-13). */
  private boolean isIgnored(PatchPath path) {
    Attribute attribute = type.attribute(path.attribute());
    return attribute.mutability() == Attribute.Mutability.WRITE_ONLY
        || attribute.name().equals("schemas");
  }

  private void requireWritable(PatchPath path) {
    Attribute target = type.attribute(path.target());
    if (type.attribute(path.attribute()).isReadOnly() || target.isReadOnly()) {
      throw ScimException.mutability(path + " is read-only; leave it out of the request.");
    }
    if (target.mutability() == Attribute.Mutability.IMMUTABLE) {
      throw ScimException.mutability(
          path + " cannot change once it is set; remove the value and add another.");
    }
  }

  private static ScimException alwaysAssigned() {
    return ScimException.mutability(
        "active is always true or false and cannot be removed; to deactivate the user, replace it"
            + " with false.");
  }

  private void assign(Op op, PatchPath path, Attribute target, JsonValue value) {
    boolean isSingleComplex = target.isComplex() && !target.multiValued();
    if (isSingleComplex && unwrapped(path, value) instanceof JsonObject object) {
      subAttributes(op, path, target, object);
      return;
    }
    Optional<JsonValue> read =
        path.filter().isPresent() && path.subAttribute().isEmpty()
            ? ValueReader.readElement(target, path.target(), value, warnings)
            : ValueReader.read(target, path.target(), listed(op, target, value), warnings);
    if (isSingleComplex && read.isPresent()) {
      subAttributes(op, path, target, read.get().asJsonObject());
    } else if (read.isPresent()) {
      add(op, path, read.get());
    } else if (target.required()) {
      throw ScimException.invalidValue(path + " is required and cannot be emptied.");
    } else if (path.target().equals(ACTIVE)) {
      throw alwaysAssigned();
    } else if (op == Op.REPLACE || !target.multiValued()) {
      add(op, path, JsonValue.NULL);
    }
  }

  private void add(Op op, PatchPath path, JsonValue value) {
    if (path.target().equals(Schemas.MANAGER.sub("$ref"))) {
      // The address replaces the previous reference.
      operations.add(
          new PatchOperation(
              Op.REPLACE, PatchPath.of(Schemas.MANAGER.sub("value")), JsonValue.NULL));
    }
    operations.add(new PatchOperation(op, path, value));
  }

  /** Clients may add one value without a list (M-18). */
  private static JsonValue listed(Op op, Attribute target, JsonValue value) {
    boolean isOne =
        !(value instanceof JsonArray) && value instanceof JsonObject == target.isComplex();
    return op == Op.ADD && target.multiValued() && isOne
        ? ScimJson.array().add(value).build()
        : value;
  }

  /** Entra sends a manager as a list of one. */
  private JsonValue unwrapped(PatchPath path, JsonValue value) {
    if (value instanceof JsonArray array && array.size() == 1) {
      warnings.add(WarningType.LIST_FOR_SINGLE_VALUE, path.toString());
      return array.get(0);
    }
    return value;
  }

  /** Changes the given sub-attributes and keeps the others, for replace as for add (M-17, M-33). */
  private void subAttributes(Op op, PatchPath path, Attribute target, JsonObject object) {
    object.keySet().stream()
        .flatMap(name -> target.subAttribute(name).stream())
        .filter(Attribute::isReadOnly)
        .forEach(
            sub ->
                warnings.add(WarningType.READ_ONLY_SUB_ATTRIBUTE_IGNORED, path + "." + sub.name()));
    var members = ValueReader.subAttributes(target, path.target(), object, warnings);
    boolean hasReference = ValueReader.hasReferenceValue(members);
    members.forEach(
        (sub, value) -> {
          AttributePath member = path.target().sub(sub.name());
          boolean isAddress = member.equals(Schemas.MANAGER.sub("$ref"));
          if (!isAddress || (!hasReference && !ValueReader.isUnassigned(value))) {
            assign(op, PatchPath.of(member), sub, value);
          }
        });
  }
}
