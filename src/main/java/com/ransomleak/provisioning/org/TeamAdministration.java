package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.settings.TeamAliases;
import com.ransomleak.provisioning.store.EntityId;
import com.ransomleak.provisioning.store.LockOrder;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.RetryOnConflict;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.TransactionClock;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Creates, renames, archives and restores teams for administrators. Users whose department has the
 * name join the team in the same transaction, and previous names still lead to it. Each method gets
 * what the administrator saw; if that has changed, nothing happens.
 *
 * <p>Rejections are {@link ScimException}s with a text for the administrator.
 */
@ApplicationScoped
public class TeamAdministration {
  /** The maximum length of a department. */
  private static final int MAX_NAME_LENGTH = 256;

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Sql sql;
  @Inject private TeamNames names;
  @Inject private Tenants tenants;
  @Inject private Activity activity;
  @Inject private TransactionClock clock;

  /**
   * Creates a team for users with that department.
   *
   * @return its id
   */
  @RetryOnConflict
  @Transactional
  public UUID create(TenantId tenant, String typed, Actor actor) {
    String name = checked(typed);
    String key = NameFold.key(name);
    UUID id = ResourceId.next();
    lockName(tenant, key);
    lockWaiting(tenant, key);
    requireFree(tenant, key, null);
    if (!names.insert(tenant, id, name, key, true)) {
      throw ScimException.conflict("There is a team \"" + name + "\" already.");
    }
    Consequences consequences = new Consequences();
    assignWaiting(tenant, key, id, consequences);
    record(tenant, Action.TEAM_CREATED, id, name, consequences, actor);
    return id;
  }

  /**
   * Renames a team; the previous name still leads to it.
   *
   * @param expected the name that the administrator saw
   * @return false when the team does not exist or has another name
   */
  @RetryOnConflict
  @Transactional
  public boolean rename(TenantId tenant, UUID id, String expected, String typed, Actor actor) {
    String name = checked(typed);
    String key = NameFold.key(name);
    lockName(tenant, key);
    lockWaiting(tenant, key);
    Optional<Team> team = lock(tenant, id).filter(found -> found.getName().equals(expected));
    if (team.isEmpty()) {
      return false;
    }
    if (name.equals(expected)) {
      return true;
    }
    Consequences consequences = new Consequences().add(Consequence.TEAM_PREVIOUS_NAME, expected);
    if (!key.equals(team.get().getNameKey())) {
      requireFree(tenant, key, id);
      insertName(tenant, key, id);
      // Another transaction may have been faster.
      requireFree(tenant, key, id);
      assignWaiting(tenant, key, id, consequences);
    }
    team.get().rename(name, key);
    record(tenant, Action.TEAM_RENAMED, id, name, consequences, actor);
    return true;
  }

  /**
   * Archives a team without members.
   *
   * @return false when it is archived or does not exist
   */
  @RetryOnConflict
  @Transactional
  public boolean archive(TenantId tenant, UUID id, Actor actor) {
    // The lock keeps users from joining the team.
    Optional<Team> team =
        Optional.ofNullable(
                entities.find(Team.class, new EntityId(tenant, id), LockModeType.PESSIMISTIC_WRITE))
            .filter(found -> !found.isArchived());
    if (team.isEmpty()) {
      return false;
    }
    long people = people(tenant, id);
    if (people > 0) {
      throw ScimException.conflict(
          "Team \"%s\" still has %d %s. Their department decides: change it in your identity provider first."
              .formatted(team.get().getName(), people, people == 1 ? "person" : "people"));
    }
    team.get().archive(clock.now());
    record(tenant, Action.TEAM_ARCHIVED, id, team.get().getName(), new Consequences(), actor);
    return true;
  }

  /**
   * Restores an archived team.
   *
   * @return false when it is not archived or does not exist
   */
  @RetryOnConflict
  @Transactional
  public boolean restore(TenantId tenant, UUID id, Actor actor) {
    Optional<Team> team = lock(tenant, id).filter(Team::isArchived);
    if (team.isEmpty()) {
      return false;
    }
    team.get().restore(clock.now());
    record(tenant, Action.TEAM_RESTORED, id, team.get().getName(), new Consequences(), actor);
    return true;
  }

