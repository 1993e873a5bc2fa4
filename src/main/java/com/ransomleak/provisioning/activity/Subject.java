package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * The resource that the path of a request names: {@code /Users/{id}}.
 *
 * @param type {@code User}, {@code Group}, or null
 * @param id as sent, or null
 */
record Subject(String type, String id) {
  private static final String IS_DELETED =
      "select exists (select from provisioning.deleted_user where tenant_id = :tenant and id ="
          + " :id)";

  private static final String USER_NAME =
      "select user_name from provisioning.scim_user where tenant_id = :tenant and id = :id";

  private static final String GROUP_NAME =
      "select display_name from provisioning.role where tenant_id = :tenant and id = :id";

  static Subject of(ScimRequestContext context) {
    String path = context.path() == null ? "" : context.path();
    List<String> segments = List.of(path.split("/", -1));
    String endpoint = segments.size() > 1 ? segments.get(1) : "";
    String type =
        switch (endpoint) {
          case "Users" -> "User";
          case "Groups" -> "Group";
          default -> null;
        };
    return new Subject(
        type,
        type != null && segments.size() > 2 && !segments.get(2).isEmpty() ? segments.get(2) : null);
  }

  ResourceType resourceType(SchemaRegistry schemas) {
    return "Group".equals(type) ? schemas.group() : schemas.user();
  }

  /** Whether SCIM deleted this user. */
  boolean isDeletedUser(Sql sql, TenantId tenant) {
    return "User".equals(type) && value(sql, IS_DELETED, tenant, Boolean.class).orElse(false);
  }

  /** The stored name of the resource, or null. */
  String storedName(Sql sql, TenantId tenant) {
    return value(sql, "User".equals(type) ? USER_NAME : GROUP_NAME, tenant, String.class)
        .orElse(null);
  }

  private <T> Optional<T> value(Sql sql, String query, TenantId tenant, Class<T> result) {
    return Optional.ofNullable(id)
        .flatMap(ResourceId::of)
        .flatMap(known -> sql.of(tenant, query).bind("id", known).first(result));
  }
}
