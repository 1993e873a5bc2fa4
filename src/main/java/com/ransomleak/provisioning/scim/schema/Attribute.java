package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.Keyword;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * The definition of one attribute (RFC 7643 sections 2.2, 2.3 and 7). {@code /Schemas} shows it and
 * requests are validated with it.
 *
 * @param maxLength the longest string in UTF-16 units; of a multi-valued complex attribute the most
 *     elements. Not part of the RFC (S-30)
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
  public enum Type implements Keyword {
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
  public enum Mutability implements Keyword {
    READ_ONLY,
    READ_WRITE,
    IMMUTABLE,
    WRITE_ONLY
  }

  /** RFC 7643 section 7. */
  public enum Returned implements Keyword {
    ALWAYS,
    NEVER,
    DEFAULT,
    REQUEST
  }

  /** RFC 7643 section 7. */
  public enum Uniqueness implements Keyword {
    NONE,
    SERVER,
    GLOBAL
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

  /**
   * The text by which values are compared: folded unless the attribute is case-exact.
   *
   * @param text for a dateTime its key, as a filter holds it
   */
  public String key(String text) {
    return caseExact || type == Type.DATE_TIME ? text : CaseFold.key(text);
  }

  /** Equal for values that this attribute does not distinguish. */
  public JsonValue key(JsonValue value) {
    return value instanceof JsonString string ? ScimJson.string(key(string.getString())) : value;
  }

  public boolean isComplex() {
    return type == Type.COMPLEX;
  }

  public boolean isReadOnly() {
    return mutability == Mutability.READ_ONLY;
  }
}
