package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.user.User;
import com.ransomleak.provisioning.user.UserChange;
import com.ransomleak.provisioning.user.UserFollower;
import com.ransomleak.provisioning.user.UserKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The tenant's teams. A user is in the team that its department names and in no other; a department
 * nobody named before makes a new team, one that is cleared takes the user out. Names are the same
 * team when they differ only in case, in white space or in Unicode composition; the first spelling
 * seen is shown.
 *
 * <p>One round trip when the department changed, three when the team is new.
 */
@ApplicationScoped
class Teams implements UserFollower {
  @Inject private Database database;

  @Override
  public void beforeWrite(UserChange change, User user) {
    Optional<String> former = change.before().flatMap(UserChange::department);
    Optional<String> department = change.after().flatMap(UserChange::department);
    if (department.equals(former) || change.after().isEmpty()) {
      return;
    }
    user.setTeam(
        department
            .map(UserKeys::spacesFolded)
            .filter(name -> !name.isEmpty())
            .map(name -> named(name, change)));
  }

  private UUID named(String name, UserChange change) {
    String key = CaseFold.key(name);
    Optional<UUID> known = find(change, key);
    if (known.isPresent()) {
      return known.get();
    }
    // Whoever else creates the same team now makes this wait, and then do nothing; the next look
    // finds theirs.
    int created =
        database.update(
            """
            with made as (
              insert into provisioning.team (tenant_id, id, name, name_key) values (?, ?, ?, ?)
              on conflict (tenant_id, name_key) do nothing returning tenant_id, name_key, id)
            insert into provisioning.team_name (tenant_id, name_key, team_id) select tenant_id, name_key, id from made
            """,
            change.tenant().value(),
            ResourceId.next(),
            name,
            key);
    if (created == 1) {
      change.consequences().add("Team \"" + name + "\" created.");
    }
    return find(change, key).orElseThrow();
  }

  private Optional<UUID> find(UserChange change, String key) {
    List<UUID> found =
        database.query(
            "select team_id from provisioning.team_name where tenant_id = ? and name_key = ?",
            row -> row.getObject(1, UUID.class),
            change.tenant().value(),
            key);
    return found.stream().findFirst();
  }
}
