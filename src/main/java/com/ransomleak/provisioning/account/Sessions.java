package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.EntityId;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.TransactionClock;
import com.ransomleak.provisioning.tenant.Secrets;
import com.ransomleak.provisioning.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The sessions of the console, in the database. Each request reads its session, user and
 * permissions in one statement, so deactivating a user or removing a role takes effect immediately,
 * on every node. The cookie holds 256 random bits, the database their digest.
 */
@ApplicationScoped
public class Sessions {
  private static final int MAX_LISTED = 100;

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Sql sql;
  @Inject private SessionTimes times;
  @Inject private Activity activity;
  @Inject private KnownBrowsers browsers;
  @Inject private TransactionClock clock;

  /**
   * A session as its user sees it.
   *
   * @param client the User-Agent at sign-in, or null
   * @param source the address of the sign-in, or null
   */
  public record OpenSession(
      UUID id, String client, String source, OffsetDateTime openedAt, OffsetDateTime lastSeenAt) {}

  /** A session as the SQL function {@code read_session} finds it. */
  record FoundSession(
      UUID id,
      UUID userId,
      String userName,
      String displayName,
      List<String> permissions,
      boolean newLinks) {}

  /**
   * Opens a session in the caller's transaction.
   *
   * @param actor from where
   * @param browser in which it is opened
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public NewSession open(TenantId tenant, UUID user, Actor actor, KnownBrowsers.Cookie browser) {
    String secret = Secrets.next();
    entities.persist(
        new ConsoleSession(
            tenant, user, secret, clock.now().plus(times.lifetime(tenant)), actor, browser.id()));
    return new NewSession(secret, browser.secret());
  }

  /**
   * The user of a session. One round trip.
   *
   * @param tenant the tenant of the request's host; a session is not valid for another tenant
   * @param visit false for requests that a page sends by itself, which do not prolong a session
   */
  @Transactional
  public Optional<SignedIn> find(TenantId tenant, String subdomain, String secret, boolean visit) {
    return sql.of(
            tenant,
            """
            select f.* from provisioning.read_session(:tenant, :digest, cast(:idle_time as interval), :visit) f
            join provisioning.console_session s on s.tenant_id = :tenant and s.id = f.id
              and s.created_at > now() - cast(:lifetime as interval)
            """)
        .bind("digest", Secrets.digest(secret))
        .bind("idle_time", times.idle(tenant).toString())
        // The tenant may have chosen a shorter lifetime since the session was opened.
        .bind("lifetime", times.lifetime(tenant).toString())
        .bind("visit", visit)
        .first(FoundSession.class)
        .map(
            found ->
                new SignedIn(
                    new Tenant(tenant, subdomain),
                    found.id(),
                    found.userId(),
                    found.userName(),
                    found.displayName(),
                    Permission.effective(Permission.named(found.permissions())),
                    Secrets.derived(secret, "form"),
                    found.newLinks()));
  }

  /** Ends one session, when its user signs out or signs in again. */
  @Transactional
  public void end(TenantId tenant, UUID session, Actor actor) {
    locked(tenant, session)
        .ifPresent(
            found -> {
              entities.remove(found);
              record(tenant, Action.SESSION_ENDED, found.getUserId(), actor);
            });
  }

  /**
   * Ends all sessions of a user and makes all browsers unknown, in the caller's transaction: when
   * the password changes, and when the user signs out everywhere.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void endAll(TenantId tenant, UUID user) {
    browsers.forgetAll(tenant, user);
    entities
        .createNamedQuery(ConsoleSession.DELETE_ALL)
        .setParameter("tenant", tenant.value())
        .setParameter("user", user)
        .executeUpdate();
  }

  /** The open sessions of a user, the most recently used first. */
  @Transactional
  public List<OpenSession> list(TenantId tenant, UUID user) {
    return entities
        .createNamedQuery(ConsoleSession.OPEN, OpenSession.class)
        .setParameter("tenant", tenant.value())
        .setParameter("user", user)
        .setParameter("seenAfter", clock.now().minus(times.idle(tenant)))
        .setParameter("openedAfter", clock.now().minus(times.lifetime(tenant)))
        .setMaxResults(MAX_LISTED)
        .getResultList();
  }

  /**
   * Ends another session of the user. Its browser becomes unknown, because it may be lost.
   *
   * @return false if the user has no such session
   */
  @Transactional
  public boolean endElsewhere(TenantId tenant, UUID session, Actor person) {
    Optional<ConsoleSession> ended =
        locked(tenant, session).filter(found -> found.getUserId().equals(person.user()));
    ended.ifPresent(
        found -> {
          found.getBrowserId().ifPresent(browser -> browsers.forget(tenant, browser));
          entities.remove(found);
          record(tenant, Action.SESSION_ENDED_ELSEWHERE, person.user(), person);
        });
    return ended.isPresent();
  }

  /** Ends all sessions of the user except one, and makes all other browsers unknown. */
  @Transactional
  public void endOthers(TenantId tenant, UUID session, Actor person) {
    for (String query : List.of(KnownBrowser.DELETE_OTHERS, ConsoleSession.DELETE_OTHERS)) {
      entities
          .createNamedQuery(query)
          .setParameter("tenant", tenant.value())
          .setParameter("user", person.user())
          .setParameter("session", session)
          .executeUpdate();
    }
    record(tenant, Action.SESSION_OTHERS_ENDED, person.user(), person);
  }

  private Optional<ConsoleSession> locked(TenantId tenant, UUID session) {
    return Optional.ofNullable(
        entities.find(
            ConsoleSession.class, new EntityId(tenant, session), LockModeType.PESSIMISTIC_WRITE));
  }

  /** Ends all sessions of the user, including this one, and makes all browsers unknown. */
  @Transactional
  public void endEverywhere(TenantId tenant, Actor person) {
    endAll(tenant, person.user());
    record(tenant, Action.SESSION_ENDED_EVERYWHERE, person.user(), person);
  }

  private void record(TenantId tenant, Action action, UUID user, Actor actor) {
    activity.record(
        tenant,
        actor,
        new Event(action, "User", user.toString(), actor.name(), 0, new Consequences()));
  }
}
