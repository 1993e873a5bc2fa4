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
 *       is case-exact, by code points, dateTimes by instant (O-05). Of a text the first {@value
 *       #KEY_LENGTH} characters count.
 *   <li>Of a multi-valued attribute the primary value counts, or else the first (O-04).
 *   <li>Resources without a value stand last, and first when descending (O-03).
 *   <li>Between equal values the id decides, in the same direction.
 * </ul>
 *
 * @param path a simple attribute, or sub-attribute
 * @param attribute what the path leads to
 */
public record Sort(AttributePath path, Attribute attribute, boolean ascending) {
  /** How much of a text decides its place, so that a place always fits into a cursor. */
  public static final int KEY_LENGTH = 256;

  /**
   * The order that a request asks for; empty when it names no attribute.
   *
   * @param sortBy an attribute in attribute notation; a complex one stands for its {@code value},
   *     or else its {@code formatted} (O-06)
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
              "sortOrder must be ascending or descending, not "
                  + ScimJson.excerpt(sortOrder)
                  + ".");
    };
  }

  private static AttributePath find(String name, ResourceType type) {
    return type.find(name)
        .orElseThrow(
            () ->
                ScimException.invalidValue(
                    "sortBy: "
                        + type.name()
                        + " has no attribute "
                        + ScimJson.excerpt(name)
                        + "; /Schemas lists the attributes there are."));
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
                    "sortBy: "
                        + path
                        + " has several parts; name one of them, such as "
                        + path.sub(attribute.subAttributes().get(0).name())
                        + "."));
  }

  /** The canonical notation: equal for all ways to ask for this order. */
  @Override
  public String toString() {
    return path + (ascending ? " ascending" : " descending");
  }
}
