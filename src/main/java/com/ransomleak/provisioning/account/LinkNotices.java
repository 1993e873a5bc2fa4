package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.store.EntityId;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.TransactionClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Shows users the password links that others created for them, so that nobody can replace a
 * password unnoticed. Each browser of the user shows a link of the last 30 days until the user
 * acknowledges it there, except the browser in which it was used. A person who misuses the link can
 * therefore neither hide nor acknowledge it for the owner.
 */
@ApplicationScoped
public class LinkNotices {
  private static final Duration NOTICE_TIME = Duration.ofDays(30);
  private static final int MAX_LISTED = 20;

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Sql sql;
  @Inject private TransactionClock clock;

  /**
   * A link that was created for a user.
   *
   * @param createdBy the userName of its creator; null when operations created it
   */
  public record CreatedLink(
      String createdBy, OffsetDateTime createdAt, OffsetDateTime usedAt, LinkState state) {}

  /** The links of the last 30 days, newest first. */
  @Transactional
  public List<CreatedLink> list(TenantId tenant, SignedIn user) {
    return entities
        .createNamedQuery(PasswordLink.OF_USER, PasswordLink.class)
        .setParameter("tenant", tenant.value())
        .setParameter("user", user.user())
        .setParameter("since", clock.now().minus(NOTICE_TIME))
        .setMaxResults(MAX_LISTED)
        .getResultList()
        .stream()
        .map(this::created)
        .toList();
  }

  /** The newest link that this session tells the user of; empty when all are acknowledged. */
  @Transactional
  public Optional<CreatedLink> newest(TenantId tenant, SignedIn user) {
    return sql.of(
            tenant,
            "select id from provisioning.new_links(:tenant, :session) order by created_at desc"
                + " limit 1")
        .bind("session", user.session())
        .first(UUID.class)
        .map(link -> created(entities.find(PasswordLink.class, new EntityId(tenant, link))));
  }

  private CreatedLink created(PasswordLink link) {
    return new CreatedLink(
        link.getCreatedBy().orElse(null),
        link.getCreatedAt(),
        link.getUsedAt(),
        link.state(clock.now()));
  }

  /** Hides the links in this session and in this browser. */
  @Transactional
  public void acknowledge(TenantId tenant, SignedIn user) {
    for (String query : List.of(ConsoleSession.ACKNOWLEDGE_LINKS, KnownBrowser.ACKNOWLEDGE_LINKS)) {
      entities
          .createNamedQuery(query)
          .setParameter("tenant", tenant.value())
          .setParameter("session", user.session())
          .executeUpdate();
    }
  }
}
