package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * Brings the tenant's figures of today up to date, as a timer asks: each run writes what is, and
 * counts only those lines of the activity that no run has counted. On one node at a time; may die
 * at any point.
 */
@Stateless
public class FigureKeeper {
  /** How many lines of the activity one transaction counts. */
  static final int LINES = 200_000;

  @Inject private Database database;

  private record Counted(LocalDate day, long exchanges, long refused, long lines, String last) {}

  /**
   * Keeps the figures.
   *
   * @return whether there are more lines to count
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public boolean keep(TenantId tenant) {
    database.enterForTimer(tenant.value());
    if (!isAlone(tenant)) {
      return false;
    }
    List<Counted> counted = count(tenant);
    String last = counted.stream().map(Counted::last).max(Comparator.naturalOrder()).orElse(null);
    keepToday(tenant, last);
    counted.forEach(day -> add(tenant, day));
    keepSizes(tenant);
    return counted.stream().mapToLong(Counted::lines).sum() == LINES;
  }

  private boolean isAlone(TenantId tenant) {
    return database
        .query(
            "select pg_try_advisory_xact_lock(hashtextextended('figures ' || ?, 0))",
            row -> row.getBoolean(1),
            tenant.toString())
        .get(0);
  }

  /**
   * Lines after the last one that was counted, by day. A transaction takes the id of a line first
   * and commits later, so lines are counted some seconds after their id was made.
   */
  private List<Counted> count(TenantId tenant) {
    return database.query(
        """
        with known as (
          select coalesce(max(last_activity::text collate "C")::uuid, '00000000-0000-0000-0000-000000000000') as last
          from provisioning.daily_figure where tenant_id = ?),
        lines as (
          select a.id, a.at, a.actor_kind = 'provider' as exchange, coalesce(a.status, 0) >= 400 as refused
          from provisioning.activity a, known
          where a.tenant_id = ? and a.id > known.last and a.id < provisioning.first_id_at(now() - interval '5 seconds')
          order by a.id limit ?)
        select (at at time zone 'UTC')::date, count(*) filter (where exchange), count(*) filter (where exchange and refused), count(*), max(id::text collate "C")
        from lines group by 1
        """,
        row ->
            new Counted(
                row.getObject(1, LocalDate.class),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getString(5)),
        tenant.value(),
        tenant.value(),
        LINES);
  }

  /** Today's row; how far the activity was counted is kept in the newest row there is. */
  private void keepToday(TenantId tenant, String last) {
    database.update(
        """
        insert into provisioning.daily_figure as f
          (tenant_id, day, active_people, inactive_people, teams, pending_managers, exchanges, refused, last_activity)
        select ?, (now() at time zone 'UTC')::date, p.active, p.inactive, t.teams, p.pending, 0, 0,
          coalesce(?::uuid, (select max(last_activity::text collate "C")::uuid from provisioning.daily_figure where tenant_id = ?))
        from (select count(*) filter (where active) as active, count(*) filter (where not active) as inactive,
              count(*) filter (where manager_id is null and manager_reference_key is not null) as pending
            from provisioning.scim_user where tenant_id = ?) p,
          (select count(*) as teams from provisioning.team where tenant_id = ? and archived_at is null) t
        on conflict (tenant_id, day) do update set active_people = excluded.active_people, inactive_people = excluded.inactive_people,
          teams = excluded.teams, pending_managers = excluded.pending_managers, last_activity = excluded.last_activity
        """,
        tenant.value(),
        last,
        tenant.value(),
        tenant.value(),
        tenant.value());
  }

  /** To the day's row; a day without one was not kept, and stays so. */
  private void add(TenantId tenant, Counted counted) {
    database.update(
        "update provisioning.daily_figure set exchanges = exchanges + ?, refused = refused + ?"
            + " where tenant_id = ? and day = ?",
        counted.exchanges(),
        counted.refused(),
        tenant.value(),
        counted.day());
  }

  /** Only teams whose size is another than when it was last written. */
  private void keepSizes(TenantId tenant) {
    database.update(
        """
        insert into provisioning.team_size (tenant_id, team_id, day, people)
        select ?, s.id, (now() at time zone 'UTC')::date, s.people
        from (
          select t.id, coalesce(c.people, 0) as people,
            coalesce((select z.people from provisioning.team_size z where z.tenant_id = t.tenant_id and z.team_id = t.id
              order by z.day desc limit 1), 0) as before
          from provisioning.team t
          left join (select team_id, count(*) as people from provisioning.scim_user
            where tenant_id = ? and team_id is not null and active group by team_id) c on c.team_id = t.id
          where t.tenant_id = ?) s
        where s.people <> s.before
        on conflict (tenant_id, team_id, day) do update set people = excluded.people
        """,
        tenant.value(),
        tenant.value(),
        tenant.value());
  }
}
