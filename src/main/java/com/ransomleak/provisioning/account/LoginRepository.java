package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.store.EntityId;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/**
 * The database access of {@link SignIn}. Each method is a transaction, so that none stays open
 * while a password is hashed.
 */
@ApplicationScoped
class LoginRepository {
  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Sql sql;
  @Inject private KnownBrowsers browsers;
  @Inject private Activity activity;
  @Inject private Sessions sessions;
  @Inject private LoginThrottle throttle;

  /**
   * A user with a password.
   *
   * @param key the folded userName
   */
  record Account(UUID user, String userName, String key, String hash) {}

  /** The account of an active user with a permission. Users without one cannot use the console. */
  @Transactional
  public Optional<Account> find(TenantId tenant, String userNameKey) {
    return sql.of(
            tenant,
            """
            select u.id as user, u.user_name, u.user_name_key as key, c.password_hash as hash
            from provisioning.scim_user u
            join provisioning.credential c on c.tenant_id = u.tenant_id and c.user_id = u.id
            where u.tenant_id = :tenant and u.user_name_key = :key and u.active and exists (
              select from provisioning.role_member m
              join provisioning.role_permission p on p.tenant_id = m.tenant_id and p.role_id = m.role_id
              where m.tenant_id = u.tenant_id and m.user_id = u.id)
            """)
        .bind("key", userNameKey)
        .first(Account.class);
  }

  /**
   * Opens a session after a correct password.
   *
   * @param browser the value of the browser's cookie, if it has one
   * @return empty if the password was changed or the user deactivated in the meantime
   */
  @Transactional
  public Optional<NewSession> open(
      TenantId tenant, Account account, Attempt attempt, Actor actor, Optional<String> browser) {
    Optional<Credential> credential =
        Optional.of(account.user())
            .filter(user -> lockIfActive(tenant, user))
            .flatMap(user -> lockCredential(tenant, user, account.hash()));
    if (credential.isEmpty()) {
      return Optional.empty();
    }
    // The user knows the userName, so after a rename the user counts as an administrator again.
    credential.get().setSignInKey(account.key());
    throttle.release(tenant, attempt);
    activity.record(tenant, actor, event(Action.SESSION_OPENED, account.user(), 0, actor));
    return Optional.of(
        sessions.open(
            tenant, account.user(), actor, browsers.remember(tenant, account.user(), browser)));
  }

  /**
   * Locks an active user until the caller's transaction ends. A transaction that deactivates the
   * user waits, and then ends the session that the caller opens. A transaction that signs the user
   * in or sets the password waits too. This is SQL, because EclipseLink only supports {@code FOR
   * UPDATE}, which also blocks transactions that add the user to a role.
   */
  boolean lockIfActive(TenantId tenant, UUID user) {
    return sql.of(
            tenant,
            """
            select active from provisioning.scim_user
            where tenant_id = :tenant and id = :user and active for no key update
            """)
        .bind("user", user)
        .first(Boolean.class)
        .isPresent();
  }

  /** The credential, locked until the caller's transaction ends, unless it was changed. */
  Optional<Credential> lockCredential(TenantId tenant, UUID user, String hash) {
    return Optional.ofNullable(
            entities.find(
                Credential.class, new EntityId(tenant, user), LockModeType.PESSIMISTIC_WRITE))
        .filter(credential -> credential.getPasswordHash().equals(hash));
  }

  /** Records a wrong password or unknown account. */
  @Transactional
  public void recordFailure(TenantId tenant, Actor actor) {
    activity.record(tenant, actor, event(Action.SESSION_REJECTED, null, 401, actor));
  }

  private static Event event(Action action, UUID user, int status, Actor actor) {
    String id = user == null ? null : user.toString();
    return new Event(action, "User", id, actor.name(), status, new Consequences());
  }
}
