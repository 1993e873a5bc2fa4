package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.LockOrder;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.Retried;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Teams by an administrator's hand: made, renamed, archived, revived. Departments that wait for the
 * name get the team in the same transaction; former names go on leading to it. Each says what the
 * administrator saw: when that is no longer so, nothing happens.
 *
 * <p>Refusals are {@link ScimException}s, in words for the administrator.
 */
@ApplicationScoped
public class TeamEditing {
  /** As long as a department may be. */
  private static final int LONGEST_NAME = 256;

  @Inject private Database database;
  @Inject private TeamNames names;
  @Inject private Tenants tenants;
  @Inject private Activity activity;

  private record Team(UUID id, String name, String key, boolean archived, long people) {}

  /**
   * Makes a team, and takes in whoever waits with that department.
   *
   * @return its id
   */
  @Retried
  @Transactional
  public UUID create(TenantId tenant, String typed, Actor actor) {
    database.enter(tenant.value());
    String name = checked(typed);
    String key = NameFold.key(name);
    UUID id = ResourceId.next();
    lockName(tenant, key);
    lockWaiting(tenant, key);
    refuseTaken(tenant, key, null);
    if (!names.insert(tenant, id, name, key, true)) {
      throw ScimException.conflict("There is a team \"" + name + "\" already.");
    }
    List<String> consequences = new ArrayList<>();
    takeIn(tenant, key, id, consequences);
    record(tenant, "team.created", id, name, consequences, actor);
    return id;
  }

  /**
   * Gives a team another name; the former one still leads to it.
   *
   * @param seen the name that the administrator saw
   * @return false when the team is gone or has another name by now
   */
  @Retried
  @Transactional
  public boolean rename(TenantId tenant, UUID id, String seen, String typed, Actor actor) {
    String name = checked(typed);
    String key = NameFold.key(name);
    database.enter(tenant.value());
    lockName(tenant, key);
    lockWaiting(tenant, key);
    Optional<Team> team =
        locked(tenant, id, "no key update").filter(found -> found.name().equals(seen));
    if (team.isEmpty()) {
      return false;
    }
    if (name.equals(seen)) {
      return true;
    }
    List<String> consequences = new ArrayList<>();
    consequences.add("It was called \"" + seen + "\"; departments of that name still lead to it.");
    if (!key.equals(team.get().key())) {
      refuseTaken(tenant, key, id);
      database.update(
          // Where an alias leads here, the name stays when the alias goes.
          "insert into provisioning.team_name as n (tenant_id, name_key, team_id) values (?, ?, ?)"
              + " on conflict (tenant_id, name_key) do update set covered_team_id ="
              + " excluded.team_id where n.alias and n.team_id = excluded.team_id",
          tenant.value(),
          key,
          id);
      // Somebody else may have been faster.
      refuseTaken(tenant, key, id);
      takeIn(tenant, key, id, consequences);
    }
    database.update(
        "update provisioning.team set name = ?, name_key = ?, made_by_hand = true where tenant_id ="
            + " ? and id = ?",
        name,
        key,
        tenant.value(),
        id);
    record(tenant, "team.renamed", id, name, consequences, actor);
    return true;
  }

  /**
   * Archives a team that nobody is in.
   *
   * @return false when it is archived already, or gone
   */
  @Retried
  @Transactional
  public boolean archive(TenantId tenant, UUID id, Actor actor) {
    Optional<Team> team = locked(tenant, id, "update").filter(found -> !found.archived());
    if (team.isEmpty()) {
      return false;
    }
    long people = team.get().people();
    if (people > 0) {
      throw ScimException.conflict(
          "Team \"%s\" still has %d %s. Their department decides: change it in your identity provider first."
              .formatted(team.get().name(), people, people == 1 ? "person" : "people"));
    }
    return set(tenant, team.get(), "archived_at = now()", "team.archived", actor);
  }

  /**
   * Makes an archived team one of those in use.
   *
   * @return false when it is so already, or gone
   */
  @Retried
  @Transactional
  public boolean revive(TenantId tenant, UUID id, Actor actor) {
    Optional<Team> team = locked(tenant, id, "no key update").filter(Team::archived);
    return team.isPresent()
        && set(
            tenant, team.get(), "archived_at = null, empty_since = now()", "team.revived", actor);
  }

