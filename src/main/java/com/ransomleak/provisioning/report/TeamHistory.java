package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The names and sizes that a team had. */
@ApplicationScoped
public class TeamHistory {
  @Inject private Sql sql;

  /** Another name by which departments find a team: an alias, or a previous name. */
  public record OtherName(String name, boolean alias) {}

  /**
   * The team into which another team was merged.
   *
   * @param id null while the team does not exist
   */
  public record MergedInto(UUID id, String name) {}

  /** The number of active users at the end of a day; of today, as it is now. */
  public record Day(LocalDate day, long people) {}

  /** The team that has this name, as its own or as a previous one. */
  @Transactional
  public Optional<MergedInto> named(TenantId tenant, String name) {
    return sql.of(
            tenant,
            """
            select t.id, t.name from provisioning.team_name n
            join provisioning.team t on t.tenant_id = n.tenant_id and t.id = n.team_id
            where n.tenant_id = :tenant and n.name_key = :key
            """)
        .bind("key", NameFold.key(name))
        .first(MergedInto.class);
  }

  /**
   * The previous names of a team as they were written, by the folded name. The activity has them
   * until retention deletes the entry.
   */
  @Transactional
  public Map<String, String> writtenNames(TenantId tenant, UUID team) {
    return sql
        .of(
            tenant,
            """
            select c.consequence #>> '{TEAM_PREVIOUS_NAME,0}' from provisioning.activity a
            cross join jsonb_array_elements(a.consequences) c (consequence)
            where a.tenant_id = :tenant and a.resource_id = :team and a.action = 'team.renamed'
              and jsonb_exists(c.consequence, 'TEAM_PREVIOUS_NAME')
            """)
        .bind("team", team.toString())
        .list(String.class)
        .stream()
        .collect(Collectors.toMap(NameFold::key, name -> name, (one, other) -> other));
  }

  /** The other names of a team, folded; the first hundred. */
  @Transactional
  public List<OtherName> otherNames(TenantId tenant, UUID team) {
    return sql.of(
            tenant,
            """
            select n.name_key as name, n.alias from provisioning.team_name n
            join provisioning.team t on t.tenant_id = n.tenant_id and t.id = n.team_id
            where n.tenant_id = :tenant and n.team_id = :team and n.name_key <> t.name_key
            order by n.name_key limit 100
            """)
        .bind("team", team)
        .list(OtherName.class);
  }

  /**
   * The sizes of the last days, oldest first, from the first day that is known.
   *
   * @param days the number of days before today
   */
  @Transactional
  public List<Day> trend(TenantId tenant, UUID team, int days) {
    return sql.of(
            tenant,
            """
            with today (day) as (select (now() at time zone 'UTC')::date)
            select d.day::date as day, (select z.people from provisioning.team_size z
                where z.tenant_id = :tenant and z.team_id = :team and z.day <= d.day order by z.day desc limit 1) as people
              from today, generate_series(
                greatest(
                  (select coalesce(min(z.day), today.day) from provisioning.team_size z where z.tenant_id = :tenant and z.team_id = :team),
                  today.day - :days),
                today.day - 1, interval '1 day') d (day)
            union all
            select today.day, (select count(*) from provisioning.scim_user u
                where u.tenant_id = :tenant and u.team_id = :team and u.active)
              from today
            order by 1
            """)
        .bind("team", team)
        .bind("days", days)
        .list(Day.class);
  }
}
