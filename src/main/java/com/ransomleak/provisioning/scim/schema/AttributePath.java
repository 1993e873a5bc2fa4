package com.ransomleak.provisioning.scim.schema;

/**
 * The name of an attribute or sub-attribute in attribute notation (RFC 7644 section 3.10):
 *
 * <pre>{@code
 * userName
 * name.familyName
 * urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value
 * }</pre>
 *
 * {@link ResourceType#path} returns canonical paths: in the spelling of the schema, with a null
 * {@code extension} for core and common attributes. Two canonical paths of the same attribute are
 * equal.
 *
 * @param extension the URN of the extension schema, or null for a core or common attribute
 * @param attribute the attribute, or null for the whole extension
 * @param subAttribute the sub-attribute, or null for the whole attribute
 */
public record AttributePath(String extension, String attribute, String subAttribute) {

  /** A core attribute. */
  public static AttributePath of(String attribute) {
    return new AttributePath(null, attribute, null);
  }

  /** A sub-attribute of a core attribute. */
  public static AttributePath of(String attribute, String subAttribute) {
    return new AttributePath(null, attribute, subAttribute);
  }

  /** All the data under an extension URN. */
  public static AttributePath wholeExtension(String urn) {
    return new AttributePath(urn, null, null);
  }

  public boolean isWholeExtension() {
    return attribute == null;
  }

  /** The sub-attribute of this attribute. */
  public AttributePath sub(String name) {
    return new AttributePath(extension, attribute, name);
  }

  /** This path without its sub-attribute. */
  public AttributePath parent() {
    return new AttributePath(extension, attribute, null);
  }

  @Override
  public String toString() {
    if (isWholeExtension()) {
      return extension;
    }
    return (extension == null ? "" : extension + ":")
        + attribute
        + (subAttribute == null ? "" : "." + subAttribute);
  }
}
