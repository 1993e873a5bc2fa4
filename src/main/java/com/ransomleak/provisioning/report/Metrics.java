package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * The tenant in numbers: now, and at the end of each day. Days begin at midnight UTC. The current
 * numbers come from maintained totals and partial indexes; {@link DailyMetricsJob} keeps those of
 * past days.
 */
@ApplicationScoped
public class Metrics {
  @Inject private Sql sql;

  /**
   * The current numbers.
   *
   * @param exchanges the requests of provisioning clients that were recorded today
   * @param refused those of them that were rejected
   * @param lastExchange when a provisioning client last used a token, as {@link Health} has it; or
   *     null
   */
  public record Now(
      long activePeople,
      long inactivePeople,
      long teams,
      long pendingManagers,
      long exchanges,
      long refused,
      OffsetDateTime lastExchange) {

    /** The same numbers as those of a day. */
    public Day asOf(LocalDate day) {
      return new Day(day, activePeople, inactivePeople, teams, pendingManagers, exchanges, refused);
    }
  }

  /** The numbers of a day; for today, those of the last run of the job. */
  public record Day(
      LocalDate day,
      long activePeople,
      long inactivePeople,
      long teams,
      long pendingManagers,
      long exchanges,
      long refused) {}

  @Transactional
  public Now now(TenantId tenant) {
    return sql.of(
            tenant,
            """
            with today as (
              select coalesce(max(exchanges) filter (where day = (now() at time zone 'UTC')::date), 0) as exchanges,
                coalesce(max(refused) filter (where day = (now() at time zone 'UTC')::date), 0) as refused,
                coalesce(max(last_activity::text collate "C")::uuid, '00000000-0000-0000-0000-000000000000') as last
              from provisioning.daily_metrics where tenant_id = :tenant),
            since as (
              select count(*) as exchanges, count(*) filter (where a.status >= 400) as refused
              from provisioning.activity a, today
              where a.tenant_id = :tenant and a.id > today.last and %s
                and a.id >= provisioning.first_id_at(date_trunc('day', now() at time zone 'UTC') at time zone 'UTC')
                and a.at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC')
            select p.active_people, p.inactive_people, p.pending_managers, t.teams,
              today.exchanges + since.exchanges as exchanges, today.refused + since.refused as refused,
              %s as last_exchange
            from today, since,
              (select a.people - i.people as active_people, i.people as inactive_people, w.people as pending_managers
                from (select coalesce(sum(amount), 0) as people from provisioning.resource_total
                    where tenant_id = :tenant and resource_type = 'User') a,
                  (select count(*) as people from provisioning.scim_user where tenant_id = :tenant and not active) i,
                  (select count(*) as people from provisioning.scim_user
                    where tenant_id = :tenant and manager_id is null and manager_reference_key is not null) w) p,
              (select count(*) as teams from provisioning.team where tenant_id = :tenant and archived_at is null) t
            """
                .formatted(HealthReader.COUNTED, HealthReader.LAST_REQUEST))
        .one(Now.class);
  }

  /** Both days included, oldest first; days that no run counted are missing. */
  @Transactional
  public List<Day> days(TenantId tenant, LocalDate from, LocalDate to) {
    return sql.of(
            tenant,
            """
            select day, active_people, inactive_people, teams, pending_managers, exchanges, refused
            from provisioning.daily_metrics where tenant_id = :tenant and day between :from and :to order by day
            """)
        .bind("from", from)
        .bind("to", to)
        .list(Day.class);
  }
}
