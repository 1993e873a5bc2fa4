package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A schema of RFC 7643: a URN and the attributes it defines. */
public final class Schema {
  private static final String SCHEMA_URN = "urn:ietf:params:scim:schemas:core:2.0:Schema";

  private final String id;
  private final String name;
  private final String description;
  private final List<Attribute> attributes;
  private final Map<String, Attribute> byName = new HashMap<>();
  private final JsonObject json;

  Schema(String id, String name, String description, List<Attribute> attributes) {
    this.id = id;
    this.name = name;
    this.description = description;
    this.attributes = List.copyOf(attributes);
    attributes.forEach(a -> byName.putIfAbsent(a.name().toLowerCase(Locale.ROOT), a));
    this.json = describe();
  }

  /** The URN. */
  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public String description() {
    return description;
  }

  public List<Attribute> attributes() {
    return attributes;
  }

  /** The attribute of that name, in any case (S-01). */
  public Optional<Attribute> attribute(String attributeName) {
    return Optional.ofNullable(byName.get(attributeName.toLowerCase(Locale.ROOT)));
  }

  /**
   * The resource {@code /Schemas/{id}} with every characteristic (S-03), in the spelling of the RFC
   * and without nulls (D-15). Write-only attributes are left out, so that clients do not send a
   * password, which the service discards. {@code meta.location} is relative to the SCIM base URL.
   */
  public JsonObject json() {
    return json;
  }

  private JsonObject describe() {
    return ScimJson.object()
        .add("schemas", ScimJson.array().add(SCHEMA_URN))
        .add("id", id)
        .add("name", name)
        .add("description", description)
        .add("attributes", describe(attributes))
        .add(
            "meta",
            ScimJson.object().add("resourceType", "Schema").add("location", "/Schemas/" + id))
        .build();
  }

  private static JsonArrayBuilder describe(List<Attribute> attributes) {
    JsonArrayBuilder array = ScimJson.array();
    attributes.stream()
        .filter(attribute -> attribute.mutability() != Attribute.Mutability.WRITE_ONLY)
        .forEach(attribute -> array.add(describe(attribute)));
    return array;
  }

  private static JsonObjectBuilder describe(Attribute attribute) {
    JsonObjectBuilder json =
        ScimJson.object()
            .add("name", attribute.name())
            .add("type", attribute.type().keyword())
            .add("multiValued", attribute.multiValued())
            .add("description", attribute.description())
            .add("required", attribute.required())
            .add("caseExact", attribute.caseExact())
            .add("mutability", attribute.mutability().keyword())
            .add("returned", attribute.returned().keyword());
    if (attribute.isComplex()) {
      json.add("subAttributes", describe(attribute.subAttributes()));
    } else {
      // A complex attribute has no uniqueness (S-06).
      json.add("uniqueness", attribute.uniqueness().keyword());
    }
    addNames(json, "canonicalValues", attribute.canonicalValues());
    addNames(json, "referenceTypes", attribute.referenceTypes());
    return json;
  }

  private static void addNames(JsonObjectBuilder json, String member, List<String> names) {
    if (!names.isEmpty()) {
      JsonArrayBuilder array = ScimJson.array();
      names.forEach(array::add);
      json.add(member, array);
    }
  }
}
