package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.store.EntityId;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A browser in which a user signed in. The cookie holds 256 random bits, the database their digest.
 */
@Entity
@Table(name = "known_browser", schema = "provisioning")
@NamedQuery(
    name = KnownBrowser.COUNT_BY_DIGEST,
    query =
        "select count(b) from KnownBrowser b where b.id.tenantId = :tenant and b.digest = :digest")
@NamedQuery(
    name = KnownBrowser.OTHERS,
    query =
        """
        select b from KnownBrowser b where b.id.tenantId = :tenant and b.userId = :user and b.id.id <> :browser
        order by b.lastUsedAt desc, b.id.id
        """)
@NamedQuery(
    name = KnownBrowser.DELETE_ALL,
    query = "delete from KnownBrowser b where b.id.tenantId = :tenant and b.userId = :user")
@NamedQuery(
    name = KnownBrowser.DELETE_OTHERS,
    query =
        """
        delete from KnownBrowser b where b.id.tenantId = :tenant and b.userId = :user and b.id.id not in (
          select s.browserId from ConsoleSession s
          where s.id.tenantId = :tenant and s.id.id = :session and s.browserId is not null)
        """)
@NamedQuery(
    name = KnownBrowser.ACKNOWLEDGE_LINKS,
    query =
        """
        update KnownBrowser b set b.linksSeenAt = current_timestamp
        where b.id.tenantId = :tenant and b.id.id in (
          select s.browserId from ConsoleSession s where s.id.tenantId = :tenant and s.id.id = :session)
        """)
class KnownBrowser {
  static final String COUNT_BY_DIGEST = "KnownBrowser.countByDigest";
  static final String OTHERS = "KnownBrowser.others";
  static final String DELETE_ALL = "KnownBrowser.deleteAll";
  static final String DELETE_OTHERS = "KnownBrowser.deleteOthers";
  static final String ACKNOWLEDGE_LINKS = "KnownBrowser.acknowledgeLinks";

  @EmbeddedId private EntityId id;

  @Column(name = "user_id")
  private UUID userId;

  @Column(name = "digest")
  private byte[] digest;

  @Column(name = "last_used_at", insertable = false, updatable = false)
  private OffsetDateTime lastUsedAt;

  @Column(name = "links_seen_at", insertable = false, updatable = false)
  private OffsetDateTime linksSeenAt;

  protected KnownBrowser() {}
}
