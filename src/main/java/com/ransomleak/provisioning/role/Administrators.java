package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** Finds and appoints administrators in the transaction of the caller. */
@ApplicationScoped
public class Administrators {
  @Inject private Sql sql;

  /**
   * Whether an active user who can manage integrations has a password. An unused link to set one
   * does not count.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean canSignIn(TenantId tenant) {
    return sql.of(
            tenant,
            "select exists (select "
                + LastAdministratorGuard.HOLDERS
                + " and p.permission = 'MANAGE_INTEGRATIONS' and c.user_id is not null)")
        .one(Boolean.class);
  }

  /**
   * Lets the built-in role Administrator manage integrations again, and forbids pushes to it.
   *
   * @return whether the role had lost the permission
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean restoreRole(TenantId tenant) {
    return sql.of(
                tenant,
                """
                with restored as (
                  insert into provisioning.role_permission (tenant_id, role_id, permission)
                  select tenant_id, id, 'MANAGE_INTEGRATIONS' from provisioning.role
                  where tenant_id = :tenant and built_in and name_key = 'administrator'
                  on conflict do nothing returning tenant_id, role_id)
                update provisioning.role r set push_allowed = false
                from restored a where r.tenant_id = a.tenant_id and r.id = a.role_id
                """)
            .update()
        > 0;
  }

  /**
   * Makes a user a member of the built-in role Administrator.
   *
   * @return false when the user already is a member
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean appoint(TenantId tenant, UUID user) {
    // Users are locked before roles (ADR 20).
    sql.of(
            tenant,
            "select id from provisioning.scim_user where tenant_id = :tenant and id = :user for key"
                + " share")
        .bind("user", user)
        .list(UUID.class);
    sql.of(
            tenant,
            "select id from provisioning.role where tenant_id = :tenant and built_in and name_key ="
                + " 'administrator' for no key update")
        .list(UUID.class);
    return sql.of(
                tenant,
                """
                with appointed as (
                  insert into provisioning.role_member (tenant_id, role_id, user_id)
                  select tenant_id, id, :user from provisioning.role
                  where tenant_id = :tenant and built_in and name_key = 'administrator'
                  on conflict do nothing returning tenant_id, role_id)
                update provisioning.role r set version = version + 1, membership_changes = membership_changes + 1
                from appointed a where r.tenant_id = a.tenant_id and r.id = a.role_id
                """)
            .bind("user", user)
            .update()
        > 0;
  }
}
