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
 * What {@link PasswordLinks} asks of the database and writes to it, each step a transaction of its
 * own: none lasts as long as a password's hash.
 */
@ApplicationScoped
class Credentials {
  @Inject private Database database;
  @Inject private Sessions sessions;
  @Inject private SignInBrake brake;
  @Inject private Activity activity;

  /** Whose password it is. */
  record Owner(UUID user, String userName) {}

  /** Whose password this link sets; empty when it was used, is too old or was never made. */
  @Transactional
  public Optional<Owner> owner(TenantId tenant, String link) {
    database.enter(tenant.value());
    return database
        .query(
            """
            select u.id, u.document ->> 'userName'
            from provisioning.password_link l
            join provisioning.scim_user u on u.tenant_id = l.tenant_id and u.id = l.user_id and u.active
            where l.tenant_id = ? and l.digest = ? and l.used_at is null and l.expires_at > now()
            """,
            row -> new Owner(row.getObject(1, UUID.class), row.getString(2)),
            tenant.value(),
            Secret.digest(link))
        .stream()
        .findFirst();
  }

  /** The hash of somebody's password, if there is one. */
  @Transactional
  public Optional<String> hash(TenantId tenant, UUID user) {
    database.enter(tenant.value());
    return database
        .query(
            "select password_hash from provisioning.credential where tenant_id = ? and user_id = ?",
            row -> row.getString(1),
            tenant.value(),
            user)
        .stream()
        .findFirst();
  }

  /**
   * Uses a link up: of two who send the same one at once, one sets the password.
   *
   * @return the cookie's value of a new session; empty when the link is dead by now, or the user no
   *     longer active
   */
  @Transactional
  public Optional<String> setByLink(
      TenantId tenant, String link, Owner owner, String hash, Actor visitor) {
    database.enter(tenant.value());
    if (!isActive(tenant, owner)) {
      return Optional.empty();
    }
    int used =
        database.update(
            """
            update provisioning.password_link set used_at = now()
            where tenant_id = ? and digest = ? and user_id = ? and used_at is null and expires_at > now()
            """,
            tenant.value(),
            Secret.digest(link),
            owner.user());
    if (used == 0) {
      return Optional.empty();
    }
    database.update(
        """
        insert into provisioning.credential (tenant_id, user_id, password_hash) values (?, ?, ?)
        on conflict (tenant_id, user_id) do update set password_hash = excluded.password_hash, changed_at = now()
        """,
        tenant.value(),
        owner.user(),
        hash);
    return Optional.of(newSession(tenant, owner, visitor));
  }

  /**
   * Puts a hash in place of the one that was looked at.
   *
   * @return the cookie's value of a new session; empty when the password is another one by now, or
   *     the user no longer active
   */
  @Transactional
  public Optional<String> change(
      TenantId tenant, Owner owner, String former, String hash, Actor visitor) {
    database.enter(tenant.value());
    if (!isActive(tenant, owner)) {
      return Optional.empty();
    }
    int changed =
        database.update(
            "update provisioning.credential set password_hash = ?, changed_at = now() where"
                + " tenant_id = ? and user_id = ? and password_hash = ?",
            hash,
            tenant.value(),
            owner.user(),
            former);
    return changed == 0 ? Optional.empty() : Optional.of(newSession(tenant, owner, visitor));
  }

  /** The former password was right, whatever becomes of the new one. */
  @Transactional
  public void known(TenantId tenant, String account, Actor visitor) {
    database.enter(tenant.value());
    brake.release(tenant, account, visitor.source());
  }

  /** It was not. */
  @Transactional
  public void unknown(TenantId tenant, Owner owner, Actor visitor) {
    database.enter(tenant.value());
    record(tenant, owner, "password.refused", 401, visitor);
  }

  /**
   * Asked before anything is written, in the order in which a deactivation takes its locks: it
   * waits for the session, and ends it.
   */
  private boolean isActive(TenantId tenant, Owner owner) {
    return !database
        .query(
            "select from provisioning.scim_user where tenant_id = ? and id = ? and active for"
                + " share",
            row -> true,
            tenant.value(),
            owner.user())
        .isEmpty();
  }

  private String newSession(TenantId tenant, Owner owner, Actor visitor) {
    sessions.endAll(tenant, owner.user());
    record(tenant, owner, "password.set", 0, visitor);
    return sessions.open(tenant, owner.user());
  }

  private void record(TenantId tenant, Owner owner, String action, int status, Actor visitor) {
    String name = owner.userName();
    activity.record(
        tenant,
        new Actor(name, owner.user(), visitor.client(), visitor.source()),
        new Event(action, "User", owner.user().toString(), name, status, Set.of(), List.of()));
  }
}
