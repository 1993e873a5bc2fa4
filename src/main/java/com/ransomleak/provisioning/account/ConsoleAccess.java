package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.role.Administrators;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.role.Privileges;
import com.ransomleak.provisioning.role.RolePermissions;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.RetryOnConflict;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Gives users access to the console, and takes it away: the roles with permissions, the password
 * link and the sessions of a user in one transaction. The activity records each of them.
 */
@ApplicationScoped
public class ConsoleAccess {
  @Inject private AuditedAs auditedAs;
  @Inject private Administrators administrators;
  @Inject private RolePermissions roles;
  @Inject private LoginRepository accounts;
  @Inject private PasswordRepository passwords;
  @Inject private PasswordLinks links;
  @Inject private Sessions sessions;
  @Inject private Privileges privileges;
  @Inject private Activity activity;
  @Inject private Sql sql;

  /**
   * An accepted invitation of a user.
   *
   * @param link the secret part of the link to set a password; empty when {@link
   *     ConsoleAccess#needsLink} is false
   */
  public record Invitation(Optional<String> link) {}

  /**
   * Gives an active user a role.
   *
   * @param expected the permissions of the role that the creator saw
   * @param withLink whether the creator can create links
   * @return empty when the role has other permissions, or the user has the role or is inactive
   * @throws ScimException when the role accepts pushes, or the creator lacks a permission of it
   */
  @RetryOnConflict
  @Transactional
  public Optional<Invitation> invite(
      TenantId tenant,
      UUID user,
      UUID role,
      Set<Permission> expected,
      boolean withLink,
      Actor creator) {
    return auditedAs.of(
        tenant,
        creator,
        () -> {
          // Users are locked before roles (ADR 20).
          if (!accounts.lockIfActive(tenant, user)
              || !administrators.assign(tenant, user, role, expected, creator)) {
            return Optional.empty();
          }
          record(tenant, Action.ACCESS_GIVEN, user, creator);
          boolean needsLink = withLink && needsLink(tenant, user, creator);
          return Optional.of(
              new Invitation(
                  needsLink ? Optional.of(links.create(tenant, user, creator)) : Optional.empty()));
        });
  }

  /**
   * Whether a user has no password, and the creator has all permissions of the user, as a link
   * requires.
   */
  @Transactional
  public boolean needsLink(TenantId tenant, UUID user, Actor creator) {
    return !hasPassword(tenant, user)
        && !user.equals(creator.user())
        && privileges.hasAllOf(tenant, creator.user(), user);
  }

  /** Whether a user has a password. */
  public boolean hasPassword(TenantId tenant, UUID user) {
    return passwords.hash(tenant, user).isPresent();
  }

  /**
   * Removes a user from all roles with permissions, ends the sessions, and revokes the unused link.
   * The password stays, and has no effect without a permission.
   *
   * @param expected the ids of these roles that the actor saw
   * @return false when the user has other roles by now
   * @throws ScimException 409 for the actor, for a user with more permissions, and for the last
   *     administrator
   */
  @RetryOnConflict
  @Transactional
  public boolean remove(TenantId tenant, UUID user, Set<UUID> expected, Actor actor) {
    requireOther(user, actor);
    return auditedAs.of(
        tenant,
        actor,
        () -> {
          if (!administrators.remove(tenant, user, expected, actor)) {
            return false;
          }
          end(tenant, user, actor);
          return true;
        });
  }

  /**
   * Removes a user from one role that rejects pushes. A user who has no role with permissions then
   * loses the access as by {@link #remove}.
   *
   * @return false when the user does not have the role by now
   * @throws ScimException 409 for the actor, for a role that accepts pushes, for a user with more
   *     permissions, and for the last administrator
   */
  @RetryOnConflict
  @Transactional
  public boolean removeFromRole(TenantId tenant, UUID user, UUID role, Actor actor) {
    requireOther(user, actor);
    return auditedAs.of(
        tenant,
        actor,
        () -> {
          boolean hadAccess = !roles.granting(tenant, user).isEmpty();
          boolean removed = administrators.remove(tenant, user, role, actor);
          if (removed && hadAccess && roles.granting(tenant, user).isEmpty()) {
            end(tenant, user, actor);
          }
          return removed;
        });
  }

  private static void requireOther(UUID user, Actor actor) {
    if (user.equals(actor.user())) {
      throw ScimException.conflict("You cannot remove your own access. Another administrator can.");
    }
  }

  private void end(TenantId tenant, UUID user, Actor actor) {
    links.revoke(tenant, user, actor);
    sessions.endAll(tenant, user);
    record(tenant, Action.ACCESS_REMOVED, user, actor);
  }

  /**
   * Revokes the unused link of a user.
   *
   * @return false if there is none
   * @throws ScimException when the user has a permission that the actor lacks
   */
  @Transactional
  public boolean revokeLink(TenantId tenant, UUID user, Actor actor) {
    privileges.requireForRemoval(tenant, user, actor);
    return links.revoke(tenant, user, actor);
  }

  /**
   * Signs a user out everywhere and makes all browsers unknown. Access and password stay.
   *
   * @throws ScimException when the user has a permission that the actor lacks
   */
  @Transactional
  public void signOut(TenantId tenant, UUID user, Actor actor) {
    privileges.requireForRemoval(tenant, user, actor);
    sessions.endAll(tenant, user);
    record(tenant, Action.SESSION_ENDED_BY_ADMINISTRATOR, user, actor);
  }

  private void record(TenantId tenant, Action action, UUID user, Actor actor) {
    sql.of(
            tenant,
            "select user_name from provisioning.scim_user where tenant_id = :tenant and id = :user")
        .bind("user", user)
        .first(String.class)
        .ifPresent(
            name ->
                activity.record(
                    tenant,
                    actor,
                    new Event(action, "User", user.toString(), name, 0, new Consequences())));
  }
}
