package com.ransomleak.provisioning.mapping;

import static com.ransomleak.provisioning.mapping.ColumnMapping.column;
import static com.ransomleak.provisioning.mapping.ColumnMapping.text;

import com.ransomleak.provisioning.mapping.ColumnMapping.Column;
import com.ransomleak.provisioning.mapping.ColumnMapping.ColumnType;
import com.ransomleak.provisioning.mapping.ColumnMapping.Rows;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Maps the attributes of one resource type to SQL, for filters and sorting. A statement contains no
 * fragment that is not from here (F-24).
 */
public final class ResourceMapping {
  private final ResourceType type;
  private final String row;
  private final Map<AttributePath, ColumnMapping> columns = new HashMap<>();

  /** The mappings of tenants with extensions, made when they are first needed. */
  private final Map<ResourceType, ResourceMapping> extended = new ConcurrentHashMap<>();

  /**
   * Maps one attribute.
   *
   * @param attribute in attribute notation, as in a filter
   */
  public record Line(String attribute, ColumnMapping column) {}

  /**
   * Maps a type of the standard.
   *
   * @param row the alias of the resource's row
   * @param own the attributes that have columns or rows of their own; all others are read from
   *     {@code keys}
   */
  public ResourceMapping(ResourceType type, String row, List<Line> own) {
    this.type = type;
    this.row = row;
    add(SearchKeyLines.of(type.core(), "", row));
    type.extensions().forEach(schema -> add(SearchKeyLines.of(schema, schema.id() + ":", row)));
    add(common());
    add(own);
  }

  private ResourceMapping(ResourceType type, ResourceMapping standard) {
    this.type = type;
    this.row = standard.row;
    columns.putAll(standard.columns);
    type.extensions().stream()
        .filter(schema -> standard.type.extension(schema.id()).isEmpty())
        .forEach(schema -> add(SearchKeyLines.ofExtension(schema, row)));
  }

  private void add(List<Line> lines) {
    Set<AttributePath> added = new HashSet<>();
    for (Line line : lines) {
      AttributePath path = type.path(line.attribute());
      if (!added.add(path)) {
        throw new IllegalArgumentException(line.attribute() + " has two lines");
      }
      columns.put(path, line.column());
    }
  }

  private List<Line> common() {
    return List.of(
        line("id", column(ColumnType.UUID, row + ".id")),
        line("externalId", column(ColumnType.TEXT, row + ".external_id")),
        line(
            "schemas",
            new Rows(
                "jsonb_array_elements_text(%s.keys -> 'schemas') with ordinality s (urn, position) where true"
                    .formatted(row),
                text("s.urn"),
                "s.position")),
        line("meta", column(ColumnType.COMPLEX, row + ".id")),
        line("meta.resourceType", text("cast('" + type.name() + "' as text)")),
        line("meta.created", column(ColumnType.TIME, row + ".created_at")),
        line("meta.lastModified", column(ColumnType.TIME, row + ".changed_at")),
        line(
            "meta.location",
            text("cast(:base_url as text) || '%s/' || %s.id".formatted(type.endpoint(), row))),
        line("meta.version", text("'W/\"' || " + row + ".version || '\"'")));
  }

  /** The mapping for a tenant, whose extensions can change, so their values are checked. */
  public ResourceMapping forType(ResourceType requested) {
    return requested == type
        ? this
        : extended.computeIfAbsent(requested, wider -> new ResourceMapping(wider, this));
  }

  public static Line line(String attribute, ColumnMapping column) {
    return new Line(attribute, column);
  }

  public ResourceType type() {
    return type;
  }

  /**
   * The mapping of an attribute.
   *
   * @param path a canonical path of this type
   */
  ColumnMapping mapping(AttributePath path) {
    ColumnMapping column = columns.get(path);
    if (column == null) {
      throw new IllegalArgumentException(type.name() + " has no line for " + path);
    }
    return column;
  }

  /** The value at the path; of a multi-valued attribute the value in one of its rows. */
  Column value(AttributePath path) {
    ColumnMapping column = mapping(path);
    return column instanceof Rows rows ? rows.value() : (Column) column;
  }
}
