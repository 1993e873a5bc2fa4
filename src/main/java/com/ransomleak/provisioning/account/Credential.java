package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.store.EntityId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;

/** The password of a user, as a hash that contains its algorithm, iterations and salt. */
@Entity
@Table(name = "credential", schema = "provisioning")
class Credential {
  @EmbeddedId
  @AttributeOverride(name = "id", column = @Column(name = "user_id"))
  private EntityId id;

  @Column(name = "password_hash")
  private String passwordHash;

  @Column(name = "changed_at", insertable = false)
  private OffsetDateTime changedAt;

  // A trigger sets it whenever the password is set.
  @Column(name = "sign_in_key", insertable = false)
  private String signInKey;

  protected Credential() {}

  Credential(TenantId tenant, UUID user, String passwordHash) {
    this.id = new EntityId(tenant, user);
    this.passwordHash = passwordHash;
  }

  String getPasswordHash() {
    return passwordHash;
  }

  void changePassword(String hash, OffsetDateTime now) {
    this.passwordHash = hash;
    this.changedAt = now;
  }

  /**
   * The userName that the user is known to sign in with.
   *
   * @param key the folded userName
   */
  void setSignInKey(String key) {
    if (!key.equals(signInKey)) {
      this.signInKey = key;
    }
  }
}
