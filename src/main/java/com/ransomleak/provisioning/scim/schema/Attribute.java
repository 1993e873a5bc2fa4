package com.ransomleak.provisioning.scim.schema;

import java.util.List;
import java.util.Optional;

/**
 * The definition of one attribute with its characteristics (RFC 7643 sections 2.2, 2.3 and 7). What
 * {@code /Schemas} shows is what is validated here.
 *
 * @param maxLength the longest string value in UTF-16 units; ours (S-30), not of the RFC
 */
public record Attribute(
    String name,
    Type type,
    String description,
    boolean multiValued,
    boolean required,
    boolean caseExact,
    Mutability mutability,
    Returned returned,
    Uniqueness uniqueness,
    List<String> canonicalValues,
    List<String> referenceTypes,
    int maxLength,
    List<Attribute> subAttributes) {

  /** RFC 7643 section 2.3. */
  public enum Type {
    STRING,
    BOOLEAN,
    DECIMAL,
    INTEGER,
    DATE_TIME,
    BINARY,
    REFERENCE,
    COMPLEX
  }

  /** RFC 7643 section 7. */
  public enum Mutability {
    READ_ONLY,
    READ_WRITE,
    IMMUTABLE,
    WRITE_ONLY
  }

  /** RFC 7643 section 7. */
  public enum Returned {
    ALWAYS,
    NEVER,
    DEFAULT,
    REQUEST
  }

  /** RFC 7643 section 7. */
  public enum Uniqueness {
    NONE,
    SERVER,
    GLOBAL
  }

  /** The sub-attribute of that name, in any case (S-01). */
  public Optional<Attribute> subAttribute(String subName) {
    return subAttributes.stream().filter(a -> a.name().equalsIgnoreCase(subName)).findFirst();
  }

  public boolean isComplex() {
    return type == Type.COMPLEX;
  }
}
