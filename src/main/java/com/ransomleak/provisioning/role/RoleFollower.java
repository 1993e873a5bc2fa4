package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.user.UserChange;
import com.ransomleak.provisioning.user.UserFollower;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * A deleted user leaves its roles, and their versions move, since their members did (V-06, E-02).
 */
@ApplicationScoped
class RoleFollower implements UserFollower {
  @Inject private Database database;

  @Override
  public void afterWrite(UserChange change) {
    if (change.after().isPresent()) {
      return;
    }
    int left =
        database.update(
            """
            with leaving as (delete from provisioning.role_member where tenant_id = ? and user_id = ? returning role_id),
              locked as (select id from provisioning.role where tenant_id = ? and id in (select role_id from leaving) order by id for no key update)
            update provisioning.role set version = version + 1, membership_changes = membership_changes + 1
            where tenant_id = ? and id in (select id from locked)
            """,
            change.tenant().value(),
            change.id(),
            change.tenant().value(),
            change.tenant().value());
    if (left > 0) {
      change.consequences().add("Removed from " + left + (left == 1 ? " role." : " roles."));
    }
  }
}
