package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.store.EntityId;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Duration;
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
    name = PasswordLink.BY_DIGEST,
    query = "select l from PasswordLink l where l.id.tenantId = :tenant and l.digest = :digest")
@NamedQuery(
    name = PasswordLink.OF_USER,
    query =
        """
        select l from PasswordLink l where l.id.tenantId = :tenant and l.userId = :user and l.createdAt > :since
        order by l.createdAt desc
        """)
class PasswordLink {
  static final String BY_DIGEST = "PasswordLink.byDigest";
  static final String OF_USER = "PasswordLink.ofUser";

  /** How long {@code make_password_link} lets a link work. */
  private static final Duration LIFETIME = Duration.ofHours(24);

  @EmbeddedId private EntityId id;

  @Column(name = "user_id")
  private UUID userId;

  @Column(name = "digest")
  private byte[] digest;

  // EclipseLink reads a column that is not insertable without microseconds.
  @Column(name = "created_at")
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
   * Whether the link works, or why not. Revoking and replacing a link make it end early: {@link
   * PasswordLinks#revoke} at the time of its creation, {@code make_password_link} when the newer
   * one was created.
   *
   * @param now the clock of the database
   */
  LinkState state(OffsetDateTime now) {
    if (usedAt != null) {
      return LinkState.USED;
    }
    if (expiresAt.isAfter(now)) {
      return LinkState.OPEN;
    }
    if (!expiresAt.isAfter(createdAt)) {
      return LinkState.REVOKED;
    }
    return expiresAt.isBefore(createdAt.plus(LIFETIME)) ? LinkState.REPLACED : LinkState.EXPIRED;
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
