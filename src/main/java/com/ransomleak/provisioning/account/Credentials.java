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
  /**
   * A link of a person lasts while that person has all permissions of its user: permissions may
   * have changed since it was made. A link without a person was made by operations.
   */
  private static final String MAKER_MAY =
      """
       and (l.created_by_id is null or not exists (
         select provisioning.permissions_of(l.tenant_id, l.user_id)
         except select provisioning.permissions_of(l.tenant_id, l.created_by_id)))
      """;

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
            """
                + MAKER_MAY,
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
   * @return empty when the link is not valid any more, or the user not active
   */
  @Transactional
  public Optional<NewSession> setByLink(
      TenantId tenant, String link, Owner owner, String hash, Actor visitor) {
    database.enter(tenant.value());
    if (!isActive(tenant, owner)) {
      return Optional.empty();
    }
    int used =
        database.update(
            """
            update provisioning.password_link l set used_at = now()
            where tenant_id = ? and digest = ? and user_id = ? and used_at is null and expires_at > now()
            """
                + MAKER_MAY,
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
    NewSession session = newSession(tenant, owner, visitor);
    database.update(
        """
        update provisioning.password_link l set used_browser_id = s.browser_id from provisioning.console_session s
        where l.tenant_id = ? and l.digest = ? and l.user_id = ? and s.tenant_id = l.tenant_id and s.digest = ?
        """,
        tenant.value(),
        Secret.digest(link),
        owner.user(),
        Secret.digest(session.session()));
    return Optional.of(session);
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
            previous);
    return changed == 0 ? Optional.empty() : Optional.of(newSession(tenant, owner, visitor));
  }

  /** The current password was right, whatever becomes of the new one. */
  @Transactional
  public void known(TenantId tenant, Attempt attempt) {
    database.enter(tenant.value());
    brake.release(tenant, attempt);
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

  /** The browser in use becomes known anew, under another cookie. */
  private NewSession newSession(TenantId tenant, Owner owner, Actor visitor) {
    sessions.endAll(tenant, owner.user());
    record(tenant, owner, "password.set", 0, visitor);
    return sessions.open(tenant, owner.user(), visitor, Optional.empty());
  }

  private void record(TenantId tenant, Owner owner, String action, int status, Actor visitor) {
    String name = owner.userName();
    activity.record(
        tenant,
        new Actor(name, owner.user(), visitor.client(), visitor.source()),
        new Event(action, "User", owner.user().toString(), name, status, Set.of(), List.of()));
  }
}
