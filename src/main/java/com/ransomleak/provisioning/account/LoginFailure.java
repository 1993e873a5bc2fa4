package com.ransomleak.provisioning.account;

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

/** The number of failed password attempts for one subject of an {@link Attempt}. */
@Entity
@Table(name = "sign_in_failure", schema = "provisioning")
@NamedQuery(
    name = LoginFailure.DELETE,
    query =
        "delete from LoginFailure f where f.id.tenantId = :tenant and f.id.subject in :subjects")
@NamedQuery(
    name = LoginFailure.FORGIVE_ONE,
    query =
        """
        update LoginFailure f set f.failures = f.failures - 1
        where f.id.tenantId = :tenant and f.id.subject = :subject and f.failures > 0
        """)
class LoginFailure {
  static final String DELETE = "LoginFailure.delete";
  static final String FORGIVE_ONE = "LoginFailure.forgiveOne";

  @EmbeddedId private Key id;

  @Column(name = "failures")
  private int failures;

  @Column(name = "last_at")
  private OffsetDateTime lastAt;

  @Column(name = "reported_at")
  private OffsetDateTime reportedAt;

  protected LoginFailure() {}

  /** The primary key {@code (tenant_id, subject)}. */
  @Embeddable
  static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    @Column(name = "tenant_id")
    private UUID tenantId;

    @Column(name = "subject")
    private String subject;

    protected Key() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && tenantId.equals(that.tenantId)
          && subject.equals(that.subject);
    }

    @Override
    public int hashCode() {
      return Objects.hash(tenantId, subject);
    }
  }
}
