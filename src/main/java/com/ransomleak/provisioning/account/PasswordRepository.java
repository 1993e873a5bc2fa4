package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.role.Privileges;
import com.ransomleak.provisioning.store.EntityId;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.TransactionClock;
import com.ransomleak.provisioning.tenant.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * What {@link PasswordLinks} asks of the database and writes to it, each step a transaction of its
 * own: none lasts as long as a password's hash.
 */
@ApplicationScoped
class PasswordRepository {
  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Jdbi jdbi;
  @Inject private LoginRepository accounts;
  @Inject private KnownBrowsers browsers;
  @Inject private Privileges privileges;
  @Inject private Sessions sessions;
  @Inject private LoginThrottle brake;
  @Inject private Activity activity;
  @Inject private TransactionClock clock;

  /** Whose password it is. */
  record Owner(UUID user, String userName) {}

  /** Whose password this link sets; empty when it was used, is too old or was never made. */
  @Transactional
  public Optional<Owner> owner(TenantId tenant, String link) {
    return usable(tenant, link, LockModeType.NONE)
        .flatMap(found -> activeUser(tenant, found.getUserId()));
  }

  private Optional<Owner> activeUser(TenantId tenant, UUID user) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select id as user, user_name from provisioning.scim_user
                    where tenant_id = :tenant and id = :user and active
                    """)
                .bind("tenant", tenant)
                .bind("user", user)
                .mapTo(Owner.class)
                .findOne());
  }

  /**
   * A link of a user lasts while that user has all permissions of its owner: permissions may have
   * changed since the link was created. A link that operations created has no such condition.
   */
  private Optional<PasswordLink> usable(TenantId tenant, String secret, LockModeType lock) {
    return entities
        .createNamedQuery(PasswordLink.USABLE, PasswordLink.class)
        .setParameter("tenant", tenant.value())
        .setParameter("digest", Secrets.digest(secret))
        .setLockMode(lock)
        .getResultList()
        .stream()
        .findFirst()
        .filter(
            link ->
                link.getCreatedById()
                    .map(maker -> privileges.hasAllOf(tenant, maker, link.getUserId()))
                    .orElse(true));
  }

  /** The hash of somebody's password, if there is one. */
  @Transactional
  public Optional<String> hash(TenantId tenant, UUID user) {
    return Optional.ofNullable(entities.find(Credential.class, new EntityId(tenant, user)))
        .map(Credential::getPasswordHash);
  }

  /**
   * Uses a link up: of two who send the same one at once, one sets the password.
   *
   * @return empty when the link is not valid any more, or the user not active
   */
  @Transactional
  public Optional<NewSession> setByLink(
      TenantId tenant, String link, Owner owner, String hash, Actor visitor) {
    if (!accounts.lockIfActive(tenant, owner.user())) {
      return Optional.empty();
    }
    Optional<PasswordLink> used =
        usable(tenant, link, LockModeType.PESSIMISTIC_WRITE)
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
   * Replaces the hash that was checked.
   *
   * @param previous the hash that was checked
   * @return empty when the password was changed or the user deactivated meanwhile
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

  /** The current password was right, whatever becomes of the new one. */
  @Transactional
  public void known(TenantId tenant, Attempt attempt) {
    brake.release(tenant, attempt);
  }

  /** It was not. */
  @Transactional
  public void unknown(TenantId tenant, Owner owner, Actor visitor) {
    record(tenant, owner, Action.PASSWORD_REFUSED, 401, visitor);
  }

  /** The browser in use becomes known anew, under another cookie. */
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
        new Event(action, "User", owner.user().toString(), name, status, Set.of(), List.of()));
  }
}
