package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.OutOfOrderException;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Batches that maintain teams, each in one transaction: creates teams for departments without one,
 * archives empty teams, and moves users after a change of the configuration. Each batch is
 * idempotent, and two nodes can run at the same time.
 */
@Origin(Origin.Source.TIMER)
@Stateless
public class TeamMaintenance {
  /** The maximum number of users or teams that a transaction changes. */
  static final int LIMIT = 1000;

  /** The maximum number of teams that a transaction creates, each by its own statements. */
  private static final int DEPARTMENTS = 100;

  private static final String DEPARTMENTS_WITHOUT_TEAM =
      """
      select distinct on (u.department_key) u.department_key as key, u.document::jsonb -> '%s' ->> 'department' as name
      from provisioning.scim_user u
      where u.tenant_id = :tenant and u.department_key > :after and %s
        and (:all or u.department_key = any (:known))
        and not exists (select from provisioning.team_name n where n.tenant_id = u.tenant_id and n.name_key = u.department_key)
      order by u.department_key, u.id limit :limit
      """;

  private static final String MARK_EMPTY =
      """
      with used as materialized (
        select t.id, exists (select from provisioning.scim_user u where u.tenant_id = t.tenant_id and u.team_id = t.id) as used
        from provisioning.team t where t.tenant_id = :tenant),
      due as (
        select t.id, u.used, t.archived_at is not null as archived, now() - t.empty_since > cast(:patience as interval) as over
        from provisioning.team t join used u on u.id = t.id
        where t.tenant_id = :tenant and case when u.used then t.empty_since is not null or t.archived_at is not null
          else t.empty_since is null or t.archived_at is null and now() - t.empty_since > cast(:patience as interval) end
        order by t.id limit :limit for no key update of t),
      changed as (
        update provisioning.team t set empty_since = case when not d.used then coalesce(t.empty_since, now()) end,
          archived_at = case when not d.used then case when d.over then coalesce(t.archived_at, now()) else t.archived_at end end
        from due d where t.tenant_id = :tenant and t.id = d.id
        returning d.archived as before, t.archived_at is not null as after)
      select count(*) filter (where after and not before) as archived, count(*) filter (where before and not after) as restored,
        count(*) as all
      from changed
      """;

  @Inject private Sql sql;
  @Inject private Activity activity;
  @Inject private Tenants tenants;
  @Inject private TeamNames names;
  @Inject private TeamAliasSync aliases;

  private record Department(String key, String name) {}

  private record Batch(List<UUID> people, UUID last) {}

  record Emptied(long archived, long restored, long all) {}

