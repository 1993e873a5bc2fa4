package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.user.UserChange;
import com.ransomleak.provisioning.user.UserFollower;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a change of a user means for roles. A deleted user leaves its roles, and their versions
 * move, since their members did (V-06, E-02). So does an inactive user who gets another userName,
 * from the roles that accept no pushes: the record may go to somebody else, and nobody becomes an
 * administrator that way. The last administrator stays one ({@link AdministratorGuard}).
 */
@ApplicationScoped
class RoleFollower implements UserFollower {
  @Inject private Database database;
  @Inject private AdministratorGuard guard;

  private record LeftRole(UUID id, String name) {}

  @Override
  public void afterUsers(UserChange change) {
    boolean wasActive = change.before().map(UserChange::isActive).orElse(false);
    boolean staysActive = change.after().map(UserChange::isActive).orElse(false);
    boolean renamed = change.hasOtherUserName();
    boolean deleted = change.after().isEmpty();
    boolean maySomebodyElseGetIt = renamed && !(wasActive && staysActive);
    List<LeftRole> roles =
        deleted
            ? lock(change, "")
            : maySomebodyElseGetIt ? lock(change, "and not r.push_allowed") : List.of();
    if (wasActive && (!staysActive || renamed)) {
      guard.requireOthers(change.tenant(), change);
    }
    if (!roles.isEmpty()) {
      leave(change, roles);
      change.consequences().add(deleted ? left(roles.size()) : lost(roles));
    }
  }

  /** The roles that the user has, locked in the order of their ids. */
  private List<LeftRole> lock(UserChange change, String condition) {
    return database.query(
        """
        select r.id, r.document ->> 'displayName' from provisioning.role r
        where r.tenant_id = ? %s
          and r.id in (select role_id from provisioning.role_member where tenant_id = ? and user_id = ?)
        order by r.id for no key update of r
        """
            .formatted(condition),
        row -> new LeftRole(row.getObject(1, UUID.class), row.getString(2)),
        change.tenant().value(),
        change.tenant().value(),
        change.id());
  }

  private void leave(UserChange change, List<LeftRole> roles) {
    database.update(
        """
        with leaving as (
          delete from provisioning.role_member
          where tenant_id = ? and user_id = ? and role_id = any (cast(? as uuid[])) returning role_id)
        update provisioning.role set version = version + 1, membership_changes = membership_changes + 1
        where tenant_id = ? and id in (select role_id from leaving)
        """,
        change.tenant().value(),
        change.id(),
        roles.stream().map(role -> role.id().toString()).toArray(String[]::new),
        change.tenant().value());
  }

  private static String left(int roles) {
    return "Removed from " + roles + (roles == 1 ? " role." : " roles.");
  }

  private static String lost(List<LeftRole> roles) {
    return roles.stream()
        .map(role -> "\"" + role.name() + "\"")
        .collect(
            Collectors.joining(
                ", ",
                "The userName changed while the user was inactive, so the record may belong to"
                    + " somebody else now. Removed from ",
                ", because SCIM may not push there."));
  }
}
