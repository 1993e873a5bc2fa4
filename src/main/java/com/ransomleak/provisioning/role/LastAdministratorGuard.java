package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.OutOfOrderException;
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
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Keeps a tenant from being locked out of its console (L-05): the last active user with {@code
 * MANAGE_INTEGRATIONS}, and the last with {@code MANAGE_ROLES}, can be neither deactivated nor
 * deleted nor stripped of it, by SCIM or in the console, and SCIM cannot change the userName that
 * they sign in with. While one of them has a password, those who never set one do not count: they
 * could not sign in. Nor do those whose userName has changed since they last signed in or set their
 * password: they may not know it. Costs one round trip when somebody without such a permission
 * loses something.
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

  @Inject private Jdbi jdbi;

  /**
   * A permission that nobody would hold any more. Public for the mapper of rows.
   *
   * @param hadPassword whether somebody with a password holds it now
   */
  public record Orphaned(Permission permission, boolean hadPassword) {}

  /**
   * Takes the lock that keeps two who leave at once from taking each other for the one who stays;
   * nothing else is locked after it (ADR 20). Without a guarded permission at stake, it is shared.
   *
   * @param user who loses something, or null
   * @param role that loses or gains something, or null
   * @return whether a guarded permission is at stake
   */
  private boolean isAtStake(TenantId tenant, UUID user, UUID role) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(LOCK)
                .bind("tenant", tenant)
                .bind("user", user)
                .bind("role", role)
                .bind("permissions", Permission.guardedNames(Permission.GUARDED))
                .mapTo(Boolean.class)
                .stream()
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new OutOfOrderException(List.of(), List.of())));
  }

  /**
   * After a user was deactivated or got another userName, or before it is deleted.
   *
   * @throws ScimException 409 when the user has a guarded permission, and nobody else who is as
   *     able to sign in has it
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void requireOthers(TenantId tenant, UserChange change) {
    if (isAtStake(tenant, change.id(), null)) {
      boolean staysActive = change.after().map(UserChange::isActive).orElse(false);
      refuse(
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
              .formatted(HOLDERS),
          staysActive,
          query ->
              query
                  .bind("tenant", tenant)
                  .bind("user", change.id())
                  .bind("permissions", Permission.guardedNames(Permission.GUARDED))
                  .bind("stays_active", staysActive));
    }
  }

  /**
   * Just before a role loses permissions, or goes with all of them.
   *
   * @throws ScimException 409 when somebody has a guarded one of them by this role, and nobody who
   *     is as able to sign in has it by another
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void requireOthers(TenantId tenant, UUID role, Set<Permission> lost) {
    String[] guarded = Permission.guardedNames(lost);
    if (guarded.length == 0 || !isAtStake(tenant, null, role)) {
      return;
    }
    refuse(
        """
        select permission, coalesce(bool_or(password) filter (where loses), false) as had_password from (
          select p.permission, c.user_id is not null as password, p.role_id = :role as loses
          %s and p.permission = any (:permissions)) h
        group by permission
        having bool_or(loses) and not bool_or(not loses)
          or bool_or(password and loses) and not bool_or(password and not loses)
        order by 1
        """
            .formatted(HOLDERS),
        false,
        query -> query.bind("tenant", tenant).bind("role", role).bind("permissions", guarded));
  }

  /**
   * Just before a role gains permissions: nobody counts a member as an administrator who is being
   * deactivated by another transaction.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void lockForGrant(TenantId tenant, Set<Permission> gained) {
    if (Permission.guardedNames(gained).length > 0) {
      jdbi.useHandle(
          handle ->
              handle.execute(
                  "select pg_advisory_xact_lock(hashtextextended('administrators ' || ?, 0))",
                  tenant.toString()));
    }
  }

  /**
   * After members left a role with a guarded permission; the caller holds the lock.
   *
   * @param hadPassword whether one of them is active and has a password
   * @throws ScimException 409 when nobody is left with a guarded permission of this role, or nobody
   *     with a password where they had one
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void requireOne(TenantId tenant, UUID role, boolean hadPassword) {
    refuse(
        """
        select permission, cast(:had_password as boolean) as had_password from provisioning.role_permission
        where tenant_id = :tenant and role_id = :role and permission = any (:permissions) and permission not in (
          select p.permission %s and (c.user_id is not null or not :had_password))
        order by 1
        """
            .formatted(HOLDERS),
        false,
        query ->
            query
                .bind("tenant", tenant)
                .bind("role", role)
                .bind("permissions", Permission.guardedNames(Permission.GUARDED))
                .bind("had_password", hadPassword));
  }

  /**
   * Refuses when there is one.
   *
   * @param orphaned a query for permissions that nobody would hold any more, and whether somebody
   *     with a password does now
   * @param renamed whether it is only the userName that somebody loses
   */
  private void refuse(String orphaned, boolean renamed, UnaryOperator<Query> parameters) {
    jdbi.withHandle(
            handle ->
                parameters.apply(handle.createQuery(orphaned)).mapTo(Orphaned.class).findFirst())
        .ifPresent(
            found -> {
              throw refusal(found, renamed);
            });
  }

  private static ScimException refusal(Orphaned orphaned, boolean renamed) {
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
