package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.user.UserChange;
import com.ransomleak.provisioning.user.UserChangeListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/**
 * Removes role memberships after changes of users. A deleted user leaves all roles, which changes
 * their versions (V-06, E-02). An inactive user whose userName changes leaves the roles that reject
 * pushes, because the record may belong to another person, who must not become an administrator.
 * The last administrator stays ({@link LastAdministratorGuard}).
 */
@ApplicationScoped
class RoleMembershipCleanup implements UserChangeListener {
  private static final String LOCK =
      """
      select r.id, r.display_name from provisioning.role r
      where r.tenant_id = :tenant and (:all or not r.push_allowed)
        and r.id in (select role_id from provisioning.role_member where tenant_id = :tenant and user_id = :user)
      order by r.id for no key update of r
      """;

  private static final String LEAVE =
      """
      with leaving as (
        delete from provisioning.role_member
        where tenant_id = :tenant and user_id = :user and role_id = any (:roles) returning role_id)
      update provisioning.role set version = version + 1, membership_changes = membership_changes + 1
      where tenant_id = :tenant and id in (select role_id from leaving)
      """;

  @Inject private Sql sql;
  @Inject private LastAdministratorGuard guard;

  /** A role that a user leaves. */
  private record LeftRole(UUID id, String displayName) {}

  @Override
  public void afterUsers(UserChange change) {
    boolean wasActive = change.before().map(UserChange::isActive).orElse(false);
    boolean staysActive = change.after().map(UserChange::isActive).orElse(false);
    boolean renamed = change.hasOtherUserName();
    boolean deleted = change.after().isEmpty();
    boolean mayBelongToAnotherPerson = renamed && !(wasActive && staysActive);
    List<LeftRole> roles =
        deleted ? lock(change, true) : mayBelongToAnotherPerson ? lock(change, false) : List.of();
    if (wasActive && (!staysActive || renamed)) {
      guard.requireOthers(change.tenant(), change);
    }
    if (!roles.isEmpty()) {
      leave(change, roles);
      if (deleted) {
        change.consequences().add(Consequence.ROLES_LEFT, roles.size());
      } else {
        roles.forEach(
            role -> change.consequences().add(Consequence.PROTECTED_ROLE_LEFT, role.displayName()));
      }
    }
  }

  /**
   * Locks the roles of the user in the order of their ids.
   *
   * @param all whether to include roles that accept pushes
   */
  private List<LeftRole> lock(UserChange change, boolean all) {
    return sql.of(change.tenant(), LOCK)
        .bind("user", change.id())
        .bind("all", all)
        .list(LeftRole.class);
  }

  private void leave(UserChange change, List<LeftRole> roles) {
    sql.of(change.tenant(), LEAVE)
        .bind("user", change.id())
        .bind("roles", roles.stream().map(LeftRole::id).toArray(UUID[]::new))
        .update();
  }
}
