package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Keeps users of the console from giving themselves permissions: they can only grant permissions
 * that they have, and cannot change the permissions of a role they are in. The current permissions
 * count, not those at sign-in.
 */
@ApplicationScoped
public class Privileges {
  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Sql sql;

  /**
   * Before the permissions of a role change.
   *
   * @throws ScimException when the person is in the role, or lacks a permission that it gains
   */
  @Transactional
  public void requireForChange(TenantId tenant, UUID role, Set<Permission> gained, Actor person) {
    if (isMember(tenant, role, person.user())) {
      throw ScimException.conflict(
          "You are in this role, so you cannot change its permissions. Ask somebody with Manage"
              + " Roles who is not in it.");
    }
    require(tenant, gained, person, "You cannot grant");
  }

  /**
   * Before a person deletes a role.
   *
   * @throws ScimException when the person is in the role, or lacks one of its permissions
   */
  @Transactional
  public void requireForDelete(TenantId tenant, UUID role, Set<Permission> ofRole, Actor person) {
    if (isMember(tenant, role, person.user())) {
      throw ScimException.conflict(
          "You are in this role, so you cannot delete it. Ask somebody with Manage Roles who is not"
              + " in it.");
    }
    require(tenant, ofRole, person, "You cannot delete a role that carries");
  }

  /** Whether a person is in a role, and so cannot change its permissions. */
  @Transactional
  public boolean isMember(TenantId tenant, UUID role, UUID user) {
    return entities.find(RoleMember.class, new RoleMember.Key(tenant, role, user)) != null;
  }

  /**
   * Before a person gives somebody a role.
   *
   * @throws ScimException when the person lacks one of its permissions
   */
  @Transactional
  public void requireForMember(TenantId tenant, Set<Permission> ofRole, Actor person) {
    require(tenant, ofRole, person, "You cannot give a role that carries");
  }

  /**
   * Before a person removes the access of a user, revokes the password link of a user, or signs a
   * user out.
   *
   * @throws ScimException when the user has a permission that the person lacks
   */
  @Transactional
  public void requireForRemoval(TenantId tenant, UUID user, Actor person) {
    requireForRemoval(tenant, user, Set.of(), person);
  }

  /**
   * Before a person removes a user from roles.
   *
   * @param ofRoles their permissions, which an inactive user has again after the next activation
   * @throws ScimException when the user has a permission that the person lacks
   */
  @Transactional
  public void requireForRemoval(TenantId tenant, UUID user, Set<Permission> ofRoles, Actor person) {
    Set<Permission> lost = EnumSet.noneOf(Permission.class);
    lost.addAll(of(tenant, user));
    lost.addAll(ofRoles);
    require(tenant, lost, person, "You cannot sign out, or remove the access of, a person who has");
  }

  /**
   * Before pushes to a role are allowed, because the identity provider then decides who gets its
   * permissions.
   *
   * @throws ScimException when the person lacks one of them
   */
  @Transactional
  public void requireForPushes(TenantId tenant, Set<Permission> ofRole, Actor person) {
    require(tenant, ofRole, person, "You cannot allow pushes to a role that carries");
  }

  /**
   * Before a token is generated. A report token reads what View Reports allows, an activity token
   * what View Activity allows. With a SCIM token one can join each role that accepts pushes.
   *
   * @throws ScimException when the person lacks a permission that the token gives access to
   */
  @Transactional
  public void requireForToken(TenantId tenant, Purpose purpose, Actor person) {
    if (purpose != Purpose.SCIM) {
      Permission needed =
          purpose == Purpose.REPORTS ? Permission.VIEW_REPORTS : Permission.VIEW_ACTIVITY;
      require(tenant, Set.of(needed), person, "You cannot generate a token that has");
      return;
    }
    Set<Permission> pushable =
        Set.copyOf(
            sql.of(
                    tenant,
                    """
                    select distinct p.permission from provisioning.role_permission p
                    join provisioning.role r on r.tenant_id = p.tenant_id and r.id = p.role_id
                    where p.tenant_id = :tenant and r.push_allowed
                    """)
                .list(Permission.class));
    require(
        tenant,
        pushable,
        person,
        "You cannot generate a SCIM token: with it you could join a role that accepts pushes and"
            + " carries");
  }

  /**
   * Before a person creates a link to set the password of a user, and could act as that user.
   *
   * @throws ScimException when the user has a permission that the person lacks, or is that person
   */
  @Transactional
  public void requireForPasswordLink(TenantId tenant, UUID user, Actor person) {
    if (user.equals(person.user())) {
      throw ScimException.conflict(
          "You cannot create a password link for yourself. Change your password under your name,"
              + " top right.");
    }
    require(
        tenant, of(tenant, user), person, "You cannot create a password link for a person who has");
  }

  /** Whether a person has every permission that a user has. */
  @Transactional
  public boolean hasAllOf(TenantId tenant, UUID person, UUID user) {
    return of(tenant, person).containsAll(of(tenant, user));
  }

  private void require(TenantId tenant, Set<Permission> needed, Actor person, String rejection) {
    Set<Permission> missing = EnumSet.noneOf(Permission.class);
    missing.addAll(needed);
    missing.removeAll(of(tenant, person.user()));
    if (!missing.isEmpty()) {
      String titles = missing.stream().map(Permission::title).collect(Collectors.joining(", "));
      throw ScimException.conflict(
          rejection
              + " "
              + titles
              + ", because you do not have "
              + (missing.size() == 1 ? "this permission" : "these permissions")
              + " yourself. Ask somebody who does.");
    }
  }

  /** What a user may do; empty for an inactive or unknown user. */
  private Set<Permission> of(TenantId tenant, UUID user) {
    return Permission.effective(
        sql.of(tenant, "select provisioning.permissions_of(:tenant, :user)")
            .bind("user", user)
            .list(Permission.class));
  }
}
