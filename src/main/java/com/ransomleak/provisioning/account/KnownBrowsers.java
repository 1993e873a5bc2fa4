package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.EntityId;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/**
 * The browsers in which users signed in before. Failures of others do not lock a known browser out
 * (ADR 21). Its cookie has no effect without the password, for another user or in another tenant. A
 * user has at most ten; a new one replaces the one that was unused for longest.
 */
@ApplicationScoped
class KnownBrowsers {
  private static final int MAX_BROWSERS = 10;

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Sql sql;
  @Inject private DeploymentSettings settings;

  /** The value of a known browser's cookie. */
  record Cookie(UUID id, String secret) {}

  /**
   * The known browser that has this cookie.
   *
   * @param userNameKey the user who signs in; a browser is known for its own users only
   */
  @Transactional
  public Optional<UUID> find(TenantId tenant, String userNameKey, String secret) {
    return sql.of(
            tenant,
            """
            select b.id from provisioning.known_browser b
            join provisioning.scim_user u on u.tenant_id = b.tenant_id and u.id = b.user_id
            where b.tenant_id = :tenant and u.user_name_key = :user_name_key and b.digest = :digest
              and b.last_used_at > now() - cast(:lifetime as interval)
            """)
        .bind("user_name_key", userNameKey)
        .bind("digest", Secrets.digest(secret))
        .bind("lifetime", settings.knownBrowserLifetime().toString())
        .first(UUID.class);
  }

  /**
   * Remembers a browser after a user entered the correct password, in the caller's transaction.
   *
   * @param sent the value of its cookie, if it has one; an unknown value is replaced
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public Cookie remember(TenantId tenant, UUID user, Optional<String> sent) {
    String secret = sent.filter(value -> isKnown(tenant, value)).orElseGet(Secrets::next);
    UUID browser = insertOrTouch(tenant, user, secret);
    entities
        .createNamedQuery(KnownBrowser.OTHERS, KnownBrowser.class)
        .setParameter("tenant", tenant.value())
        .setParameter("user", user)
        .setParameter("browser", browser)
        .setFirstResult(MAX_BROWSERS - 1)
        .getResultList()
        .forEach(entities::remove);
    return new Cookie(browser, secret);
  }

  /** One statement, because a user can sign in twice at the same time with the same cookie. */
  private UUID insertOrTouch(TenantId tenant, UUID user, String secret) {
    return sql.of(
            tenant,
            """
            insert into provisioning.known_browser (tenant_id, id, user_id, digest) values (:tenant, :id, :user, :digest)
            on conflict (tenant_id, user_id, digest) do update set last_used_at = now() returning id
            """)
        .bind("id", ResourceId.next())
        .bind("user", user)
        .bind("digest", Secrets.digest(secret))
        .one(UUID.class);
  }

  /** Two users of the same browser have the same cookie. */
  private boolean isKnown(TenantId tenant, String secret) {
    return entities
            .createNamedQuery(KnownBrowser.COUNT_BY_DIGEST, Long.class)
            .setParameter("tenant", tenant.value())
            .setParameter("digest", Secrets.digest(secret))
            .getSingleResult()
        > 0;
  }

  /** Forgets a browser, in the caller's transaction. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void forget(TenantId tenant, UUID browser) {
    Optional.ofNullable(entities.find(KnownBrowser.class, new EntityId(tenant, browser)))
        .ifPresent(entities::remove);
  }

  /** Forgets all browsers of a user, in the caller's transaction. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void forgetAll(TenantId tenant, UUID user) {
    entities
        .createNamedQuery(KnownBrowser.DELETE_ALL)
        .setParameter("tenant", tenant.value())
        .setParameter("user", user)
        .executeUpdate();
  }
}
