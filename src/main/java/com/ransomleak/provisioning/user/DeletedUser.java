package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.store.EntityId;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;

/**
 * A user that SCIM deleted. No endpoint shows it; its history stays until {@link Erasure} removes
 * its names, by the SQL function {@code erase_users}.
 */
@Entity
@Table(name = "deleted_user", schema = "provisioning")
class DeletedUser {
  @EmbeddedId private EntityId id;

  @Column(name = "document")
  private String document;

  @Column(name = "user_name")
  private String userName;

  @Column(name = "user_name_key")
  private String userNameKey;

  @Column(name = "external_id")
  private String externalId;

  @Column(name = "created_at")
  private OffsetDateTime createdAt;

  @Column(name = "deleted_at", insertable = false, updatable = false)
  private OffsetDateTime deletedAt;

  @Column(name = "erased_at", insertable = false, updatable = false)
  private OffsetDateTime erasedAt;

  protected DeletedUser() {}

  /** What stays of a user, with the names that erasure and unknown members look for. */
  DeletedUser(
      EntityId id,
      String document,
      String userName,
      String userNameKey,
      String externalId,
      OffsetDateTime createdAt) {
    this.id = id;
    this.document = document;
    this.userName = userName;
    this.userNameKey = userNameKey;
    this.externalId = externalId;
    this.createdAt = createdAt;
  }
}
