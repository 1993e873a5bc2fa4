package com.ransomleak.provisioning.scim.schema;

/** The standard resource types. Those of a tenant are in its {@link SchemaRegistry}. */
public final class Schemas {
  public static final String CORE_USER = "urn:ietf:params:scim:schemas:core:2.0:User";
  public static final String CORE_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
  public static final String ENTERPRISE_USER =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  public static final AttributePath MANAGER = new AttributePath(ENTERPRISE_USER, "manager", null);

  private Schemas() {}

  public static ResourceType user() {
    return SchemaRegistry.STANDARD.user();
  }

  public static ResourceType group() {
    return SchemaRegistry.STANDARD.group();
  }
}
