package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The browsers in which users signed in before. Failures of others do not lock a known browser out
 * (ADR 21). Its cookie is worth nothing without the password, for another user or in another
 * tenant. A user has at most ten; the one that was not used for longest makes room.
 */
@ApplicationScoped
class KnownBrowsers {
  private static final int MAX_BROWSERS = 10;

  @Inject private Database database;
  @Inject private AccountSettings settings;

  /** A browser of a user, with the value of its cookie. */
  record KnownBrowser(UUID id, String secret) {}

  /**
   * The known browser that has this cookie.
   *
   * @param userNameKey who wants to sign in; a browser is known for its own users alone
   */
  @Transactional
  public Optional<UUID> find(TenantId tenant, String userNameKey, String secret) {
    database.enter(tenant.value());
    return database
        .query(
            """
            select b.id from provisioning.known_browser b
            join provisioning.scim_user u on u.tenant_id = b.tenant_id and u.id = b.user_id
            where b.tenant_id = ? and u.user_name_key = ? and b.digest = ? and b.last_used_at > now() - cast(? as interval)
            """,
            row -> row.getObject(1, UUID.class),
            tenant.value(),
            userNameKey,
            Secret.digest(secret),
            settings.browserLifetime().toString())
        .stream()
        .findFirst();
  }

  /**
   * Makes a browser known to a user who gave the right password, in the caller's transaction.
   *
   * @param sent the value of its cookie, if it has one; one that is not known is replaced
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public KnownBrowser remember(TenantId tenant, UUID user, Optional<String> sent) {
    String secret = sent.filter(value -> isKnown(tenant, value)).orElseGet(Secret::next);
    UUID browser =
        database
            .query(
                """
                insert into provisioning.known_browser (tenant_id, id, user_id, digest) values (?, ?, ?, ?)
                on conflict (tenant_id, user_id, digest) do update set last_used_at = now() returning id
                """,
                row -> row.getObject(1, UUID.class),
                tenant.value(),
                ResourceId.next(),
                user,
                Secret.digest(secret))
            .get(0);
    database.update(
        """
        delete from provisioning.known_browser where tenant_id = ? and id in (
          select id from provisioning.known_browser where tenant_id = ? and user_id = ? and id <> ?
          order by last_used_at desc, id offset ?)
        """,
        tenant.value(),
        tenant.value(),
        user,
        browser,
        MAX_BROWSERS - 1);
    return new KnownBrowser(browser, secret);
  }

  /** Two users of one browser have the same cookie. */
  private boolean isKnown(TenantId tenant, String secret) {
    List<Boolean> found =
        database.query(
            "select true from provisioning.known_browser where tenant_id = ? and digest = ? limit"
                + " 1",
            row -> true,
            tenant.value(),
            Secret.digest(secret));
    return !found.isEmpty();
  }

  /** Makes all browsers of a user unknown, in the caller's transaction. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void forgetAll(TenantId tenant, UUID user) {
    database.update(
        "delete from provisioning.known_browser where tenant_id = ? and user_id = ?",
        tenant.value(),
        user);
  }
}
