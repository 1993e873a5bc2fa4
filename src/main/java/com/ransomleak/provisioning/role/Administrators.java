package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** Who manages a tenant's integrations; in the caller's transaction, which has named the tenant. */
@ApplicationScoped
public class Administrators {
  @Inject private Database database;

  /**
   * Whether any active user who can manage integrations has a password. An open link to set one is
   * not enough: it may never be used.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean canSignIn(TenantId tenant) {
    return database
        .query(
            "select exists (select "
                + AdministratorGuard.HOLDERS
                + " and p.permission = 'MANAGE_INTEGRATIONS' and"
                + " c.user_id is not null)",
            row -> row.getBoolean(1),
            tenant.value())
        .get(0);
  }

  /**
   * Lets the built-in role Administrator manage integrations, and nobody push to it, where that was
   * changed.
   *
   * @return whether it was
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean restoreRole(TenantId tenant) {
    return database.update(
            """
            with restored as (
              insert into provisioning.role_permission (tenant_id, role_id, permission)
              select tenant_id, id, 'MANAGE_INTEGRATIONS' from provisioning.role
              where tenant_id = ? and built_in and name_key = 'administrator'
              on conflict do nothing returning tenant_id, role_id)
            update provisioning.role r set push_allowed = false
            from restored a where r.tenant_id = a.tenant_id and r.id = a.role_id
            """,
            tenant.value())
        > 0;
  }

  /**
   * Makes a user a member of the built-in role Administrator.
   *
   * @return false when the user is one already
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean appoint(TenantId tenant, UUID user) {
    // Users are locked before roles (ADR 20).
    database.query(
        "select id from provisioning.scim_user where tenant_id = ? and id = ? for key share",
        row -> true,
        tenant.value(),
        user);
    database.query(
        "select id from provisioning.role where tenant_id = ? and built_in and name_key ="
            + " 'administrator' for no key update",
        row -> true,
        tenant.value());
    return database.update(
            """
            with appointed as (
              insert into provisioning.role_member (tenant_id, role_id, user_id)
              select tenant_id, id, ? from provisioning.role
              where tenant_id = ? and built_in and name_key = 'administrator'
              on conflict do nothing returning tenant_id, role_id)
            update provisioning.role r set version = version + 1, membership_changes = membership_changes + 1
            from appointed a where r.tenant_id = a.tenant_id and r.id = a.role_id
            """,
            user,
            tenant.value())
        > 0;
  }
}
