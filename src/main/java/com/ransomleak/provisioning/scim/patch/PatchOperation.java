package com.ransomleak.provisioning.scim.patch;

import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;

/**
 * One change to one attribute. A path-less operation of a request became one of these for each
 * attribute in its value, and an object for a single-valued complex attribute one for each
 * sub-attribute.
 *
 * @param value canonical, as {@link com.ransomleak.provisioning.scim.schema.ValueReader} reads it:
 *     a list for a multi-valued attribute, an object for a filtered path, and {@link
 *     JsonValue#NULL} when the target becomes unassigned. With {@code REMOVE} of a multi-valued
 *     attribute a list means: these elements only, none if it is empty (M-27); NULL means all
 */
public record PatchOperation(Op op, PatchPath path, JsonValue value) {

  /** RFC 7644 section 3.5.2. */
  public enum Op {
    ADD,
    REMOVE,
    REPLACE
  }

  /** Whether it changes that core attribute or a part of it. */
  public boolean isAbout(String coreAttribute) {
    return path.target().extension() == null && coreAttribute.equals(path.target().attribute());
  }

  /** Whether there is a value. */
  public boolean hasValue() {
    return value.getValueType() != ValueType.NULL;
  }
}
