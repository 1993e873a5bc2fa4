package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.account.PasswordLinks.OpenedLink;
import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.role.Privileges;
import com.ransomleak.provisioning.store.EntityId;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.TransactionClock;
import com.ransomleak.provisioning.tenant.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/**
 * The database access of {@link PasswordLinks}. Each method is a transaction, so that none stays
 * open while a password is hashed.
 */
@ApplicationScoped
class PasswordRepository {
  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Sql sql;
  @Inject private LoginRepository accounts;
  @Inject private KnownBrowsers browsers;
  @Inject private Privileges privileges;
  @Inject private Sessions sessions;
  @Inject private LoginThrottle throttle;
  @Inject private Activity activity;
  @Inject private TransactionClock clock;

  /** The user whose password is set. */
  record Owner(UUID user, String userName) {}

  /** The user of a link, or why the link does not work. */
  @Transactional
  public OpenedLink open(TenantId tenant, String secret) {
    Optional<PasswordLink> link = find(tenant, secret, LockModeType.NONE);
    LinkState state = link.map(found -> state(tenant, found)).orElse(LinkState.UNKNOWN);
    if (state != LinkState.OPEN) {
      return OpenedLink.rejected(state);
    }
    return activeUser(tenant, link.get().getUserId())
        .map(owner -> new OpenedLink(owner.user(), owner.userName(), state))
        .orElse(OpenedLink.rejected(LinkState.UNKNOWN));
  }

  private Optional<Owner> activeUser(TenantId tenant, UUID user) {
    return sql.of(
            tenant,
            """
            select id as user, user_name from provisioning.scim_user
            where tenant_id = :tenant and id = :user and active
            """)
        .bind("user", user)
        .first(Owner.class);
  }

  private Optional<PasswordLink> find(TenantId tenant, String secret, LockModeType lock) {
    return entities
        .createNamedQuery(PasswordLink.BY_DIGEST, PasswordLink.class)
        .setParameter("tenant", tenant.value())
        .setParameter("digest", Secrets.digest(secret))
        .setLockMode(lock)
        .getResultList()
        .stream()
        .findFirst();
  }

  /**
   * A link is valid only while its creator has all permissions of its owner, because permissions
   * may have changed since. A link that an operator created has no such condition.
   */
  private LinkState state(TenantId tenant, PasswordLink link) {
    LinkState state = link.state(clock.now());
    boolean blocked =
        state == LinkState.OPEN
            && link.getCreatedById()
                .filter(creator -> !privileges.hasAllOf(tenant, creator, link.getUserId()))
                .isPresent();
    return blocked ? LinkState.BLOCKED : state;
  }

  /** The hash of a user's password, if there is one. */
  @Transactional
  public Optional<String> hash(TenantId tenant, UUID user) {
    return Optional.ofNullable(entities.find(Credential.class, new EntityId(tenant, user)))
        .map(Credential::getPasswordHash);
  }

  /**
   * Sets the password by a link. If two requests use the same link at the same time, one of them
   * sets the password.
   *
   * @return empty if the link is no longer valid or the user is inactive
   */
  @Transactional
  public Optional<NewSession> setByLink(
      TenantId tenant, String link, Owner owner, String hash, Actor visitor) {
    if (!accounts.lockIfActive(tenant, owner.user())) {
      return Optional.empty();
    }
    Optional<PasswordLink> used =
        find(tenant, link, LockModeType.PESSIMISTIC_WRITE)
            .filter(found -> state(tenant, found) == LinkState.OPEN)
            .filter(found -> found.getUserId().equals(owner.user()));
    if (used.isEmpty()) {
      return Optional.empty();
    }
    Optional.ofNullable(entities.find(Credential.class, new EntityId(tenant, owner.user())))
        .ifPresentOrElse(
            credential -> credential.changePassword(hash, clock.now()),
            () -> entities.persist(new Credential(tenant, owner.user(), hash)));
    KnownBrowsers.Cookie browser = endOthers(tenant, owner, visitor);
    used.get().use(browser.id(), clock.now());
    return Optional.of(sessions.open(tenant, owner.user(), visitor, browser));
  }

  /**
   * Changes the password.
   *
   * @param previous the hash that was checked
   * @return empty if the password was changed or the user deactivated in the meantime
   */
  @Transactional
  public Optional<NewSession> change(
      TenantId tenant, Owner owner, String previous, String hash, Actor visitor) {
    Optional<Credential> credential =
        Optional.of(owner.user())
            .filter(user -> accounts.lockIfActive(tenant, user))
            .flatMap(user -> accounts.lockCredential(tenant, user, previous));
    if (credential.isEmpty()) {
      return Optional.empty();
    }
    credential.get().changePassword(hash, clock.now());
    KnownBrowsers.Cookie browser = endOthers(tenant, owner, visitor);
    return Optional.of(sessions.open(tenant, owner.user(), visitor, browser));
  }

  /** Resets the counted failures after a correct current password. */
  @Transactional
  public void release(TenantId tenant, Attempt attempt) {
    throttle.release(tenant, attempt);
  }

  @Transactional
  public void recordWrongPassword(TenantId tenant, Owner owner, Actor visitor) {
    record(tenant, owner, Action.PASSWORD_REJECTED, 401, visitor);
  }

  /** Ends all sessions. The current browser becomes known again, with another cookie. */
  private KnownBrowsers.Cookie endOthers(TenantId tenant, Owner owner, Actor visitor) {
    sessions.endAll(tenant, owner.user());
    record(tenant, owner, Action.PASSWORD_SET, 0, visitor);
    return browsers.remember(tenant, owner.user(), Optional.empty());
  }

  private void record(TenantId tenant, Owner owner, Action action, int status, Actor visitor) {
    String name = owner.userName();
    activity.record(
        tenant,
        new Actor(name, owner.user(), visitor.client(), visitor.source()),
        new Event(action, "User", owner.user().toString(), name, status, new Consequences()));
  }
}
