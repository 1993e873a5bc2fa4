package com.ransomleak.provisioning.scim.patch;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.filter.FilterParser;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import java.util.Optional;

/**
 * The path of an operation (RFC 7644 section 3.5.2, figure 7):
 *
 * <pre>{@code
 * userName                          target userName
 * name.familyName                   target name.familyName
 * emails[type eq "work"]            target emails, filter type eq "work"
 * emails[type eq "work"].value      target emails.value, filter type eq "work"
 * urn:unknown:User:tag              target tag of an unknown schema
 * }</pre>
 *
 * @param target the attribute or sub-attribute, canonical
 * @param filter which elements of a multi-valued attribute; empty for all
 */
public record PatchPath(AttributePath target, Optional<Filter> filter) {
  private static final int MAX_LENGTH = 8_192;

  static PatchPath of(AttributePath target) {
    return new PatchPath(target, Optional.empty());
  }

  /**
   * Parses a path.
   *
   * @throws ScimException invalidPath when it is malformed or names an unknown attribute (M-07,
   *     M-08); invalidFilter when the text in brackets is not a filter (M-09)
   */
  static PatchPath parse(String text, ResourceType type, Warnings warnings) {
    if (text.length() > MAX_LENGTH) {
      throw ScimException.invalidPath("The path is longer than " + MAX_LENGTH + " characters.");
    }
    int open = text.indexOf('[');
    if (open < 0) {
      return of(
          type.find(text).or(() -> undeclared(text, type)).orElseThrow(() -> type.unknown(text)));
    }
    AttributePath attribute = type.path(text.substring(0, open));
    Attribute definition = type.attribute(attribute);
    if (!definition.multiValued() || !definition.isComplex()) {
      throw ScimException.invalidPath(
          attribute + " is not a list of objects; a filter in brackets cannot select from it.");
    }
    int close = closingBracket(text, open);
    String filter = text.substring(open + 1, close);
    String rest = text.substring(close + 1);
    AttributePath target =
        rest.isEmpty() ? attribute : attribute.sub(subAttribute(definition, attribute, rest));
    return new PatchPath(
        target, Optional.of(FilterParser.parseValueFilter(filter, attribute, type, warnings)));
  }

  /**
   * An attribute of an unknown schema. Only the document shows whether there is such data (Dec-7).
   */
  private static Optional<AttributePath> undeclared(String text, ResourceType type) {
    int colon = text.lastIndexOf(':');
    return colon <= 0 || colon == text.length() - 1 || type.declares(text)
        ? Optional.empty()
        : Optional.of(new AttributePath(text.substring(0, colon), text.substring(colon + 1), null));
  }

  /** Whether the target can only be data of an unknown schema. */
  boolean isUndeclared(ResourceType type) {
    return target.extension() != null && type.extension(target.extension()).isEmpty();
  }

  /** Ignores brackets inside strings of the filter. */
  private static int closingBracket(String text, int open) {
    boolean quoted = false;
    for (int i = open + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ']' && !quoted) {
        return i;
      }
    }
    throw ScimException.invalidPath(
        "The path " + ScimJson.excerpt(text) + " has no closing bracket.");
  }

  private static String subAttribute(Attribute definition, AttributePath path, String rest) {
    if (!rest.startsWith(".")) {
      throw ScimException.invalidPath(
          "Only a dot and a sub-attribute may follow the bracket, not " + ScimJson.excerpt(rest));
    }
    String name = rest.substring(1);
    return definition
        .subAttribute(name)
        .map(Attribute::name)
        .orElseThrow(
            () ->
                ScimException.invalidPath(
                    path + " has no sub-attribute " + ScimJson.excerpt(name) + "."));
  }

  /** The attribute as a whole, without the sub-attribute. */
  public AttributePath attribute() {
    return target.parent();
  }

  public Optional<String> subAttribute() {
    return Optional.ofNullable(target.subAttribute());
  }

  /** For error messages: shows that there is a filter, but not its values. */
  @Override
  public String toString() {
    return filter.isEmpty()
        ? target.toString()
        : attribute() + "[…]" + subAttribute().map(sub -> "." + sub).orElse("");
  }
}
