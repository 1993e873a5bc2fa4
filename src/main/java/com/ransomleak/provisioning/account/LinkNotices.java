package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Tells users which password links others made for them, so that nobody's password is replaced
 * unnoticed. Each browser of the user shows a link of the last 30 days until it is acknowledged
 * there, except the browser in which it was used. So somebody else who used the link can neither
 * hide nor acknowledge it for its owner.
 */
@ApplicationScoped
public class LinkNotices {
  @Inject private Database database;

  /**
   * A link that was made for a user.
   *
   * @param madeBy the userName of the maker; null when operations made it
   */
  public record MadeLink(String madeBy, OffsetDateTime madeAt, OffsetDateTime usedAt) {}

  /** The links of the last 30 days, newest first. */
  @Transactional
  public List<MadeLink> list(TenantId tenant, SignedIn user) {
    database.enter(tenant.value());
    return database.query(
        """
        select case when created_by_id is not null then created_by end, created_at, used_at
        from provisioning.password_link
        where tenant_id = ? and user_id = ? and created_at > now() - interval '30 days'
        order by created_at desc limit 20
        """,
        row ->
            new MadeLink(
                row.getString(1),
                row.getObject(2, OffsetDateTime.class),
                row.getObject(3, OffsetDateTime.class)),
        tenant.value(),
        user.user());
  }

  /** Not shown any more in this session, nor in this browser. */
  @Transactional
  public void acknowledge(TenantId tenant, SignedIn user) {
    database.enter(tenant.value());
    database.update(
        """
        with acknowledged as (
          update provisioning.console_session set links_seen_at = now() where tenant_id = ? and id = ? returning browser_id)
        update provisioning.known_browser b set links_seen_at = now() from acknowledged a where b.tenant_id = ? and b.id = a.browser_id
        """,
        tenant.value(),
        user.session(),
        tenant.value());
  }
}
