package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The sessions of the console, in the database. Each request reads its session, its user and that
 * user's permissions in one statement, so deactivating a user or taking a role away has effect at
 * once, on every node. The cookie holds 256 random bits, the database their digest.
 */
@ApplicationScoped
public class Sessions {
  private static final int MAX_LISTED = 100;

  @Inject private Database database;
  @Inject private AccountSettings settings;
  @Inject private Activity activity;
  @Inject private KnownBrowsers browsers;

  /**
   * A session as its user sees it.
   *
   * @param client the User-Agent at sign-in, or null
   * @param source the address of the sign-in, or null
   */
  public record OpenSession(
      UUID id, String client, String source, OffsetDateTime openedAt, OffsetDateTime lastSeenAt) {}

  /**
   * Opens a session in the caller's transaction, which has named the tenant, and makes its browser
   * known.
   *
   * @param actor from where
   * @param browser the value of the browser's cookie, if it has one
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public NewSession open(TenantId tenant, UUID user, Actor actor, Optional<String> browser) {
    String secret = Secret.next();
    KnownBrowsers.KnownBrowser known = browsers.remember(tenant, user, browser);
    database.update(
        """
        insert into provisioning.console_session (tenant_id, id, user_id, digest, expires_at, client, source, browser_id)
        values (?, ?, ?, ?, now() + cast(? as interval), ?, ?, ?)
        """,
        tenant.value(),
        ResourceId.next(),
        user,
        Secret.digest(secret),
        settings.lifetime().toString(),
        actor.client(),
        actor.source(),
        known.id());
    return new NewSession(secret, known.secret());
  }

  /**
   * Who has this session. One round trip.
   *
   * @param tenant the tenant of the request's host: on another one's host this is no session
   * @param visit whether a person asks, and not the page by itself, which must not keep a session
   *     alive
   */
  @Transactional
  public Optional<SignedIn> find(TenantId tenant, String subdomain, String secret, boolean visit) {
    return database
        .query(
            "select id, user_id, user_name, display_name, permissions, new_links from"
                + " provisioning.read_session(?, ?, cast(? as interval), ?)",
            row ->
                new SignedIn(
                    new Tenant(tenant, subdomain),
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getString(3),
                    row.getString(4),
                    Permission.named((String[]) row.getArray(5).getArray()),
                    Secret.derived(secret, "form"),
                    row.getBoolean(6)),
            tenant.value(),
            Secret.digest(secret),
            settings.idleTime().toString(),
            visit)
        .stream()
        .findFirst();
  }

  /** Ends one session: somebody signs out, or signs in anew. */
  @Transactional
  public void end(TenantId tenant, UUID session, Actor actor) {
    database.enter(tenant.value());
    List<UUID> users =
        database.query(
            "delete from provisioning.console_session where tenant_id = ? and id = ? returning"
                + " user_id",
            row -> row.getObject(1, UUID.class),
            tenant.value(),
            session);
    for (UUID user : users) {
      activity.record(
          tenant,
          actor,
          new Event(
              "session.ended", "User", user.toString(), actor.name(), 0, Set.of(), List.of()));
    }
  }

  /**
   * Ends all sessions of a user and makes all browsers unknown, in the caller's transaction: when
   * the password changes, and when the user signs out everywhere.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void endAll(TenantId tenant, UUID user) {
    browsers.forgetAll(tenant, user);
    database.update(
        "delete from provisioning.console_session where tenant_id = ? and user_id = ?",
        tenant.value(),
        user);
  }

  /** The open sessions of a user, the last used first. */
  @Transactional
  public List<OpenSession> list(TenantId tenant, UUID user) {
    database.enter(tenant.value());
    return database.query(
        """
        select id, client, source, created_at, last_seen_at from provisioning.console_session
        where tenant_id = ? and user_id = ? and expires_at > now() and last_seen_at > now() - cast(? as interval)
        order by last_seen_at desc, id limit ?
        """,
        row ->
            new OpenSession(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class),
                row.getObject(5, OffsetDateTime.class)),
        tenant.value(),
        user,
        settings.idleTime().toString(),
        MAX_LISTED);
  }

  /**
   * Ends a session of the person elsewhere; its browser becomes unknown, since it may be lost.
   *
   * @return false when the person has no such session any more
   */
  @Transactional
  public boolean endElsewhere(TenantId tenant, UUID session, Actor person) {
    database.enter(tenant.value());
    database.update(
        """
        delete from provisioning.known_browser b using provisioning.console_session s
        where b.tenant_id = ? and s.tenant_id = b.tenant_id and b.id = s.browser_id and s.id = ? and s.user_id = ?
        """,
        tenant.value(),
        session,
        person.user());
    int ended =
        database.update(
            "delete from provisioning.console_session where tenant_id = ? and id = ? and user_id ="
                + " ?",
            tenant.value(),
            session,
            person.user());
    if (ended > 0) {
      record(tenant, "session.endedElsewhere", person);
    }
    return ended > 0;
  }

  /** Ends all sessions of the person, this one too, and makes all browsers unknown. */
  @Transactional
  public void endEverywhere(TenantId tenant, Actor person) {
    database.enter(tenant.value());
    endAll(tenant, person.user());
    record(tenant, "session.endedEverywhere", person);
  }

  private void record(TenantId tenant, String action, Actor person) {
    String id = person.user().toString();
    activity.record(
        tenant, person, new Event(action, "User", id, person.name(), 0, Set.of(), List.of()));
  }
}
