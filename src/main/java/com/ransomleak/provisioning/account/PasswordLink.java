package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.store.EntityId;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * A single-use link with which a user sets a password. The SQL function {@code make_password_link}
 * creates it, for administrators and for operations.
 */
@Entity
@Table(name = "password_link", schema = "provisioning")
@NamedQuery(
    name = PasswordLink.USABLE,
    query =
        """
        select l from PasswordLink l
        where l.id.tenantId = :tenant and l.digest = :digest and l.usedAt is null and l.expiresAt > current_timestamp
        """)
@NamedQuery(
    name = PasswordLink.OF_USER,
    query =
        """
        select l from PasswordLink l where l.id.tenantId = :tenant and l.userId = :user and l.createdAt > :since
        order by l.createdAt desc
        """)
class PasswordLink {
  static final String USABLE = "PasswordLink.usable";
  static final String OF_USER = "PasswordLink.ofUser";

  @EmbeddedId private EntityId id;

  @Column(name = "user_id")
  private UUID userId;

  @Column(name = "digest")
  private byte[] digest;

  @Column(name = "created_at", insertable = false, updatable = false)
  private OffsetDateTime createdAt;

  @Column(name = "created_by")
  private String createdBy;

  @Column(name = "created_by_id")
  private UUID createdById;

  @Column(name = "expires_at")
  private OffsetDateTime expiresAt;

  @Column(name = "used_at")
  private OffsetDateTime usedAt;

  @Column(name = "used_browser_id")
  private UUID usedBrowserId;

  protected PasswordLink() {}

  UUID getUserId() {
    return userId;
  }

  OffsetDateTime getCreatedAt() {
    return createdAt;
  }

  /** The userName of the user who created the link; empty when operations did. */
  Optional<String> getCreatedBy() {
    return Optional.ofNullable(createdById).map(user -> createdBy);
  }

  /** The user who created the link; empty when operations did. */
  Optional<UUID> getCreatedById() {
    return Optional.ofNullable(createdById);
  }

  OffsetDateTime getUsedAt() {
    return usedAt;
  }

  /**
   * Uses the link up.
   *
   * @param browser the known browser in which it was used
   * @param now the clock of the database
   */
  void use(UUID browser, OffsetDateTime now) {
    this.usedAt = now;
    this.usedBrowserId = browser;
  }
}
