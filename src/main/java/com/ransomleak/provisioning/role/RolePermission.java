package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;

/** A permission that a role gives to its members. */
@Entity
@Table(name = "role_permission", schema = "provisioning")
@NamedQuery(
    name = RolePermission.OF_ROLE,
    query = "select p from RolePermission p where p.id.tenantId = :tenant and p.id.roleId = :role")
class RolePermission {
  static final String OF_ROLE = "RolePermission.ofRole";

  @EmbeddedId private Key id;

  protected RolePermission() {}

  RolePermission(TenantId tenant, UUID role, Permission permission) {
    this.id = new Key(tenant.value(), role, permission);
  }

  Permission getPermission() {
    return id.permission;
  }

  /** The primary key {@code (tenant_id, role_id, permission)}. */
  @Embeddable
  static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    @Column(name = "tenant_id")
    private UUID tenantId;

    @Column(name = "role_id")
    private UUID roleId;

    @Column(name = "permission")
    @Enumerated(EnumType.STRING)
    private Permission permission;

    protected Key() {}

    private Key(UUID tenantId, UUID roleId, Permission permission) {
      this.tenantId = tenantId;
      this.roleId = roleId;
      this.permission = permission;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && tenantId.equals(that.tenantId)
          && roleId.equals(that.roleId)
          && permission == that.permission;
    }

    @Override
    public int hashCode() {
      return Objects.hash(tenantId, roleId, permission);
    }
  }
}
