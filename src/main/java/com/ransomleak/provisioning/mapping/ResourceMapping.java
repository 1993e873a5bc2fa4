package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of one resource type: for each attribute and sub-attribute of its schemas a line that
 * says how it is found in SQL. What has no line here is not in any statement, so this is also the
 * list of all fragments that can be (F-24).
 */
public final class ResourceMapping {
  private final ResourceType type;
  private final Map<AttributePath, ColumnMapping> locations = new HashMap<>();

  /**
   * One line of the table.
   *
   * @param attribute in attribute notation, as in a filter
   */
  public record Line(String attribute, ColumnMapping location) {}

  public ResourceMapping(ResourceType type, List<Line> lines) {
    this.type = type;
    add(lines);
  }

  private void add(List<Line> lines) {
    for (Line line : lines) {
      if (locations.put(type.path(line.attribute()), line.location()) != null) {
        throw new IllegalArgumentException(line.attribute() + " has two lines");
      }
    }
  }

  private ResourceMapping(ResourceType type, Map<AttributePath, ColumnMapping> locations) {
    this.type = type;
    this.locations.putAll(locations);
  }

  /**
   * This table with lines for the extensions that another type has beyond this one's.
   *
   * @param wider the same resource type in another catalogue
   * @param row the alias of the resource's row
   */
  public ResourceMapping extended(ResourceType wider, String row) {
    ResourceMapping extended = new ResourceMapping(wider, locations);
    for (Schema extension : wider.extensions()) {
      if (type.extension(extension.id()).isEmpty()) {
        extended.add(ExtensionLines.of(extension, row));
      }
    }
    return extended;
  }

  public static Line line(String attribute, ColumnMapping location) {
    return new Line(attribute, location);
  }

  public ResourceType type() {
    return type;
  }

  /**
   * Where the attribute is.
   *
   * @param path a canonical path of this type
   */
  ColumnMapping location(AttributePath path) {
    ColumnMapping location = locations.get(path);
    if (location == null) {
      throw new IllegalArgumentException(type.name() + " has no line for " + path);
    }
    return location;
  }
}
