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
 * deleted nor stripped of it, by SCIM or in the console. Costs one round trip, and only when
 * somebody loses something.
 */
@ApplicationScoped
class AdministratorGuard implements UserFollower {
  /** What somebody must keep, once somebody has it. */
  static final Set<Permission> GUARDED =
      Set.of(Permission.MANAGE_INTEGRATIONS, Permission.MANAGE_ROLES);

  static final String HOLDERS =
      """
      from provisioning.role_permission p
      join provisioning.role_member m on m.tenant_id = p.tenant_id and m.role_id = p.role_id
      join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.active
      where p.tenant_id = ?
      """;

  @Inject private Database database;

  @Override
  public void beforeWrite(UserChange change, User user) {
    boolean wasActive = change.before().map(UserChange::isActive).orElse(false);
    boolean staysActive = change.after().map(UserChange::isActive).orElse(false);
    if (wasActive && !staysActive) {
      requireAnother(change.tenant(), change.id());
    }
  }

  /**
   * Just before a role loses permissions, or goes with all of them.
   *
   * @throws ScimException 409 when somebody has a guarded one of them by this role, and nobody by
   *     another
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void requireOthers(TenantId tenant, UUID role, Set<Permission> lost) {
    String[] guarded =
        lost.stream().filter(GUARDED::contains).map(Enum::name).sorted().toArray(String[]::new);
    if (guarded.length > 0) {
      lock(tenant);
      refuse(
          "select p.permission "
              + HOLDERS
              + " and p.role_id = ? and p.permission = any (?) except select p.permission "
              + HOLDERS
              + " and p.role_id <> ? order by 1",
          tenant.value(),
          role,
          guarded,
          tenant.value(),
          role);
    }
  }

  /**
   * After members left a role.
   *
   * @throws ScimException 409 when nobody is left with a guarded permission of this role
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void requireOne(TenantId tenant, UUID role) {
    lock(tenant);
    refuse(
        "select permission from provisioning.role_permission where tenant_id = ? and role_id = ?"
            + " and permission = any (?) except select p.permission "
            + HOLDERS
            + " order by 1",
        tenant.value(),
        role,
        names(),
        tenant.value());
  }

  private void requireAnother(TenantId tenant, UUID user) {
    lock(tenant);
    refuse(
        "select p.permission "
            + HOLDERS
            + " and u.id = ? and p.permission = any (?) except select p.permission "
            + HOLDERS
            + " and u.id <> ? order by 1",
        tenant.value(),
        user,
        names(),
        tenant.value(),
        user);
  }

  /**
   * Refuses when there is one.
   *
   * @param orphaned a query for permissions that nobody would hold any more
   */
  private void refuse(String orphaned, Object... parameters) {
    database.query(orphaned, row -> Permission.valueOf(row.getString(1)), parameters).stream()
        .findFirst()
        .ifPresent(
            permission -> {
              throw refusal(permission);
            });
  }

  private static String[] names() {
    return GUARDED.stream().map(Enum::name).toArray(String[]::new);
  }

  /** Two that leave at once must not each take the other for the one who stays. */
  private void lock(TenantId tenant) {
    database.query(
        "select pg_advisory_xact_lock(hashtextextended('administrators ' || ?, 0))",
        row -> true,
        tenant.toString());
  }

  private static ScimException refusal(Permission permission) {
    String title = permission.title();
    String lost =
        permission == Permission.MANAGE_INTEGRATIONS
            ? "nobody could sign in to the console to repair it"
            : "nobody could grant permissions any more";
    return ScimException.conflict(
        "This is the last active user who can "
            + title.toLowerCase(Locale.ROOT)
            + "; without one "
            + lost
            + ". Give another active user a role with the permission "
            + title
            + " first.");
  }
}
