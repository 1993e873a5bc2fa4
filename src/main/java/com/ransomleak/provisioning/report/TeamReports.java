package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Teams with their head-counts, as of now; how those were is read from the figures of the days.
 * Members are {@link TeamMembers}.
 */
@ApplicationScoped
public class TeamReports {
  private static final String PEOPLE =
      "(select count(*) from provisioning.scim_user u where u.tenant_id = t.tenant_id and u.team_id"
          + " = t.id and ";

  private static final String TODAY = "(now() at time zone 'UTC')::date";

  /** The head-count of thirty days ago, nobody in a team that is younger; else of the first day. */
  private static final String BEFORE =
      """
      coalesce(
        (select z.people from provisioning.team_size z where z.tenant_id = t.tenant_id and z.team_id = t.id and z.day <= %1$s - 30
          order by z.day desc limit 1),
        case when t.created_at > now() - interval '30 days' then 0 end,
        (select z.people from provisioning.team_size z where z.tenant_id = t.tenant_id and z.team_id = t.id order by z.day limit 1),
        -1)\
      """
          .formatted(TODAY);

  private static final String TEAM =
      "select t.id, t.name, "
          + PEOPLE
          + "u.active), "
          + PEOPLE
          + "not u.active), "
          + BEFORE
          + ", t.created_at, t.archived_at is not null, t.made_by_hand";

  /** Only where teams are sorted by it: all people of the tenant, from the index alone. */
  private static final String SIZES =
      """
       left join (select team_id, count(*) as people from provisioning.scim_user
        where tenant_id = ? and team_id is not null and active group by team_id) s on s.team_id = t.id\
      """;

  private static final List<SortKey> SORTS =
      List.of(
          new SortKey("name", "t.name_key", "text"),
          new SortKey("people", "coalesce(s.people, 0)", "bigint"),
          new SortKey("created", "t.created_at", "timestamptz"));

  @Inject private Database database;

  /** Which teams are wanted. */
  public enum State {
    ACTIVE(" and t.archived_at is null"),
    ARCHIVED(" and t.archived_at is not null"),
    ALL("");

    private final String condition;

    State(String condition) {
      this.condition = condition;
    }

    /**
     * From a parameter, {@code active} when it is not given.
     *
     * @throws Problem 400 for another word
     */
    public static State of(String text) {
      return text == null || text.isBlank()
          ? ACTIVE
          : named(text).orElseThrow(() -> Problem.badParameter("state", "active, archived or all"));
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

  private record Found(Team team, String position) {}

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws Problem 400
   */
  static void requireOrder(ListRequest request) {
    Keyset.of(request, SORTS, "t.id");
  }

  /** One page. */
  @Transactional
  public Listing<Team> list(TenantId tenant, ListRequest request, State state) {
    database.enter(tenant.value());
    Keyset keyset = Keyset.of(request, SORTS, "t.id");
    List<Found> rows =
        database.query(
            statement(keyset, request, state),
            row -> new Found(team(row), row.getString(9)),
            keyset.parameters(parameters(tenant, request)));
    return Listing.of(rows, request.limit(), row -> keyset.cursor(row.position(), row.team().id()))
        .map(Found::team);
  }

  /** All of them in that order, one by one. */
  @Transactional
  public void each(TenantId tenant, ListRequest request, State state, Consumer<Team> consumer) {
    database.enter(tenant.value());
    Keyset keyset = Keyset.of(request.whole(), SORTS, "t.id");
    database.each(
        statement(keyset, request, state),
        TeamReports::team,
        consumer,
        keyset.parameters(parameters(tenant, request)));
  }

  private static String statement(Keyset keyset, ListRequest request, State state) {
    return TEAM
        + ", "
        + keyset.position()
        + from(request, state)
        + keyset.condition()
        + keyset.order();
  }

  /** Empty for an id that is no team of this tenant. */
  @Transactional
  public Optional<Team> find(TenantId tenant, UUID id) {
    database.enter(tenant.value());
    return database
        .query(
            TEAM + " from provisioning.team t where t.tenant_id = ? and t.id = ?",
            TeamReports::team,
            tenant.value(),
            id)
        .stream()
        .findFirst();
  }

  /** The other names of a team, folded. */
  @Transactional
  public List<OtherName> otherNames(TenantId tenant, UUID id) {
    database.enter(tenant.value());
    return database.query(
        """
        select n.name_key, n.alias from provisioning.team_name n
        join provisioning.team t on t.tenant_id = n.tenant_id and t.id = n.team_id
        where n.tenant_id = ? and n.team_id = ? and n.name_key <> t.name_key order by n.name_key limit 100
        """,
        row -> new OtherName(row.getString(1), row.getBoolean(2)),
        tenant.value(),
        id);
  }

  /**
   * The head-counts of the last days, oldest first, from the first that is known.
   *
   * @param days how many days before today at most
   */
  @Transactional
  public List<Day> trend(TenantId tenant, UUID id, int days) {
    database.enter(tenant.value());
    return database.query(
        """
        select d.day::date, (select z.people from provisioning.team_size z
            where z.tenant_id = ? and z.team_id = ? and z.day <= d.day order by z.day desc limit 1)
          from generate_series(greatest(
            (select coalesce(min(z.day), %1$s) from provisioning.team_size z where z.tenant_id = ? and z.team_id = ?), %1$s - ?), %1$s - 1, interval '1 day') d (day)
        union all
        select %1$s, (select count(*) from provisioning.scim_user u where u.tenant_id = ? and u.team_id = ? and u.active)
        order by 1
        """
            .formatted(TODAY),
        row -> new Day(row.getObject(1, LocalDate.class), row.getLong(2)),
        tenant.value(),
        id,
        tenant.value(),
        id,
        days,
        tenant.value(),
        id);
  }

  private static String from(ListRequest request, State state) {
    return " from provisioning.team t"
        + (isByPeople(request) ? SIZES : "")
        + " where t.tenant_id = ?"
        + state.condition
        + (request.search().isEmpty() ? "" : " and strpos(t.name_key, ?) > 0");
  }

  private static Object[] parameters(TenantId tenant, ListRequest request) {
    List<Object> all = new ArrayList<>();
    if (isByPeople(request)) {
      all.add(tenant.value());
    }
    all.add(tenant.value());
    if (!request.search().isEmpty()) {
      all.add(NameFold.key(request.search()));
    }
    return all.toArray();
  }

  private static boolean isByPeople(ListRequest request) {
    return request.sort().endsWith("people");
  }

  private static Team team(ResultSet row) throws SQLException {
    long people = row.getLong(3);
    long before = row.getLong(5);
    return new Team(
        row.getObject(1, UUID.class),
        row.getString(2),
        people,
        row.getLong(4),
        before < 0 ? 0 : people - before,
        row.getObject(6, OffsetDateTime.class),
        row.getBoolean(7),
        row.getBoolean(8));
  }
}
