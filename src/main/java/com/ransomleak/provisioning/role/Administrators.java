package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.role.MemberOperations.MemberChanges;
import com.ransomleak.provisioning.role.RoleMembers.MembershipChange;
import com.ransomleak.provisioning.role.RolePermissions.Overview;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Finds, appoints and removes administrators in the transaction of the caller. */
@ApplicationScoped
public class Administrators {
  @Inject private Sql sql;
  @Inject private RoleLocks locks;
  @Inject private RoleMembers members;
  @Inject private RolePermissions roles;
  @Inject private LastAdministratorGuard guard;
  @Inject private Privileges privileges;
  @Inject private Activity activity;

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

  /**
   * Gives an active user a role with permissions.
   *
   * @param user locked by the caller
   * @param expected the permissions that the actor saw
   * @return false when the role has other permissions or does not exist, or the user has the role
   * @throws ScimException when the role accepts pushes, or when {@link Privileges} reject it
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean assign(
      TenantId tenant, UUID user, UUID role, Set<Permission> expected, Actor actor) {
    if (permissions(tenant, role).isEmpty()) {
      return false;
    }
    Role locked = locks.find(tenant, role, List.of(user.toString())).orElse(null);
    Set<Permission> permissions = permissions(tenant, role);
    if (locked == null || permissions.isEmpty() || !permissions.equals(expected)) {
      return false;
    }
    if (locked.isPushAllowed()) {
      throw ScimException.conflict(
          "\""
              + locked.getDisplayName()
              + "\" accepts group pushes, so your identity provider decides who has it. Add the"
              + " person to the group there, or block pushes on the page of the role.");
    }
    privileges.requireForMember(tenant, permissions, actor);
    MemberChanges changes = new MemberChanges();
    changes.add(List.of(user.toString()));
    return write(tenant, locked, changes, actor).added() > 0;
  }

  /** None for a role that does not exist. */
  private Set<Permission> permissions(TenantId tenant, UUID role) {
    return roles.find(tenant, role.toString()).map(Overview::permissions).orElse(Set.of());
  }

  /**
   * Removes a user from all roles with permissions.
   *
   * @param expected the ids of these roles that the actor saw
   * @return false when the user has other roles with permissions
   * @throws ScimException when the user has a permission that the actor lacks, or for the last
   *     administrator
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean remove(TenantId tenant, UUID user, Set<UUID> expected, Actor actor) {
    lockUser(tenant, user);
    Set<UUID> ids = new TreeSet<>();
    roles.granting(tenant, user).forEach(role -> ids.add(role.id()));
    if (ids.isEmpty() || !ids.equals(expected)) {
      return false;
    }
    // All locks of roles come before the lock of administrators (ADR 20).
    List<Role> locked =
        ids.stream().flatMap(role -> locks.find(tenant, role, List.of()).stream()).toList();
    if (locked.size() < ids.size()) {
      return false;
    }
    requireForRemoval(tenant, user, locked, actor);
    remove(tenant, user, locked, actor);
    return true;
  }

  /**
   * Removes a user from one role that rejects pushes.
   *
   * @return false when the user does not have the role
   * @throws ScimException when the role accepts pushes, when the user has a permission that the
   *     actor lacks, or for the last administrator
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean remove(TenantId tenant, UUID user, UUID role, Actor actor) {
    lockUser(tenant, user);
    if (!privileges.isMember(tenant, role, user)) {
      return false;
    }
    Role locked = locks.find(tenant, role, List.of()).orElse(null);
    if (locked == null) {
      return false;
    }
    if (locked.isPushAllowed()) {
      throw ScimException.conflict(
          "\""
              + locked.getDisplayName()
              + "\" accepts group pushes, so your identity provider decides who has it. Remove the"
              + " person from the group there, or block pushes on the page of the role.");
    }
    requireForRemoval(tenant, user, List.of(locked), actor);
    remove(tenant, user, List.of(locked), actor);
    return true;
  }

  private void requireForRemoval(TenantId tenant, UUID user, List<Role> locked, Actor actor) {
    Set<Permission> ofRoles = EnumSet.noneOf(Permission.class);
    locked.forEach(role -> ofRoles.addAll(permissions(tenant, role.getId())));
    privileges.requireForRemoval(tenant, user, ofRoles, actor);
  }

  /** A push that adds the user to a role waits, so nobody gives the user another role meanwhile. */
  private void lockUser(TenantId tenant, UUID user) {
    sql.of(
            tenant,
            "select id from provisioning.scim_user where tenant_id = :tenant and id = :user for"
                + " update")
        .bind("user", user)
        .list(UUID.class);
  }

  private void remove(TenantId tenant, UUID user, List<Role> locked, Actor actor) {
    MemberChanges changes = new MemberChanges();
    changes.remove(List.of(user.toString()));
    for (Role role : locked) {
      MembershipChange effect = write(tenant, role, changes, actor);
      if (effect.removed() > 0 && effect.guarded()) {
        guard.requireOne(tenant, role.getId(), effect.passwordLeft());
      }
    }
  }

  private MembershipChange write(TenantId tenant, Role role, MemberChanges changes, Actor actor) {
    MembershipChange effect = members.apply(tenant, role.getId(), changes, new Warnings());
    if (!effect.isNone()) {
      role.noteMembershipChange();
      activity.record(
          tenant,
          actor,
          new Event(
              Action.GROUP_UPDATED,
              "Group",
              role.getId().toString(),
              role.getDisplayName(),
              0,
              new Consequences()
                  .addCount(Consequence.MEMBERS_ADDED, effect.added())
                  .addCount(Consequence.MEMBERS_REMOVED, effect.removed())));
    }
    return effect;
  }
}
