package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * The tenant in numbers: as it is now, and as it was at the end of each day. Days begin at midnight
 * UTC. What is counted now is counted in the tables; the past is what {@link FigureKeeper} kept.
 */
@ApplicationScoped
public class Figures {
  @Inject private Database database;

  /**
   * As of now.
   *
   * @param exchanges how many requests of provisioning clients were recorded today
   * @param refused how many of those were refused
   * @param lastExchange when the last one was, or null
   */
  public record Now(
      long activePeople,
      long inactivePeople,
      long teams,
      long pendingManagers,
      long exchanges,
      long refused,
      OffsetDateTime lastExchange) {}

  /** The same for a day; of today, as the timer last saw it. */
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
    database.enter(tenant.value());
    return database
        .query(
            """
            with today as (
              select coalesce(max(exchanges) filter (where day = (now() at time zone 'UTC')::date), 0) as exchanges,
                coalesce(max(refused) filter (where day = (now() at time zone 'UTC')::date), 0) as refused,
                coalesce(max(last_activity::text collate "C")::uuid, '00000000-0000-0000-0000-000000000000') as last
              from provisioning.daily_figure where tenant_id = ?),
            since as (
              select count(*) as exchanges, count(*) filter (where a.status >= 400) as refused
              from provisioning.activity a, today
              where a.tenant_id = ? and a.id > today.last and a.actor_kind = 'provider'
                and a.at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC')
            select p.active, p.inactive, p.pending, t.teams, today.exchanges + since.exchanges, today.refused + since.refused,
              (select a.at from provisioning.activity a where a.tenant_id = ? and a.actor_kind = 'provider' order by a.id desc limit 1)
            from today, since,
              (select count(*) filter (where active) as active, count(*) filter (where not active) as inactive,
                  count(*) filter (where manager_id is null and manager_reference_key is not null) as pending
                from provisioning.scim_user where tenant_id = ?) p,
              (select count(*) as teams from provisioning.team where tenant_id = ? and archived_at is null) t
            """,
            row ->
                new Now(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(4),
                    row.getLong(3),
                    row.getLong(5),
                    row.getLong(6),
                    row.getObject(7, OffsetDateTime.class)),
            tenant.value(),
            tenant.value(),
            tenant.value(),
            tenant.value(),
            tenant.value())
        .get(0);
  }

  /** Days with figures, oldest first, both ends included; a day nobody counted is not there. */
  @Transactional
  public List<Day> days(TenantId tenant, LocalDate from, LocalDate to) {
    database.enter(tenant.value());
    return database.query(
        """
        select day, active_people, inactive_people, teams, pending_managers, exchanges, refused
        from provisioning.daily_figure where tenant_id = ? and day between ? and ? order by day
        """,
        row ->
            new Day(
                row.getObject(1, LocalDate.class),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7)),
        tenant.value(),
        from,
        to);
  }
}
