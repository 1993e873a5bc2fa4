package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Who manages a tenant's integrations; in the caller's transaction, which has named the tenant. */
@ApplicationScoped
public class Administrators {
  @Inject private Jdbi jdbi;

  /**
   * Whether any active user who can manage integrations has a password. An open link to set one is
   * not enough: it may never be used.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean canSignIn(TenantId tenant) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select exists (select "
                        + LastAdministratorGuard.HOLDERS
                        + " and p.permission = 'MANAGE_INTEGRATIONS' and c.user_id is not null)")
                .bind("tenant", tenant)
                .mapTo(Boolean.class)
                .one());
  }

  /**
   * Lets the built-in role Administrator manage integrations, and nobody push to it, where that was
   * changed.
   *
   * @return whether it was
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean restoreRole(TenantId tenant) {
    return update(
        """
        with restored as (
          insert into provisioning.role_permission (tenant_id, role_id, permission)
          select tenant_id, id, 'MANAGE_INTEGRATIONS' from provisioning.role
          where tenant_id = :tenant and built_in and name_key = 'administrator'
          on conflict do nothing returning tenant_id, role_id)
        update provisioning.role r set push_allowed = false
        from restored a where r.tenant_id = a.tenant_id and r.id = a.role_id
        """,
        Map.of("tenant", tenant));
  }

  /**
   * Makes a user a member of the built-in role Administrator.
   *
   * @return false when the user is one already
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean appoint(TenantId tenant, UUID user) {
    // Users are locked before roles (ADR 20).
    lock(
        "select id from provisioning.scim_user where tenant_id = :tenant and id = :user for key"
            + " share",
        Map.of("tenant", tenant, "user", user));
    lock(
        "select id from provisioning.role where tenant_id = :tenant and built_in and name_key ="
            + " 'administrator' for no key update",
        Map.of("tenant", tenant));
    return update(
        """
        with appointed as (
          insert into provisioning.role_member (tenant_id, role_id, user_id)
          select tenant_id, id, :user from provisioning.role
          where tenant_id = :tenant and built_in and name_key = 'administrator'
          on conflict do nothing returning tenant_id, role_id)
        update provisioning.role r set version = version + 1, membership_changes = membership_changes + 1
        from appointed a where r.tenant_id = a.tenant_id and r.id = a.role_id
        """,
        Map.of("tenant", tenant, "user", user));
  }

  private void lock(String query, Map<String, Object> parameters) {
    jdbi.useHandle(
        handle -> handle.createQuery(query).bindMap(parameters).mapTo(UUID.class).list());
  }

  private boolean update(String statement, Map<String, Object> parameters) {
    return jdbi.withHandle(handle -> handle.createUpdate(statement).bindMap(parameters).execute())
        > 0;
  }
}
