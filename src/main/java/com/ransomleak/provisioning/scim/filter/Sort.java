package com.ransomleak.provisioning.scim.filter;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import java.util.Locale;
import java.util.Optional;

/**
 * The order of a list: {@code sortBy} and {@code sortOrder} of RFC 7644 section 3.4.2.3.
 *
 * <ul>
 *   <li>Values are compared as a filter compares them: without regard to case unless the attribute
 *       is case-exact, by code points, dateTimes by instant (O-05). Only the first {@value
 *       #KEY_LENGTH} characters of a text count.
 *   <li>A multi-valued attribute is sorted by its primary value, or else its first value (O-04).
 *   <li>Resources without a value are last, and first when descending (O-03).
 *   <li>Equal values are sorted by id, in the same direction.
 * </ul>
 *
 * @param path a simple attribute, or sub-attribute
 * @param attribute the definition at the path
 */
public record Sort(AttributePath path, Attribute attribute, boolean ascending) {
  /** In characters, so that a sort key fits into a cursor. */
  public static final int KEY_LENGTH = 256;

  /**
   * The order of a request; empty without an attribute.
   *
   * @param sortBy an attribute in attribute notation; a complex attribute is sorted by its {@code
   *     value}, or else its {@code formatted} (O-06)
   * @param sortOrder {@code ascending}, {@code descending} in any case, or null
   * @throws ScimException invalidValue
   */
  public static Optional<Sort> of(String sortBy, String sortOrder, ResourceType type) {
    boolean ascending = isAscending(sortOrder);
    if (sortBy == null || sortBy.isBlank()) {
      return Optional.empty();
    }
    AttributePath path = simple(find(sortBy.strip(), type), type);
    Attribute attribute = type.attribute(path);
    if (attribute.returned() == Attribute.Returned.NEVER) {
      throw ScimException.invalidValue("sortBy: " + path + " cannot be sorted by.");
    }
    return Optional.of(new Sort(path, attribute, ascending));
  }

  private static boolean isAscending(String sortOrder) {
    if (sortOrder == null || sortOrder.isBlank()) {
      return true;
    }
    return switch (sortOrder.strip().toLowerCase(Locale.ROOT)) {
      case "ascending" -> true;
      case "descending" -> false;
      default ->
          throw ScimException.invalidValue(
              "sortOrder must be ascending or descending, not %s."
                  .formatted(ScimJson.excerpt(sortOrder)));
    };
  }

  private static AttributePath find(String name, ResourceType type) {
    return type.find(name)
        .orElseThrow(
            () ->
                ScimException.invalidValue(
                    "sortBy: %s has no attribute %s; /Schemas lists the attributes there are."
                        .formatted(type.name(), ScimJson.excerpt(name))));
  }

  private static AttributePath simple(AttributePath path, ResourceType type) {
    Attribute attribute = type.attribute(path);
    if (!attribute.isComplex()) {
      return path;
    }
    return attribute
        .subAttribute("value")
        .or(() -> attribute.subAttribute("formatted"))
        .map(sub -> path.sub(sub.name()))
        .orElseThrow(
            () ->
                ScimException.invalidValue(
                    "sortBy: %s has several parts; name one of them, such as %s."
                        .formatted(path, path.sub(attribute.subAttributes().get(0).name()))));
  }

  /** The canonical notation, equal for all spellings of the same order. */
  @Override
  public String toString() {
    return path + (ascending ? " ascending" : " descending");
  }
}
