package com.ransomleak.provisioning.account;

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

  @Inject private TransactionClock clock;

  /**
   * A link that was created for a user.
   *
   * @param createdBy the userName of its creator; null when operations created it
   */
  public record CreatedLink(String createdBy, OffsetDateTime createdAt, OffsetDateTime usedAt) {}

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
        .map(
            link ->
                new CreatedLink(
                    link.getCreatedBy().orElse(null), link.getCreatedAt(), link.getUsedAt()))
        .toList();
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
