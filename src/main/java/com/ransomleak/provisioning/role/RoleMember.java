package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;

/**
 * A user's membership of a role. {@link RoleMembers} writes memberships in sets by SQL, because a
 * push can contain fifty thousand.
 */
@Entity
@Table(name = "role_member", schema = "provisioning")
class RoleMember {
  @EmbeddedId private Key id;

  @Column(name = "added_at", insertable = false, updatable = false)
  private OffsetDateTime addedAt;

  protected RoleMember() {}

  /** The primary key {@code (tenant_id, role_id, user_id)}. */
  @Embeddable
  static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    @Column(name = "tenant_id")
    private UUID tenantId;

    @Column(name = "role_id")
    private UUID roleId;

    @Column(name = "user_id")
    private UUID userId;

    protected Key() {}

    Key(TenantId tenant, UUID role, UUID user) {
      this.tenantId = tenant.value();
      this.roleId = role;
      this.userId = user;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && tenantId.equals(that.tenantId)
          && roleId.equals(that.roleId)
          && userId.equals(that.userId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(tenantId, roleId, userId);
    }
  }
}
