package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.store.EntityId;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Secrets;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * A session of the console. The database keeps a digest of its cookie. Each request reads its
 * session by the SQL function {@code read_session}, which also records the visit.
 */
@Entity
@Table(name = "console_session", schema = "provisioning")
@NamedQuery(
    name = ConsoleSession.OPEN,
    query =
        """
        select new com.ransomleak.provisioning.account.Sessions$OpenSession(s.id.id, s.client, s.source, s.createdAt, s.lastSeenAt)
        from ConsoleSession s
        where s.id.tenantId = :tenant and s.userId = :user and s.expiresAt > current_timestamp and s.lastSeenAt > :seenAfter
          and s.createdAt > :openedAfter
        order by s.lastSeenAt desc, s.id.id
        """)
@NamedQuery(
    name = ConsoleSession.DELETE_ALL,
    query = "delete from ConsoleSession s where s.id.tenantId = :tenant and s.userId = :user")
@NamedQuery(
    name = ConsoleSession.DELETE_OTHERS,
    query =
        """
        delete from ConsoleSession s
        where s.id.tenantId = :tenant and s.userId = :user and s.id.id <> :session
        """)
@NamedQuery(
    name = ConsoleSession.ACKNOWLEDGE_LINKS,
    query =
        """
        update ConsoleSession s set s.linksSeenAt = current_timestamp
        where s.id.tenantId = :tenant and s.id.id = :session
        """)
class ConsoleSession {
  static final String OPEN = "ConsoleSession.open";
  static final String DELETE_ALL = "ConsoleSession.deleteAll";
  static final String DELETE_OTHERS = "ConsoleSession.deleteOthers";
  static final String ACKNOWLEDGE_LINKS = "ConsoleSession.acknowledgeLinks";

  @EmbeddedId private EntityId id;

  @Column(name = "user_id")
  private UUID userId;

  @Column(name = "digest")
  private byte[] digest;

  @Column(name = "created_at", insertable = false, updatable = false)
  private OffsetDateTime createdAt;

  @Column(name = "last_seen_at", insertable = false, updatable = false)
  private OffsetDateTime lastSeenAt;

  @Column(name = "expires_at")
  private OffsetDateTime expiresAt;

  @Column(name = "client")
  private String client;

  @Column(name = "source")
  private String source;

  @Column(name = "browser_id")
  private UUID browserId;

  @Column(name = "links_seen_at", insertable = false, updatable = false)
  private OffsetDateTime linksSeenAt;

  protected ConsoleSession() {}

  /**
   * A new session.
   *
   * @param secret the value of the cookie
   * @param actor from where
   * @param browser the known browser in which it is opened
   */
  ConsoleSession(
      TenantId tenant,
      UUID user,
      String secret,
      OffsetDateTime expiresAt,
      Actor actor,
      UUID browser) {
    this.id = new EntityId(tenant, ResourceId.next());
    this.userId = user;
    this.digest = Secrets.digest(secret);
    this.expiresAt = expiresAt;
    this.client = actor.client();
    this.source = actor.source();
    this.browserId = browser;
  }

  UUID getUserId() {
    return userId;
  }

  Optional<UUID> getBrowserId() {
    return Optional.ofNullable(browserId);
  }
}
