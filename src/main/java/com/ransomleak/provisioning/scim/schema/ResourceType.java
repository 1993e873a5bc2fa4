package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * User or Group: its core schema, its extensions, and all attribute names that clients may use.
 *
 * <p>Names are looked up as a whole and never split, because a URN contains dots and colons (S-02,
 * M-43).
 */
public final class ResourceType {
  private static final String RESOURCE_TYPE_URN =
      "urn:ietf:params:scim:schemas:core:2.0:ResourceType";

  private record Entry(AttributePath path, Attribute definition) {}

  private final String name;
  private final String endpoint;
  private final Schema common;
  private final Schema core;
  private final List<Schema> extensions;
  private final Set<String> urns;
  private final Map<String, Entry> byNotation = new HashMap<>();
  private final Map<AttributePath, Attribute> byPath = new HashMap<>();
  private final DocumentOrder order;
  private final JsonObject json;
  private final String corePrefix;

  /**
   * A resource type.
   *
   * @param urns the URNs of all schemas of the registry, in lower case
   */
  ResourceType(
      String name,
      String endpoint,
      Schema common,
      Schema core,
      List<Schema> extensions,
      Set<String> urns) {
    this.name = name;
    this.endpoint = endpoint;
    this.common = common;
    this.core = core;
    this.corePrefix = core.id().toLowerCase(Locale.ROOT) + ":";
    this.extensions = List.copyOf(extensions);
    this.urns = Set.copyOf(urns);
    common
        .attributes()
        .forEach(attribute -> enter("", AttributePath.of(attribute.name()), attribute));
    core.attributes()
        .forEach(attribute -> enter("", AttributePath.of(attribute.name()), attribute));
    for (Schema extension : extensions) {
      for (Attribute attribute : extension.attributes()) {
        AttributePath path = new AttributePath(extension.id(), attribute.name(), null);
        enter(extension.id() + ":", path, attribute);
        // Entra filters by `id eq "…" and manager eq "…"` without the URN (F-20).
        enter("", path, attribute);
      }
    }
    this.order = DocumentOrder.of(common, core, extensions);
    this.json = describe();
  }

  private void enter(String prefix, AttributePath path, Attribute attribute) {
    enterOne(prefix + path.attribute(), path, attribute);
    for (Attribute sub : attribute.subAttributes()) {
      enterOne(prefix + path.attribute() + "." + sub.name(), path.sub(sub.name()), sub);
    }
  }

  private void enterOne(String notation, AttributePath path, Attribute definition) {
    byNotation.putIfAbsent(notation.toLowerCase(Locale.ROOT), new Entry(path, definition));
    byPath.put(path, definition);
  }

  /** {@code User} or {@code Group}, as in {@code meta.resourceType}. */
  public String name() {
    return name;
  }

  /** {@code /Users} or {@code /Groups}. */
  public String endpoint() {
    return endpoint;
  }

  public Schema core() {
    return core;
  }

  public List<Schema> extensions() {
    return extensions;
  }

  /**
   * The document with its members in canonical order: common attributes, core attributes and
   * extensions as the schemas list them, data of unknown schemas, {@code meta}.
   */
  public JsonObject ordered(JsonObject document) {
    return order.apply(document);
  }

  /** The extension of that URN, in any case. */
  public Optional<Schema> extension(String urn) {
    for (Schema extension : extensions) {
      if (extension.id().equalsIgnoreCase(urn)) {
        return Optional.of(extension);
      }
    }
    return Optional.empty();
  }

  /** Whether the URN is a schema of this or another type. */
  public boolean knows(String urn) {
    return urns.contains(urn.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether the name is the URN of a schema, or begins with one; the attribute after it may be
   * unknown.
   */
  public boolean declares(String urnOrNotation) {
    int colon = urnOrNotation.lastIndexOf(':');
    return knows(urnOrNotation) || (colon > 0 && knows(urnOrNotation.substring(0, colon)));
  }

  /** The core or common attribute of that name, in any case. */
  public Optional<Attribute> attribute(String plainName) {
    return core.attribute(plainName).or(() -> common.attribute(plainName));
  }

  /**
   * The canonical path of {@code userName}, {@code name.familyName}, {@code
   * urn:…:core:2.0:User:userName}, {@code urn:…:enterprise:2.0:User:manager.value} in any case.
   *
   * @throws ScimException invalidPath when no schema of this type has such an attribute (M-08)
   */
  public AttributePath path(String notation) {
    return find(notation).orElseThrow(() -> unknown(notation));
  }

  public ScimException unknown(String notation) {
    return ScimException.invalidPath(
        name
            + " has no attribute "
            + ScimJson.excerpt(notation)
            + "; /Schemas lists the attributes there are.");
  }

  /** Like {@link #path}, but empty when no schema of this type has the attribute. */
  public Optional<AttributePath> find(String notation) {
    String key = notation.toLowerCase(Locale.ROOT);
    if (key.startsWith(corePrefix)) {
      return Optional.ofNullable(byNotation.get(key.substring(corePrefix.length())))
          .map(Entry::path)
          .filter(path -> path.extension() == null);
    }
    return Optional.ofNullable(byNotation.get(key)).map(Entry::path);
  }

  /**
   * The definition of the attribute or sub-attribute.
   *
   * @param path a canonical path of this type
   */
  public Attribute attribute(AttributePath path) {
    Attribute definition = byPath.get(path);
    if (definition == null) {
      throw new IllegalArgumentException(name + " has no attribute " + path);
    }
    return definition;
  }

  /**
   * The resource that {@code /ResourceTypes/{name}} shows (D-08, D-09). {@code meta.location} is
   * relative to the SCIM base address.
   */
  public JsonObject json() {
    return json;
  }

  private JsonObject describe() {
    JsonArrayBuilder schemaExtensions = ScimJson.array();
    for (Schema extension : extensions) {
      schemaExtensions.add(ScimJson.object().add("schema", extension.id()).add("required", false));
    }
    return ScimJson.object()
        .add("schemas", ScimJson.array().add(RESOURCE_TYPE_URN))
        .add("id", name)
        .add("name", name)
        .add("description", core.description())
        .add("endpoint", endpoint)
        .add("schema", core.id())
        .add("schemaExtensions", schemaExtensions)
        .add(
            "meta",
            ScimJson.object()
                .add("resourceType", "ResourceType")
                .add("location", "/ResourceTypes/" + name))
        .build();
  }
}
