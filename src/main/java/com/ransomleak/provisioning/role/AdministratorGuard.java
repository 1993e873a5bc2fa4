package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.user.User;
import com.ransomleak.provisioning.user.UserChange;
import com.ransomleak.provisioning.user.UserFollower;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps a tenant from being locked out of its console (L-05): the last active user with {@code
 * MANAGE_INTEGRATIONS}, and the last with {@code MANAGE_ROLES}, can be neither deactivated nor
 * deleted nor stripped of it, by SCIM or in the console. While one of them has a password, whoever
 * never set one does not count: they could not sign in. Costs one round trip, and only when
 * somebody loses something.
 */
@ApplicationScoped
class AdministratorGuard implements UserFollower {
  /** What somebody must keep, once somebody has it. */
  static final Set<Permission> GUARDED =
      Set.of(Permission.MANAGE_INTEGRATIONS, Permission.MANAGE_ROLES);

  /** Active users with permissions; {@code c} is null for who has no password. */
  static final String HOLDERS =
      """
      from provisioning.role_permission p
      join provisioning.role_member m on m.tenant_id = p.tenant_id and m.role_id = p.role_id
      join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.active
      left join provisioning.credential c on c.tenant_id = u.tenant_id and c.user_id = u.id
      where p.tenant_id = ?
      """;

  @Inject private Database database;

  private record Orphaned(Permission permission, boolean hadPassword) {}

  @Override
  public void beforeWrite(UserChange change, User user) {
    boolean wasActive = change.before().map(UserChange::isActive).orElse(false);
    boolean staysActive = change.after().map(UserChange::isActive).orElse(false);
    if (wasActive && !staysActive) {
      requireOthers(change.tenant(), "u.id = ?", change.id(), GUARDED);
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
    requireOthers(tenant, "p.role_id = ?", role, lost);
  }

  /**
   * After members left a role.
   *
   * @param hadPassword whether one of them is active and has a password
   * @throws ScimException 409 when nobody is left with a guarded permission of this role, or nobody
   *     with a password where they had one
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void requireOne(TenantId tenant, UUID role, boolean hadPassword) {
    lock(tenant);
    refuse(
        "select permission, cast(? as boolean) from provisioning.role_permission where tenant_id ="
            + " ? and role_id = ? and permission = any (?) and permission not in (select"
            + " p.permission "
            + HOLDERS
            + " and (c.user_id is not null or not ?)) order by 1",
        hadPassword,
        tenant.value(),
        role,
        names(GUARDED),
        tenant.value(),
        hadPassword);
  }

  /**
   * Refuses when the best of those who lose a permission is better off than the best of the others.
   *
   * @param losers a condition with one parameter, which tells who loses it
   */
  private void requireOthers(TenantId tenant, String losers, UUID id, Set<Permission> lost) {
    String[] guarded = names(lost);
    if (guarded.length == 0) {
      return;
    }
    lock(tenant);
    refuse(
        """
        select permission, coalesce(bool_or(password) filter (where loses), false) from (
          select p.permission, c.user_id is not null as password, %s as loses
          %s and p.permission = any (?)) h
        group by permission
        having bool_or(loses) and not bool_or(not loses)
          or bool_or(password and loses) and not bool_or(password and not loses)
        order by 1
        """
            .formatted(losers, HOLDERS),
        id,
        tenant.value(),
        guarded);
  }

  /**
   * Refuses when there is one.
   *
   * @param orphaned a query for permissions that nobody would hold any more, and whether somebody
   *     with a password does now
   */
  private void refuse(String orphaned, Object... parameters) {
    database
        .query(
            orphaned,
            row -> new Orphaned(Permission.valueOf(row.getString(1)), row.getBoolean(2)),
            parameters)
        .stream()
        .findFirst()
        .ifPresent(
            found -> {
              throw refusal(found);
            });
  }

  private static String[] names(Set<Permission> permissions) {
    return permissions.stream()
        .filter(GUARDED::contains)
        .map(Enum::name)
        .sorted()
        .toArray(String[]::new);
  }

  /** Two that leave at once must not each take the other for the one who stays. */
  private void lock(TenantId tenant) {
    database.query(
        "select pg_advisory_xact_lock(hashtextextended('administrators ' || ?, 0))",
        row -> true,
        tenant.toString());
  }

  private static ScimException refusal(Orphaned orphaned) {
    String title = orphaned.permission().title();
    String lost =
        orphaned.permission() == Permission.MANAGE_INTEGRATIONS
            ? "nobody could sign in to the console to repair it"
            : "nobody could grant permissions any more";
    String password = orphaned.hadPassword() ? " with a password" : "";
    return ScimException.conflict(
        "This is the last active user"
            + password
            + " who can "
            + title.toLowerCase(Locale.ROOT)
            + "; without one "
            + lost
            + ". Give another active user"
            + password
            + " a role with the permission "
            + title
            + " first.");
  }
}