  /**
   * Updates the stored aliases from the configuration.
   *
   * @return whether any changed, so that users must be {@linkplain #move moved}
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public boolean syncAliases(TenantId tenant) {
    Consequences created = new Consequences();
    int changed = aliases.sync(tenant, created);
    record(
        tenant, new Consequences().addCount(Consequence.ALIASES_CHANGED, changed).addAll(created));
    return changed > 0;
  }

  /**
   * Creates teams for departments without one: of all departments, or only those of aliases if the
   * tenant does not create teams. A department is left to the next run while another transaction
   * creates its team.
   *
   * @param moving whether also for users in another team, as after the removal of an alias, so that
   *     they can be {@linkplain #move moved}
   * @param after the last department of the previous batch; empty to begin
   * @return the last department of this batch; null when there are no more
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public String createTeams(TenantId tenant, boolean moving, String after) {
    boolean all = tenants.options(tenant).createTeams();
    Set<String> known = tenants.options(tenant).teamAliases().keySet();
    if (!all && known.isEmpty()) {
      return null;
    }
    List<Department> departments =
        sql.of(
                tenant,
                DEPARTMENTS_WITHOUT_TEAM.formatted(
                    Schemas.ENTERPRISE_USER, moving ? "true" : "u.team_id is null"))
            .bind("after", after)
            .bind("all", all)
            .bind("known", known.toArray(String[]::new))
            .bind("limit", DEPARTMENTS)
            .list(Department.class);
    long created =
        departments.stream()
            .flatMap(department -> findOrCreate(tenant, department.name()).stream())
            .filter(TeamNames.KnownTeam::created)
            .count();
    record(tenant, new Consequences().addCount(Consequence.DEPARTMENTS_GOT_TEAM, created));
    return departments.size() < DEPARTMENTS ? null : departments.get(DEPARTMENTS - 1).key();
  }

  /**
   * Lets users without a team join that of their department, and archives or restores teams by
   * whether they have members.
   *
   * @return whether there is more to do now
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public boolean maintain(TenantId tenant) {
    int joined = assign(tenant, waiting(tenant));
    Emptied emptied = markEmpty(tenant);
    record(
        tenant,
        new Consequences()
            .addCount(Consequence.PEOPLE_JOINED_TEAM, joined)
            .addCount(Consequence.TEAMS_ARCHIVED, emptied.archived())
            .addCount(Consequence.TEAMS_RESTORED, emptied.restored()));
    return joined == LIMIT || emptied.all() == LIMIT;
  }

  /**
   * Moves users to the team of their department.
   *
   * @param after the last user of the previous batch; null to begin
   * @return the last user of this batch; null when there are no more
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public UUID move(TenantId tenant, UUID after) {
    Batch batch = misplaced(tenant, after);
    int moved = assign(tenant, batch.people());
    record(tenant, new Consequences().addCount(Consequence.PEOPLE_MOVED, moved));
    return batch.last();
  }

  private Optional<TeamNames.KnownTeam> findOrCreate(TenantId tenant, String department) {
    try {
      return names.findOrCreate(tenant, NameFold.spaces(department), new Consequences());
    } catch (OutOfOrderException busy) {
      return Optional.empty();
    }
  }

  private List<UUID> waiting(TenantId tenant) {
    return sql.of(
            tenant,
            """
            select u.id from provisioning.scim_user u
            where u.tenant_id = :tenant and u.team_id is null and u.department_key is not null
              and exists (select from provisioning.team_name n where n.tenant_id = u.tenant_id and n.name_key = u.department_key)
            limit :limit
            """)
        .bind("limit", LIMIT)
        .list(UUID.class);
  }

  private Batch misplaced(TenantId tenant, UUID after) {
    List<UUID> people =
        sql.of(
                tenant,
                """
                select u.id from provisioning.scim_user u
                left join provisioning.team_name n on n.tenant_id = u.tenant_id and n.name_key = u.department_key
                where u.tenant_id = :tenant and u.id > :after and u.team_id is distinct from n.team_id
                order by u.id limit :limit
                """)
            .bind("after", after == null ? new UUID(0, 0) : after)
            .bind("limit", LIMIT)
            .list(UUID.class);
    return new Batch(people, people.isEmpty() ? null : people.get(people.size() - 1));
  }

  /** Locks first and reads then, so that a concurrent write is seen. */
  private int assign(TenantId tenant, List<UUID> people) {
    if (people.isEmpty()) {
      return 0;
    }
    UUID[] ids = people.toArray(UUID[]::new);
    sql.of(
            tenant,
            """
            select id from provisioning.scim_user where tenant_id = :tenant and id = any (:ids)
            order by id for no key update
            """)
        .bind("ids", ids)
        .list(UUID.class);
    return sql.of(
            tenant,
            """
            with meant as (
              select u.id, n.team_id from provisioning.scim_user u
              left join provisioning.team_name n on n.tenant_id = u.tenant_id and n.name_key = u.department_key
              where u.tenant_id = :tenant and u.id = any (:ids))
            update provisioning.scim_user u set team_id = m.team_id from meant m
            where u.tenant_id = :tenant and u.id = m.id and u.team_id is distinct from m.team_id
            """)
        .bind("ids", ids)
        .update();
  }

  private Emptied markEmpty(TenantId tenant) {
    return sql.of(tenant, MARK_EMPTY)
        .bind("patience", tenants.options(tenant).archiveEmptyTeamsAfter().toString())
        .bind("limit", LIMIT)
        .one(Emptied.class);
  }

  private void record(TenantId tenant, Consequences consequences) {
    if (!consequences.isEmpty()) {
      activity.record(
          tenant,
          Actor.TIMER,
          new Event(Action.TEAMS_MAINTAINED, "Team", null, null, 0, consequences));
    }
  }
}
