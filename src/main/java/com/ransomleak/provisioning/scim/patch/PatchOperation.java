package com.ransomleak.provisioning.scim.patch;

import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;

/**
 * One change to one attribute. An operation without path becomes one of these for each attribute in
 * its value; an object for a single-valued complex attribute becomes one for each sub-attribute.
 *
 * @param value as {@link com.ransomleak.provisioning.scim.schema.ValueReader} returns it: a list
 *     for a multi-valued attribute, an object for a filtered path, {@link JsonValue#NULL} to
 *     unassign the target. REMOVE of a multi-valued attribute removes the elements of the list
 *     (M-27), or all elements for NULL
 */
public record PatchOperation(Op op, PatchPath path, JsonValue value) {

  /** RFC 7644 section 3.5.2. */
  public enum Op {
    ADD,
    REMOVE,
    REPLACE
  }

  /** Whether it changes the core attribute or a part of it. */
  public boolean isAbout(String coreAttribute) {
    return path.target().extension() == null && coreAttribute.equals(path.target().attribute());
  }

  public boolean hasValue() {
    return value.getValueType() != ValueType.NULL;
  }
}
