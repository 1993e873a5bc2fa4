package com.ransomleak.provisioning.scim.schema;

import java.util.List;
import java.util.Optional;

/** The schemas and resource types of this service. */
public final class Schemas {
  public static final String CORE_USER = "urn:ietf:params:scim:schemas:core:2.0:User";
  public static final String CORE_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
  public static final String ENTERPRISE_USER =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private static final Schema COMMON = SchemaFile.read("Common");
  private static final ResourceType USER =
      new ResourceType(
          "User",
          "/Users",
          COMMON,
          SchemaFile.read("User"),
          List.of(SchemaFile.read("EnterpriseUser")));
  private static final ResourceType GROUP =
      new ResourceType("Group", "/Groups", COMMON, SchemaFile.read("Group"), List.of());

  private Schemas() {}

  public static ResourceType user() {
    return USER;
  }

  public static ResourceType group() {
    return GROUP;
  }

  public static List<ResourceType> resourceTypes() {
    return List.of(USER, GROUP);
  }

  /** What {@code /Schemas} lists (D-10). */
  public static List<Schema> all() {
    return List.of(USER.core(), USER.extensions().get(0), GROUP.core());
  }

  /** The schema of that URN, in any case (S-02). */
  public static Optional<Schema> find(String urn) {
    return all().stream().filter(schema -> schema.id().equalsIgnoreCase(urn)).findFirst();
  }
}
