package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What {@link SignIn} asks of the database and writes to it, each step a transaction of its own:
 * none lasts as long as a password's hash.
 */
@ApplicationScoped
class Accounts {
  @Inject private Database database;
  @Inject private Activity activity;
  @Inject private Sessions sessions;
  @Inject private SignInBrake brake;

  /**
   * Somebody who has a password.
   *
   * @param key the folded userName
   */
  record Account(UUID user, String userName, String key, String hash) {}

  /**
   * The account of an active user with any permission: a learner has nothing to do in the console.
   */
  @Transactional
  public Optional<Account> find(TenantId tenant, String userNameKey) {
    database.enter(tenant.value());
    return database
        .query(
            """
            select u.id, u.document ->> 'userName', u.user_name_key, c.password_hash
            from provisioning.scim_user u
            join provisioning.credential c on c.tenant_id = u.tenant_id and c.user_id = u.id
            where u.tenant_id = ? and u.user_name_key = ? and u.active and exists (
              select from provisioning.role_member m
              join provisioning.role_permission p on p.tenant_id = m.tenant_id and p.role_id = m.role_id
              where m.tenant_id = u.tenant_id and m.user_id = u.id)
            """,
            row ->
                new Account(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4)),
            tenant.value(),
            userNameKey)
        .stream()
        .findFirst();
  }

  /**
   * The password was right.
   *
   * @param browser the value of the browser's cookie, if it has one
   * @return empty when the password was changed or the user deactivated meanwhile
   */
  @Transactional
  public Optional<NewSession> opened(
      TenantId tenant, Account account, Attempt attempt, Actor actor, Optional<String> browser) {
    database.enter(tenant.value());
    if (!isStill(tenant, account)) {
      return Optional.empty();
    }
    keepSignInKey(tenant, account);
    brake.release(tenant, attempt);
    activity.record(tenant, actor, event("session.opened", account.user(), 0, actor));
    return Optional.of(sessions.open(tenant, account.user(), actor, browser));
  }

  /**
   * Looks again, since a hash takes a while. The locks let whoever changes the password or
   * deactivates the user wait for the session, which they end.
   */
  private boolean isStill(TenantId tenant, Account account) {
    return !database
        .query(
            """
            select from provisioning.scim_user u
            join provisioning.credential c on c.tenant_id = u.tenant_id and c.user_id = u.id
            where u.tenant_id = ? and u.id = ? and u.active and c.password_hash = ?
            for share of u for no key update of c
            """,
            row -> true,
            tenant.value(),
            account.user(),
            account.hash())
        .isEmpty();
  }

  /** The user knows the userName: after a rename, this makes an administrator count again. */
  private void keepSignInKey(TenantId tenant, Account account) {
    database.update(
        "update provisioning.credential set sign_in_key = ? where tenant_id = ? and user_id = ? and"
            + " sign_in_key <> ?",
        account.key(),
        tenant.value(),
        account.user(),
        account.key());
  }

  /** It was not, or there is no such account. */
  @Transactional
  public void refused(TenantId tenant, Actor actor) {
    database.enter(tenant.value());
    activity.record(tenant, actor, event("session.refused", null, 401, actor));
  }

  private static Event event(String action, UUID user, int status, Actor actor) {
    String id = user == null ? null : user.toString();
    return new Event(action, "User", id, actor.name(), status, Set.of(), List.of());
  }
}
