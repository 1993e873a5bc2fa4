package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.OutOfOrderException;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.user.UserChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps the last active user with {@code MANAGE_INTEGRATIONS}, and the last with {@code
 * MANAGE_ROLES}, so that a tenant is never locked out of its console (L-05). SCIM and the console
 * cannot deactivate or delete this user or take the permission away, and SCIM cannot change the
 * userName. While one of several holders has a password, those without one do not count, because
 * they cannot sign in. Holders whose userName has changed since they last signed in or set a
 * password do not count either, because they may not know it. The check costs one round trip when
 * no such permission is at stake.
 */
@ApplicationScoped
class LastAdministratorGuard {
  /**
   * Active users with permissions; {@code c} is null for users who have no password, or have not
   * signed in with their userName.
   */
  static final String HOLDERS =
      """
      from provisioning.role_permission p
      join provisioning.role_member m on m.tenant_id = p.tenant_id and m.role_id = p.role_id
      join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.active
      left join provisioning.credential c
        on c.tenant_id = u.tenant_id and c.user_id = u.id and c.sign_in_key = u.user_name_key
      where p.tenant_id = :tenant
      """;

  private static final String LOCK =
      "select provisioning.lock_administrators(:tenant, :user, :role, :permissions)";

  @Inject private Sql sql;

  /**
   * A permission that nobody would hold after the change.
   *
   * @param hadPassword whether a user with a password holds it now
   */
  private record Orphaned(Permission permission, boolean hadPassword) {}

  /**
   * Takes the lock that keeps two concurrent changes from each counting the other's user as the one
   * who remains; nothing else is locked after it (ADR 20). It is a shared lock when no guarded
   * permission is at stake.
   *
   * @param user the user who loses something, or null
   * @param role the role that loses or gains something, or null
   * @return whether a guarded permission is at stake
   */
  private boolean isAtStake(TenantId tenant, UUID user, UUID role) {
    return sql
        .of(tenant, LOCK)
        .bind("user", user)
        .bind("role", role)
        .bind("permissions", Permission.guardedNames(Permission.GUARDED))
        .list(Boolean.class)
        .stream()
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new OutOfOrderException(List.of(), List.of()));
  }

  /**
   * After a user was deactivated or got another userName, or before it is deleted.
   *
   * @throws ScimException 409 when the user has a guarded permission and no other user who can sign
   *     in as well has it
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void requireOthers(TenantId tenant, UserChange change) {
    if (isAtStake(tenant, change.id(), null)) {
      boolean staysActive = change.after().map(UserChange::isActive).orElse(false);
      reject(
          sql.of(
                  tenant,
                  """
                  with lost as (
                    select p.permission, exists (
                      select from provisioning.credential c where c.tenant_id = m.tenant_id and c.user_id = m.user_id) as had_password
                    from provisioning.role_member m
                    join provisioning.role_permission p on p.tenant_id = m.tenant_id and p.role_id = m.role_id
                    where m.tenant_id = :tenant and m.user_id = :user and p.permission = any (:permissions))
                  select l.permission, l.had_password from lost l where not exists (
                    select %s and p.permission = l.permission
                      and (u.id <> :user and not l.had_password or c.user_id is not null and (u.id <> :user or :stays_active)))
                  order by 1
                  """
                      .formatted(HOLDERS))
              .bind("user", change.id())
              .bind("permissions", Permission.guardedNames(Permission.GUARDED))
              .bind("stays_active", staysActive),
          staysActive);
    }
  }

  /**
   * Just before a role loses permissions or is deleted.
   *
   * @throws ScimException 409 when a user has a guarded one of them by this role and no user who
   *     can sign in as well has it by another role
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void requireOthers(TenantId tenant, UUID role, Set<Permission> lost) {
    String[] guarded = Permission.guardedNames(lost);
    if (guarded.length == 0 || !isAtStake(tenant, null, role)) {
      return;
    }
    reject(
        sql.of(
                tenant,
                """
                select permission, coalesce(bool_or(password) filter (where loses), false) as had_password from (
                  select p.permission, c.user_id is not null as password, p.role_id = :role as loses
                  %s and p.permission = any (:permissions)) h
                group by permission
                having bool_or(loses) and not bool_or(not loses)
                  or bool_or(password and loses) and not bool_or(password and not loses)
                order by 1
                """
                    .formatted(HOLDERS))
            .bind("role", role)
            .bind("permissions", guarded),
        false);
  }

  /**
   * Just before a role gains permissions, so that a member whom another transaction deactivates
   * does not count as an administrator.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void lockForGrant(TenantId tenant, Set<Permission> gained) {
    if (Permission.guardedNames(gained).length > 0) {
      sql.of(
              tenant,
              "select pg_advisory_xact_lock(hashtextextended('administrators ' || cast(:tenant as"
                  + " text), 0)) is null")
          .one(Boolean.class);
    }
  }

  /**
   * After members left a role with a guarded permission; the caller holds the lock.
   *
   * @param hadPassword whether one of them is active and has a password
   * @throws ScimException 409 when no user is left with a guarded permission of this role, or none
   *     with a password although one had it
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void requireOne(TenantId tenant, UUID role, boolean hadPassword) {
    reject(
        sql.of(
                tenant,
                """
                select permission, cast(:had_password as boolean) as had_password from provisioning.role_permission
                where tenant_id = :tenant and role_id = :role and permission = any (:permissions) and permission not in (
                  select p.permission %s and (c.user_id is not null or not :had_password))
                order by 1
                """
                    .formatted(HOLDERS))
            .bind("role", role)
            .bind("permissions", Permission.guardedNames(Permission.GUARDED))
            .bind("had_password", hadPassword),
        false);
  }

  /**
   * Throws 409 for the first permission without a holder.
   *
   * @param orphaned a query for {@link Orphaned} permissions
   * @param renamed whether the user only gets another userName
   */
  private static void reject(Sql.Statement orphaned, boolean renamed) {
    orphaned
        .first(Orphaned.class)
        .ifPresent(
            permission -> {
              throw rejection(permission, renamed);
            });
  }

  private static ScimException rejection(Orphaned orphaned, boolean renamed) {
    String title = orphaned.permission().title();
    String lost =
        orphaned.permission() == Permission.MANAGE_INTEGRATIONS
            ? "nobody could sign in to the console to repair it"
            : "nobody could grant permissions any more";
    String password = orphaned.hadPassword() ? " with a password" : "";
    return ScimException.conflict(
        (renamed ? "userName: this" : "This")
            + " is the last active user"
            + password
            + " who can "
            + title.toLowerCase(Locale.ROOT)
            + (renamed
                ? ", and userName is the name to sign in with. SCIM cannot change it. "
                : "; without one " + lost + ". ")
            + "Give another active user"
            + password
            + " a role with the permission "
            + title
            + " first."
            + (orphaned.hadPassword()
                ? " Users whose userName has changed count once they have signed in with it."
                : ""));
  }
}
