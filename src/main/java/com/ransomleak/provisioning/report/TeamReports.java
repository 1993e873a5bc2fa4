package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/**
 * Teams with their head-counts, as of now; how those were is read from the figures of the days.
 * Members are {@link TeamMembers}.
 */
@ApplicationScoped
public class TeamReports {
  /**
   * The head-count of thirty days ago is 0 in a team that is younger, else that of the first day
   * that is known, else -1.
   */
  private static final String TEAM =
      """
      select t.id, t.name,
        (select count(*) from provisioning.scim_user u where u.tenant_id = t.tenant_id and u.team_id = t.id and u.active) as people,
        (select count(*) from provisioning.scim_user u where u.tenant_id = t.tenant_id and u.team_id = t.id and not u.active) as inactive,
        coalesce(
          (select z.people from provisioning.team_size z
            where z.tenant_id = t.tenant_id and z.team_id = t.id and z.day <= (now() at time zone 'UTC')::date - 30
            order by z.day desc limit 1),
          case when t.created_at > now() - interval '30 days' then 0 end,
          (select z.people from provisioning.team_size z where z.tenant_id = t.tenant_id and z.team_id = t.id order by z.day limit 1),
          -1) as before,
        t.created_at, t.archived_at is not null as archived, t.made_by_hand, <position>
      from provisioning.team t %s
      where t.tenant_id = :tenant <filter>
      <page>
      """;

  /** Only where teams are sorted by it: all people of the tenant, from the index alone. */
  private static final String SIZES =
      """
      left join (
        select team_id, count(*) as people from provisioning.scim_user
        where tenant_id = :tenant and team_id is not null and active group by team_id) s on s.team_id = t.id\
      """;

  private static final List<SortKey> SORTS =
      List.of(
          new SortKey("name", "t.name_key", "text"),
          new SortKey("people", "coalesce(s.people, 0)", "bigint"),
          new SortKey("created", "t.created_at", "timestamptz"));

  private static final ReportQuery<CountedTeam> TEAMS =
      new ReportQuery<>(CountedTeam.class, TEAM.formatted(""), "t.id", SORTS);
  private static final ReportQuery<CountedTeam> TEAMS_BY_PEOPLE =
      new ReportQuery<>(CountedTeam.class, TEAM.formatted(SIZES), "t.id", SORTS);

  @Inject private Jdbi jdbi;

  /** Which teams are wanted. */
  public enum State {
    ACTIVE("t.archived_at is null"),
    ARCHIVED("t.archived_at is not null"),
    ALL("true");

    private final String condition;

    State(String condition) {
      this.condition = condition;
    }

    /**
     * From a parameter, {@code active} when it is not given.
     *
     * @throws ReportException 400 for another word
     */
    public static State of(String text) {
      return text == null || text.isBlank()
          ? ACTIVE
          : named(text)
              .orElseThrow(() -> ReportException.badParameter("state", "active, archived or all"));
    }

    /** Empty for a word that means none. */
    public static Optional<State> named(String text) {
      for (State state : values()) {
        if (state.name().equalsIgnoreCase(text.strip())) {
          return Optional.of(state);
        }
      }
      return Optional.empty();
    }

    /** As it stands in addresses. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A team.
   *
   * @param people how many active people are in it
   * @param change30 how many more these are than thirty days ago, or than when they were first
   *     counted if that was later and the team is older
   */
  public record Team(
      UUID id,
      String name,
      long people,
      long inactive,
      long change30,
      OffsetDateTime createdAt,
      boolean archived,
      boolean madeByHand) {}

  /** Another name by which departments find a team: an alias, or a name it had. */
  public record OtherName(String key, boolean alias) {}

  /** The head-count at the end of a day; of today, as it is. */
  public record Day(LocalDate day, long people) {}

  private record CountedTeam(
      UUID id,
      String name,
      long people,
      long inactive,
      long before,
      OffsetDateTime createdAt,
      boolean archived,
      boolean madeByHand) {
    Team team() {
      long change = before < 0 ? 0 : people - before;
      return new Team(id, name, people, inactive, change, createdAt, archived, madeByHand);
    }
  }

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws ReportException 400
   */
  static void requireOrder(ListRequest request) {
    TEAMS.requireOrder(request);
  }

  /** One page. */
  @Transactional
  public Listing<Team> list(TenantId tenant, ListRequest request, State state) {
    return teams(request)
        .page(jdbi, request, filter(tenant, request, state))
        .map(CountedTeam::team);
  }

  /** All of them in that order, one by one. */
  @Transactional
  public void each(TenantId tenant, ListRequest request, State state, Consumer<Team> consumer) {
    teams(request)
        .each(
            jdbi,
            request,
            filter(tenant, request, state),
            counted -> consumer.accept(counted.team()));
  }

  private static ReportQuery<CountedTeam> teams(ListRequest request) {
    return request.sort().endsWith("people") ? TEAMS_BY_PEOPLE : TEAMS;
  }

  private static ReportFilter filter(TenantId tenant, ListRequest request, State state) {
    ReportFilter filter = new ReportFilter(tenant).and(state.condition);
    return request.search().isEmpty()
        ? filter
        : filter.and("strpos(t.name_key, :search) > 0", "search", NameFold.key(request.search()));
  }

  /** Empty for an id that is no team of this tenant. */
  @Transactional
  public Optional<Team> find(TenantId tenant, UUID id) {
    return TEAMS.find(jdbi, tenant, id).map(CountedTeam::team);
  }

  /** The other names of a team, folded. */
  @Transactional
  public List<OtherName> otherNames(TenantId tenant, UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select n.name_key as key, n.alias from provisioning.team_name n
                    join provisioning.team t on t.tenant_id = n.tenant_id and t.id = n.team_id
                    where n.tenant_id = :tenant and n.team_id = :team and n.name_key <> t.name_key
                    order by n.name_key limit 100
                    """)
                .bind("tenant", tenant)
                .bind("team", id)
                .mapTo(OtherName.class)
                .list());
  }

  /**
   * The head-counts of the last days, oldest first, from the first that is known.
   *
   * @param days how many days before today at most
   */
  @Transactional
  public List<Day> trend(TenantId tenant, UUID id, int days) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
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
                .bind("tenant", tenant)
                .bind("team", id)
                .bind("days", days)
                .mapTo(Day.class)
                .list());
  }
}
