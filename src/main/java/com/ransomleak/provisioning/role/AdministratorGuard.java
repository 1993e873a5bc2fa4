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
import java.util.UUID;

/**
 * Keeps SCIM from locking a tenant out of its console (L-05): the last active user with {@code
 * MANAGE_INTEGRATIONS} can be neither deactivated nor deleted nor stripped of it. Costs one round
 * trip, and only when somebody loses something.
 */
@ApplicationScoped
class AdministratorGuard implements UserFollower {
  static final String HOLDERS =
      """
      from provisioning.role_permission p
      join provisioning.role_member m on m.tenant_id = p.tenant_id and m.role_id = p.role_id
      join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.active
      where p.tenant_id = ? and p.permission = 'MANAGE_INTEGRATIONS'
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
   * After members left a role, or just before the role itself goes.
   *
   * @param leaving a role that is about to be deleted, or null
   * @throws ScimException 409 when nobody is left who can manage integrations, and somebody was
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void requireOne(TenantId tenant, UUID role, boolean leaving) {
    lock(tenant);
    boolean carriesPermission =
        database
            .query(
                "select exists (select from provisioning.role_permission where tenant_id = ? and"
                    + " role_id = ? and permission = 'MANAGE_INTEGRATIONS')",
                row -> row.getBoolean(1),
                tenant.value(),
                role)
            .get(0);
    if (carriesPermission
        && !exists(
            "select exists (select " + HOLDERS + " and p.role_id is distinct from ?)",
            tenant,
            leaving ? role : null)) {
      throw refusal();
    }
  }

  private void requireAnother(TenantId tenant, UUID user) {
    lock(tenant);
    if (exists("select exists (select " + HOLDERS + " and u.id = ?)", tenant, user)
        && !exists("select exists (select " + HOLDERS + " and u.id <> ?)", tenant, user)) {
      throw refusal();
    }
  }

  /** Two that leave at once must not each take the other for the one who stays. */
  private void lock(TenantId tenant) {
    database.query(
        "select pg_advisory_xact_lock(hashtextextended('administrators ' || ?, 0))",
        row -> true,
        tenant.toString());
  }

  private boolean exists(String question, TenantId tenant, UUID id) {
    return database.query(question, row -> row.getBoolean(1), tenant.value(), id).get(0);
  }

  private static ScimException refusal() {
    return ScimException.conflict(
        "This is the last active user who can manage integrations; without one nobody could sign in"
            + " to the console to repair it. Give another active user a role with the permission"
            + " Manage Integrations first.");
  }
}
