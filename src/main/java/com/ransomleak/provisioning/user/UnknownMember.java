package com.ransomleak.provisioning.user;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;

/**
 * A member that an identity provider pushed into a role although no user has that id. Pushes write
 * these rows in sets, by SQL. {@link Erasure} deletes those that name a deleted user.
 */
@Entity
@Table(name = "unknown_member", schema = "provisioning")
@NamedQuery(
    name = UnknownMember.NAMES,
    query = "select distinct m.id.member from UnknownMember m where m.id.tenantId = :tenant")
@NamedQuery(
    name = UnknownMember.DELETE,
    query = "delete from UnknownMember m where m.id.tenantId = :tenant and m.id.member = :member")
class UnknownMember {
  static final String NAMES = "UnknownMember.names";
  static final String DELETE = "UnknownMember.delete";

  @EmbeddedId private Key id;

  @Column(name = "last_at")
  private OffsetDateTime lastAt;

  protected UnknownMember() {}

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
