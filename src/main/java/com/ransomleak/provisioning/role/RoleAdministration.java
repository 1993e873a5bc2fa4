package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.role.RolePermissions.Overview;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.DuplicateException;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.RetryOnConflict;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.TransactionClock;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Creates and deletes roles that reject pushes, and changes the permissions of roles and whether
 * SCIM can push to them, for administrators. {@link Roles} has the changes by SCIM.
 */
@ApplicationScoped
public class RoleAdministration {
  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Sql sql;
  @Inject private RolePermissions roles;
  @Inject private RoleQueries queries;
  @Inject private RoleLocks locks;
  @Inject private LastAdministratorGuard guard;
  @Inject private Privileges privileges;
  @Inject private Activity activity;
  @Inject private Tenants tenants;
  @Inject private TransactionClock clock;

  /**
   * Creates a role with permissions. It rejects pushes, so that administrators decide who has it.
   *
   * @return its id
   * @throws ScimException 400 for a name that a group cannot have and without a permission; 409
   *     when a role has the name, or when {@link Privileges} reject a permission
   */
  @RetryOnConflict
  @Transactional
  public UUID create(TenantId tenant, String typed, Set<Permission> permissions, Actor actor) {
    ResourceType type = tenants.schemas(tenant).group();
    String name = NameFold.spaces(typed.replace("\0", ""));
    if (NameFold.key(name).isEmpty()) {
      throw ScimException.invalidValue("Enter a name for the role.");
    }
    NameFold.rejectControls(name);
    if (permissions.isEmpty()) {
      throw ScimException.invalidValue(
          "Choose at least one permission. For a role without permissions, push a group from your"
              + " identity provider.");
    }
    JsonObject document =
        DocumentReader.read(
            ScimJson.object()
                .add("schemas", ScimJson.array().add(type.core().id()))
                .add("displayName", name)
                .build(),
            type,
            new Warnings());
    locks.beforeCreate(tenant, document, List.of());
    Role role = new Role(tenant, ResourceId.next(), document, type, clock.now());
    privileges.requireForChange(tenant, role.getId(), permissions, actor);
    queries.requireFreeName(tenant, name);
    entities.persist(role);
    DuplicateException.flush(entities, document);
    setPushAllowed(tenant, role.getId(), false);
    Consequences consequences = new Consequences();
    grant(tenant, role.getId(), permissions, consequences);
    record(tenant, role.getId(), name, Action.GROUP_CREATED, consequences, actor);
    return role.getId();
  }

  /**
   * Deletes a role that rejects pushes. Its members lose it.
   *
   * @param expected the permissions that the administrator saw
   * @param version of the role that the administrator saw; it changes with the members
   * @return false when the role has other permissions or members
   * @throws ScimException 404; 409 for a built-in role or one that accepts pushes, when {@link
   *     Privileges} reject it, and when no user would be left who can manage integrations or roles
   */
  @RetryOnConflict
  @Transactional
  public boolean delete(
      TenantId tenant, UUID id, Set<Permission> expected, long version, Actor actor) {
    Role role = locks.byId(tenant, id.toString(), List.of());
    Set<Permission> permissions =
        roles.find(tenant, id.toString()).map(Overview::permissions).orElseThrow();
    if (!permissions.equals(expected) || role.getVersion() != version) {
      return false;
    }
    if (role.isBuiltIn()) {
      throw ScimException.conflict(
          "\"" + role.getDisplayName() + "\" is a built-in role and stays. Remove people from it.");
    }
    if (role.isPushAllowed()) {
      throw ScimException.conflict(
          "\""
              + role.getDisplayName()
              + "\" accepts group pushes, so your identity provider would create it again. Delete"
              + " the group there, or block pushes first.");
    }
    privileges.requireForDelete(tenant, id, permissions, actor);
    guard.requireOthers(tenant, id, Permission.GUARDED);
    entities.remove(role);
    entities.flush();
    record(tenant, id, role.getDisplayName(), Action.GROUP_DELETED, new Consequences(), actor);
    return true;
  }

  /**
   * Changes the permissions of a role. With its first administrative permission the role stops
   * accepting pushes.
   *
   * @param expected the permissions that the administrator saw
   * @return false when the role has other permissions or does not exist
   * @throws ScimException when no user would be left who can manage integrations or roles, or when
   *     {@link Privileges} reject the change
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
    Consequences consequences = new Consequences();
    grant(tenant, role, gained, consequences);
    lost.forEach(
        permission -> consequences.add(Consequence.PERMISSION_REVOKED, permission.title()));
    boolean becomesAdministrative =
        gained.stream().anyMatch(Permission::isAdministrative)
            && expected.stream().noneMatch(Permission::isAdministrative);
    if (becomesAdministrative && before.get().pushAllowed()) {
      setPushAllowed(tenant, role, false);
      consequences.add(Consequence.PUSHES_BLOCKED);
    }
    record(tenant, role, before.get().name(), Action.ROLE_PERMISSIONS_CHANGED, consequences, actor);
    return true;
  }

  /**
   * Allows or forbids pushes to a role.
   *
   * @param expected the permissions that the role must have
   * @return false when nothing changes, when the role has other permissions, and for an unknown
   *     role
   * @throws ScimException when {@link Privileges} reject the change
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
        role,
        before.get().name(),
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

  private void grant(
      TenantId tenant, UUID role, Set<Permission> gained, Consequences consequences) {
    gained.forEach(permission -> entities.persist(new RolePermission(tenant, role, permission)));
    gained.forEach(
        permission -> consequences.add(Consequence.PERMISSION_GRANTED, permission.title()));
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
      TenantId tenant,
      UUID role,
      String name,
      Action action,
      Consequences consequences,
      Actor actor) {
    activity.record(
        tenant, actor, new Event(action, "Group", role.toString(), name, 0, consequences));
  }

  private static Set<Permission> difference(Set<Permission> of, Set<Permission> without) {
    Set<Permission> rest = new TreeSet<>(of);
    rest.removeAll(without);
    return rest;
  }
}
