package com.ransomleak.provisioning.scim.schema;

import java.util.List;
import java.util.Optional;

/**
 * The definition of one attribute with its characteristics (RFC 7643 sections 2.2, 2.3 and 7). What
 * {@code /Schemas} shows is what is validated here.
 *
 * @param maxLength the longest string value in UTF-16 units; for a multi-valued complex attribute
 *     the most elements it may have; ours (S-30), not of the RFC
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
    STRING("string"),
    BOOLEAN("boolean"),
    DECIMAL("decimal"),
    INTEGER("integer"),
    DATE_TIME("dateTime"),
    BINARY("binary"),
    REFERENCE("reference"),
    COMPLEX("complex");

    private final String keyword;

    Type(String keyword) {
      this.keyword = keyword;
    }

    /** As the schema JSON spells it (D-15). */
    public String keyword() {
      return keyword;
    }
  }

  /** RFC 7643 section 7. */
  public enum Mutability {
    READ_ONLY("readOnly"),
    READ_WRITE("readWrite"),
    IMMUTABLE("immutable"),
    WRITE_ONLY("writeOnly");

    private final String keyword;

    Mutability(String keyword) {
      this.keyword = keyword;
    }

    /** As the schema JSON spells it (D-15). */
    public String keyword() {
      return keyword;
    }
  }

  /** RFC 7643 section 7. */
  public enum Returned {
    ALWAYS("always"),
    NEVER("never"),
    DEFAULT("default"),
    REQUEST("request");

    private final String keyword;

    Returned(String keyword) {
      this.keyword = keyword;
    }

    /** As the schema JSON spells it (D-15). */
    public String keyword() {
      return keyword;
    }
  }

  /** RFC 7643 section 7. */
  public enum Uniqueness {
    NONE("none"),
    SERVER("server"),
    GLOBAL("global");

    private final String keyword;

    Uniqueness(String keyword) {
      this.keyword = keyword;
    }

    /** As the schema JSON spells it (D-15). */
    public String keyword() {
      return keyword;
    }
  }

  /** The sub-attribute of that name, in any case (S-01). */
  public Optional<Attribute> subAttribute(String subName) {
    for (Attribute sub : subAttributes) {
      if (sub.name().equalsIgnoreCase(subName)) {
        return Optional.of(sub);
      }
    }
    return Optional.empty();
  }

  public boolean isComplex() {
    return type == Type.COMPLEX;
  }

  public boolean isReadOnly() {
    return mutability == Mutability.READ_ONLY;
  }
}
