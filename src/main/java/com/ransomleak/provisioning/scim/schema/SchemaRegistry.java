package com.ransomleak.provisioning.scim.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The schemas and resource types of a tenant: the standard ones and the extension schemas that its
 * administrators configured.
 */
public final class SchemaRegistry {
  private static final Schema COMMON = SchemaJson.file("Common");
  private static final Schema CORE_USER = SchemaJson.file("User");
  private static final Schema ENTERPRISE_USER = SchemaJson.file("EnterpriseUser");
  private static final Schema CORE_GROUP = SchemaJson.file("Group");

  /** Without extension schemas of a tenant. */
  public static final SchemaRegistry STANDARD = new SchemaRegistry(List.of());

  private final ResourceType user;
  private final ResourceType group;
  private final List<Schema> schemas;

  private SchemaRegistry(List<ExtensionReader.Extension> extensions) {
    List<Schema> ofUsers = new ArrayList<>(List.of(ENTERPRISE_USER));
    List<Schema> ofGroups = new ArrayList<>();
    schemas = new ArrayList<>(List.of(CORE_USER, ENTERPRISE_USER, CORE_GROUP));
    for (ExtensionReader.Extension extension : extensions) {
      (extension.resourceType().equals("User") ? ofUsers : ofGroups).add(extension.schema());
      schemas.add(extension.schema());
    }
    Set<String> urns =
        schemas.stream()
            .map(schema -> schema.id().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    user = new ResourceType("User", "/Users", COMMON, CORE_USER, ofUsers, urns);
    group = new ResourceType("Group", "/Groups", COMMON, CORE_GROUP, ofGroups, urns);
  }

  /**
   * The standard schemas and extension schemas.
   *
   * @param json a list of Schema resources (RFC 7643 section 7) for {@link ExtensionReader}
   * @throws IllegalArgumentException naming schema and attribute, the reason and the remedy
   */
  public static SchemaRegistry with(String json) {
    return new SchemaRegistry(ExtensionReader.read(json, STANDARD));
  }

  public ResourceType user() {
    return user;
  }

  public ResourceType group() {
    return group;
  }

  public List<ResourceType> resourceTypes() {
    return List.of(user, group);
  }

  /** In the order of {@code /Schemas} (D-10). */
  public List<Schema> schemas() {
    return List.copyOf(schemas);
  }
}
