package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.role.RolePermissions.Overview;
import com.ransomleak.provisioning.store.RetryOnConflict;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Changes the permissions of roles, and whether SCIM can push to them, for administrators. {@link
 * Roles} has the changes by SCIM.
 */
@ApplicationScoped
public class RoleAdministration {
  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Sql sql;
  @Inject private RolePermissions roles;
  @Inject private LastAdministratorGuard guard;
  @Inject private Privileges privileges;
  @Inject private Activity activity;

  /**
   * Changes the permissions of a role. With its first administrative permission the role stops
   * accepting pushes.
   *
   * @param expected the permissions that the administrator saw
   * @return false when the role has other permissions or does not exist
   * @throws com.ransomleak.provisioning.scim.ScimException when no user would be left who can
   *     manage integrations or roles, or when {@link Privileges} reject the change
   */
  @RetryOnConflict
  @Transactional
  public boolean change(
      TenantId tenant,
      UUID role,
      Set<Permission> expected,
      Set<Permission> requested,
      Actor actor) {
    Optional<Overview> before = locked(tenant, role);
    if (before.isEmpty() || !before.get().permissions().equals(expected)) {
      return false;
    }
    Set<Permission> gained = difference(requested, expected);
    Set<Permission> lost = difference(expected, requested);
    privileges.requireForChange(tenant, role, gained, actor);
    guard.lockForGrant(tenant, gained);
    guard.requireOthers(tenant, role, lost);
    entities
        .createNamedQuery(RolePermission.OF_ROLE, RolePermission.class)
        .setParameter("tenant", tenant.value())
        .setParameter("role", role)
        .getResultList()
        .stream()
        .filter(granted -> lost.contains(granted.getPermission()))
        .forEach(entities::remove);
    gained.forEach(permission -> entities.persist(new RolePermission(tenant, role, permission)));
    Consequences consequences = new Consequences();
    gained.forEach(
        permission -> consequences.add(Consequence.PERMISSION_GRANTED, permission.title()));
    lost.forEach(
        permission -> consequences.add(Consequence.PERMISSION_REVOKED, permission.title()));
    boolean becomesAdministrative =
        gained.stream().anyMatch(Permission::isAdministrative)
            && expected.stream().noneMatch(Permission::isAdministrative);
    if (becomesAdministrative && before.get().pushAllowed()) {
      setPushAllowed(tenant, role, false);
      consequences.add(Consequence.PUSHES_BLOCKED);
    }
    record(tenant, before.get(), Action.ROLE_PERMISSIONS_CHANGED, consequences, actor);
    return true;
  }

  /**
   * Allows or forbids pushes to a role.
   *
   * @param expected the permissions that the role must have
   * @return false when nothing changes, when the role has other permissions, and for an unknown
   *     role
   * @throws com.ransomleak.provisioning.scim.ScimException when {@link Privileges} reject the
   *     change
   */
  @RetryOnConflict
  @Transactional
  public boolean allowPush(
      TenantId tenant, UUID role, Set<Permission> expected, boolean allowed, Actor actor) {
    Optional<Overview> before = locked(tenant, role);
    if (before.isEmpty()
        || before.get().pushAllowed() == allowed
        || !before.get().permissions().equals(expected)) {
      return false;
    }
    if (allowed) {
      privileges.requireForPushes(tenant, before.get().permissions(), actor);
    }
    setPushAllowed(tenant, role, allowed);
    record(
        tenant,
        before.get(),
        allowed ? Action.ROLE_PUSH_ALLOWED : Action.ROLE_PUSH_BLOCKED,
        new Consequences(),
        actor);
    return true;
  }

  private Optional<Overview> locked(TenantId tenant, UUID role) {
    sql.of(
            tenant,
            """
            select id from provisioning.role where tenant_id = :tenant and id = :role for no key update
            """)
        .bind("role", role)
        .first(UUID.class);
    return roles.find(tenant, role.toString());
  }

  private void setPushAllowed(TenantId tenant, UUID role, boolean allowed) {
    sql.of(
            tenant,
            """
            update provisioning.role set push_allowed = :allowed where tenant_id = :tenant and id = :role
            """)
        .bind("allowed", allowed)
        .bind("role", role)
        .update();
  }

  private void record(
      TenantId tenant, Overview role, Action action, Consequences consequences, Actor actor) {
    activity.record(
        tenant,
        actor,
        new Event(action, "Group", role.id().toString(), role.name(), 0, consequences));
  }

  private static Set<Permission> difference(Set<Permission> of, Set<Permission> without) {
    Set<Permission> rest = new TreeSet<>(of);
    rest.removeAll(without);
    return rest;
  }
}