  private boolean set(TenantId tenant, Team team, String columns, String action, Actor actor) {
    database.update(
        "update provisioning.team set made_by_hand = true, "
            + columns
            + " where tenant_id = ? and id = ?",
        tenant.value(),
        team.id());
    record(tenant, action, team.id(), team.name(), List.of(), actor);
    return true;
  }

  private static String checked(String typed) {
    String name = NameFold.spaces(typed.replace("\0", ""));
    if (NameFold.key(name).isEmpty() || name.length() > LONGEST_NAME) {
      throw ScimException.invalidValue("A team needs a name of 1 to 256 characters.");
    }
    return name;
  }

  /** A name leads to one team. */
  private void refuseTaken(TenantId tenant, String key, UUID own) {
    Optional<TeamNames.Known> taken = names.find(tenant, key);
    if (taken.isPresent() && !taken.get().team().equals(own)) {
      throw ScimException.conflict(
          "This name already leads to the team \""
              + taken.get().name()
              + "\": it is its name, a former name or an alias.");
    }
    database
        .query(
            "select name from provisioning.team where tenant_id = ? and name_key = ? and id is"
                + " distinct from cast(? as uuid)",
            row -> row.getString(1),
            tenant.value(),
            key,
            own)
        .forEach(
            name -> {
              throw ScimException.conflict(
                  "There is a team \""
                      + name
                      + "\" already; the configuration makes its name an alias of another team.");
            });
    String meant = tenants.options(tenant).teamAliases().get(key);
    if (taken.isEmpty() && meant != null) {
      throw ScimException.conflict(
          "The configuration makes this name an alias of the team \"" + meant + "\".");
    }
  }

  /** Those who were without a team because their department had none, and are locked. */
  private void takeIn(TenantId tenant, String key, UUID id, List<String> consequences) {
    int people =
        database.update(
            """
            with waiting as (
              select id from provisioning.scim_user where tenant_id = ? and department_key = ? and team_id is null
              order by id for no key update skip locked)
            update provisioning.scim_user u set team_id = ? from waiting w where u.tenant_id = ? and u.id = w.id
            """,
            tenant.value(),
            key,
            id,
            tenant.value());
    if (people > 0) {
      consequences.add(
          people + (people == 1 ? " person" : " people") + " with this department joined it.");
    }
  }

  /**
   * Waits for a transaction that creates a team of that name; the first lock of its transaction
   * (ADR 20).
   */
  private void lockName(TenantId tenant, String key) {
    database.query(
        "select provisioning.lock_names(?, cast(? as int[]))",
        row -> true,
        tenant.value(),
        LockOrder.names(Set.of(TeamNames.lock(key))));
  }

  /** The people whom {@link #takeIn} takes in: users are locked before teams (ADR 20). */
  private void lockWaiting(TenantId tenant, String key) {
    database.query(
        "select id from provisioning.scim_user where tenant_id = ? and department_key = ? and"
            + " team_id is null order by id for no key update",
        row -> true,
        tenant.value(),
        key);
  }

  /**
   * Reads and locks a team.
   *
   * @param strength with {@code update} nobody joins before this is over
   */
  private Optional<Team> locked(TenantId tenant, UUID id, String strength) {
    database.enter(tenant.value());
    database.query(
        "select id from provisioning.team where tenant_id = ? and id = ? for " + strength,
        row -> true,
        tenant.value(),
        id);
    return database
        .query(
            """
            select t.id, t.name, t.name_key, t.archived_at is not null,
              (select count(*) from provisioning.scim_user u where u.tenant_id = t.tenant_id and u.team_id = t.id)
            from provisioning.team t where t.tenant_id = ? and t.id = ?
            """,
            row ->
                new Team(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    row.getBoolean(4),
                    row.getLong(5)),
            tenant.value(),
            id)
        .stream()
        .findFirst();
  }

  private void record(
      TenantId tenant,
      String action,
      UUID id,
      String name,
      List<String> consequences,
      Actor actor) {
    activity.record(
        tenant, actor, new Event(action, "Team", id.toString(), name, 0, Set.of(), consequences));
  }
}
