package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.store.EntityId;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * An API token. The SQL functions {@code generate_api_token} and {@code revoke_api_token} write it,
 * for administrators and for operations.
 */
@Entity
@Table(name = "api_token", schema = "provisioning")
@NamedQuery(
    name = ApiToken.ACCEPTED,
    query =
        """
        select t from ApiToken t
        where t.id.tenantId = :tenant and t.purpose = :purpose and t.revokedAt is null
          and (t.expiresAt is null or t.expiresAt > current_timestamp)
        order by t.createdAt desc
        """)
@NamedQuery(
    name = ApiToken.RETIRED,
    query =
        """
        select t from ApiToken t
        where t.id.tenantId = :tenant and t.purpose = :purpose
          and (t.revokedAt is not null or t.expiresAt <= current_timestamp)
        order by t.createdAt desc
        """)
@NamedQuery(
    name = ApiToken.USED,
    query =
        """
        select t from ApiToken t
        where t.id.tenantId = :tenant and t.purpose = :purpose and t.lastUsedAt is not null
        order by t.lastUsedAt desc
        """)
class ApiToken {
  static final String ACCEPTED = "ApiToken.accepted";
  static final String RETIRED = "ApiToken.retired";
  static final String USED = "ApiToken.used";

  @EmbeddedId private EntityId id;

  @Column(name = "purpose")
  private String purpose;

  @Column(name = "last_four")
  private String lastFour;

  @Column(name = "name")
  private String name;

  @Column(name = "created_at")
  private OffsetDateTime createdAt;

  @Column(name = "created_by")
  private String createdBy;

  @Column(name = "expires_at")
  private OffsetDateTime expiresAt;

  @Column(name = "superseded_at")
  private OffsetDateTime supersededAt;

  @Column(name = "revoked_at")
  private OffsetDateTime revokedAt;

  @Column(name = "last_used_at")
  private OffsetDateTime lastUsedAt;

  @Column(name = "last_used_client")
  private String lastUsedClient;

  @Column(name = "last_used_source")
  private String lastUsedSource;

  protected ApiToken() {}

  OffsetDateTime getLastUsedAt() {
    return lastUsedAt;
  }

  ApiTokens.TokenInfo toInfo() {
    return new ApiTokens.TokenInfo(
        id.id(),
        lastFour,
        name,
        createdBy,
        createdAt,
        expiresAt,
        supersededAt != null,
        lastUsedAt,
        lastUsedClient,
        lastUsedSource);
  }

  ApiTokens.RetiredToken toRetired() {
    return new ApiTokens.RetiredToken(
        lastFour, revokedAt == null, Optional.ofNullable(revokedAt).orElse(expiresAt));
  }
}
