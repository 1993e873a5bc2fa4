package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * Updates today's metrics of a tenant when a timer calls it. Each run counts only those rows of the
 * activity that no earlier run has counted. It runs on one node at a time, and a crash at any point
 * loses nothing.
 */
@Origin(Origin.Source.TIMER)
@Stateless
public class DailyMetricsJob {
  /** The number of activity rows that one transaction counts. */
  static final int MAX_ROWS = 200_000;

  @Inject private Sql sql;

  private record Counted(LocalDate day, long exchanges, long refused, long rows, String last) {}

  /**
   * Updates the metrics.
   *
   * @return whether there are more rows to count
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public boolean update(TenantId tenant) {
    if (!tryLock(tenant)) {
      return false;
    }
    List<Counted> counted = count(tenant);
    String last = counted.stream().map(Counted::last).max(Comparator.naturalOrder()).orElse(null);
    updateToday(tenant, last);
    counted.forEach(day -> add(tenant, day));
    updateTeamSizes(tenant);
    return counted.stream().mapToLong(Counted::rows).sum() == MAX_ROWS;
  }

  /** False when another transaction updates the metrics of the tenant. Does not wait. */
  private boolean tryLock(TenantId tenant) {
    return sql.of(
            tenant, "select pg_try_advisory_xact_lock(hashtextextended('figures ' || :tenant, 0))")
        .one(Boolean.class);
  }

  /**
   * Counts the rows after the last one that was counted, by day. A transaction creates the id of a
   * row first and commits later, so rows are counted some seconds after their id was created.
   */
  private List<Counted> count(TenantId tenant) {
    return sql.of(
            tenant,
            """
            with known as (
              select coalesce(max(last_activity::text collate "C")::uuid, '00000000-0000-0000-0000-000000000000') as last
              from provisioning.daily_metrics where tenant_id = :tenant),
            lines as (
              select a.id, a.at, %s as exchange, coalesce(a.status, 0) >= 400 as refused
              from provisioning.activity a, known
              where a.tenant_id = :tenant and a.id > known.last and a.id < provisioning.first_id_at(now() - interval '5 seconds')
              order by a.id limit :max_rows)
            select (at at time zone 'UTC')::date as day, count(*) filter (where exchange) as exchanges,
              count(*) filter (where exchange and refused) as refused, count(*) as rows, max(id::text collate "C") as last
            from lines group by 1
            """
                .formatted(HealthReader.COUNTED))
        .bind("max_rows", MAX_ROWS)
        .list(Counted.class);
  }

  /** Writes today's row. The newest row has the id of the last activity row that was counted. */
  private void updateToday(TenantId tenant, String last) {
    sql.of(
            tenant,
            """
            insert into provisioning.daily_metrics as f
              (tenant_id, day, active_people, inactive_people, teams, pending_managers, exchanges, refused, last_activity)
            select :tenant, (now() at time zone 'UTC')::date, p.active, p.inactive, t.teams, p.pending, 0, 0,
              coalesce(:last::uuid, (select max(last_activity::text collate "C")::uuid from provisioning.daily_metrics where tenant_id = :tenant))
            from (select count(*) filter (where active) as active, count(*) filter (where not active) as inactive,
                  count(*) filter (where manager_id is null and manager_reference_key is not null) as pending
                from provisioning.scim_user where tenant_id = :tenant) p,
              (select count(*) as teams from provisioning.team where tenant_id = :tenant and archived_at is null) t
            on conflict (tenant_id, day) do update set active_people = excluded.active_people, inactive_people = excluded.inactive_people,
              teams = excluded.teams, pending_managers = excluded.pending_managers, last_activity = excluded.last_activity
            """)
        .bind("last", last)
        .update();
  }

  /** Adds to the row of a day; a day without a row gets none. */
  private void add(TenantId tenant, Counted counted) {
    sql.of(
            tenant,
            """
            update provisioning.daily_metrics set exchanges = exchanges + :exchanges, refused = refused + :refused
            where tenant_id = :tenant and day = :day
            """)
        .bind("exchanges", counted.exchanges())
        .bind("refused", counted.refused())
        .bind("day", counted.day())
        .update();
  }

  /** Writes the sizes of teams whose size has changed since it was last written. */
  private void updateTeamSizes(TenantId tenant) {
    sql.of(
            tenant,
            """
            insert into provisioning.team_size (tenant_id, team_id, day, people)
            select :tenant, s.id, (now() at time zone 'UTC')::date, s.people
            from (
              select t.id, coalesce(c.people, 0) as people,
                coalesce((select z.people from provisioning.team_size z where z.tenant_id = t.tenant_id and z.team_id = t.id
                  order by z.day desc limit 1), 0) as before
              from provisioning.team t
              left join (select team_id, count(*) as people from provisioning.scim_user
                where tenant_id = :tenant and team_id is not null and active group by team_id) c on c.team_id = t.id
              where t.tenant_id = :tenant) s
            where s.people <> s.before
            on conflict (tenant_id, team_id, day) do update set people = excluded.people
            """)
        .update();
  }
}