  private long people(TenantId tenant, UUID team) {
    return sql.of(
            tenant,
            """
            select count(*)
            from provisioning.scim_user
            where tenant_id = :tenant and team_id = :team
            """)
        .bind("team", team)
        .one(Long.class);
  }

  /** Adds a name of the team; it stays when an alias of the same name is removed. */
  private void insertName(TenantId tenant, String key, UUID team) {
    sql.of(
            tenant,
            """
            insert into provisioning.team_name as n (tenant_id, name_key, team_id) values (:tenant, :key, :team)
            on conflict (tenant_id, name_key) do update set covered_team_id = excluded.team_id
            where n.alias and n.team_id = excluded.team_id
            """)
        .bind("key", key)
        .bind("team", team)
        .update();
  }

  private static String checked(String typed) {
    String name = NameFold.spaces(typed.replace("\0", ""));
    if (NameFold.key(name).isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw ScimException.invalidValue("A team needs a name of 1 to 256 characters.");
    }
    NameFold.rejectControls(name);
    return name;
  }

  /** A name leads to one team. */
  private void requireFree(TenantId tenant, String key, UUID own) {
    Optional<TeamNames.KnownTeam> taken = names.find(tenant, key);
    if (taken.isPresent() && !taken.get().team().equals(own)) {
      throw ScimException.conflict(
          "This name already leads to the team \""
              + taken.get().name()
              + "\": it is its name, a former name or an alias.");
    }
    entities
        .createNamedQuery(Team.BY_KEY, Team.class)
        .setParameter("tenant", tenant.value())
        .setParameter("key", key)
        .getResultList()
        .stream()
        .filter(team -> !team.getId().equals(own))
        .forEach(
            team -> {
              throw ScimException.conflict(
                  "There is a team \""
                      + team.getName()
                      + "\" already; the configuration makes its name an alias of another team.");
            });
    String meant = TeamAliases.team(tenants.options(tenant).teamAliases(), key);
    if (taken.isEmpty() && meant != null) {
      throw ScimException.conflict(
          "The configuration makes this name an alias of the team \"" + meant + "\".");
    }
  }

  /** Assigns locked users without a team whose department has the name. */
  private void assignWaiting(TenantId tenant, String key, UUID id, Consequences consequences) {
    int people =
        sql.of(
                tenant,
                """
                with waiting as (
                  select id from provisioning.scim_user
                  where tenant_id = :tenant and department_key = :key and team_id is null
                  order by id for no key update skip locked)
                update provisioning.scim_user u set team_id = :team from waiting w
                where u.tenant_id = :tenant and u.id = w.id
                """)
            .bind("key", key)
            .bind("team", id)
            .update();
    consequences.addCount(Consequence.PEOPLE_JOINED_NEW_TEAM, people);
  }

  /**
   * Waits for a transaction that creates a team of that name; the first lock of its transaction
   * (ADR 20).
   */
  private void lockName(TenantId tenant, String key) {
    sql.of(tenant, "select provisioning.lock_names(:tenant, cast(:names as int[]))")
        .bind("names", LockOrder.names(Set.of(TeamNames.lock(key))))
        .one(Boolean.class);
  }

  /**
   * Locks the users that {@link #assignWaiting} assigns, because users are locked before teams (ADR
   * 20).
   */
  private void lockWaiting(TenantId tenant, String key) {
    sql.of(
            tenant,
            """
            select id from provisioning.scim_user
            where tenant_id = :tenant and department_key = :key and team_id is null
            order by id for no key update
            """)
        .bind("key", key)
        .list(UUID.class);
  }

  private Optional<Team> lock(TenantId tenant, UUID id) {
    return entities
        .createNamedQuery(Team.LOCK, Team.class)
        .setParameter(1, tenant.value())
        .setParameter(2, id)
        .getResultList()
        .stream()
        .findFirst();
  }

  private void record(
      TenantId tenant,
      Action action,
      UUID id,
      String name,
      Consequences consequences,
      Actor actor) {
    activity.record(tenant, actor, new Event(action, "Team", id.toString(), name, 0, consequences));
  }
}
