package com.ransomleak.provisioning.role;

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
 * A member that an identity provider pushed although no user has that id. {@link RoleMembers}
 * writes these rows in sets, by SQL.
 */
@Entity
@Table(name = "unknown_member", schema = "provisioning")
class UnknownMember {
  @EmbeddedId private Key id;

  @Column(name = "last_at")
  private OffsetDateTime lastAt;

  protected UnknownMember() {}

  Key getId() {
    return id;
  }

  /** The primary key {@code (tenant_id, role_id, member)}. */
  @Embeddable
  static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    @Column(name = "tenant_id")
    private UUID tenantId;

    @Column(name = "role_id")
    private UUID roleId;

    /** As sent: it may be a name instead of an id. */
    @Column(name = "member")
    private String member;

    protected Key() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && tenantId.equals(that.tenantId)
          && roleId.equals(that.roleId)
          && member.equals(that.member);
    }

    @Override
    public int hashCode() {
      return Objects.hash(tenantId, roleId, member);
    }
  }
}
