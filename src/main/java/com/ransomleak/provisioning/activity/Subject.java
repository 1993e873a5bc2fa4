package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a request was about, by its path: {@code /Users/{id}}.
 *
 * @param type {@code User}, {@code Group}, or null
 * @param id as it was sent, or null
 */
record Subject(String type, String id) {

  static Subject of(Exchange exchange) {
    String path = exchange.path() == null ? "" : exchange.path();
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

  /** Whether it is somebody whom SCIM deleted. */
  boolean isDeletedUser(Database database, TenantId tenant) {
    Optional<UUID> known = id == null ? Optional.empty() : ResourceId.of(id);
    return known.isPresent()
        && type.equals("User")
        && !database
            .query(
                "select from provisioning.deleted_user where tenant_id = ? and id = ?",
                row -> true,
                tenant.value(),
                known.get())
            .isEmpty();
  }

  /** The name under which the resource is known; null when it is not. */
  String storedName(Database database, TenantId tenant) {
    Optional<UUID> known = id == null ? Optional.empty() : ResourceId.of(id);
    if (known.isEmpty()) {
      return null;
    }
    String name =
        type.equals("User")
            ? "select document ->> 'userName' from provisioning.scim_user where tenant_id = ? and"
                + " id = ?"
            : "select document ->> 'displayName' from provisioning.role where tenant_id = ? and id"
                + " = ?";
    return database.query(name, row -> row.getString(1), tenant.value(), known.get()).stream()
        .findFirst()
        .orElse(null);
  }
}
