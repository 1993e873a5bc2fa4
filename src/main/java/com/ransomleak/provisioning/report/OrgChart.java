package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Hierarchies;
import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The org chart, to be walked level by level. It begins with those who have reports and no line
 * upwards; a circle, which has no top, is entered at its member with the smallest id.
 */
@ApplicationScoped
public class OrgChart {
  /** How far up the way to a place is told; lines can be a thousand long. */
  private static final int WAY_UP = 20;

  private static final List<SortKey> SORTS =
      List.of(
          new SortKey("name", PersonSql.NAME_KEY, "text"),
          new SortKey("userName", "u.user_name_key", "text"));
  private static final String PLACE =
      """
      select u.id, u.document ->> 'userName', %s, u.document ->> 'title', t.name, u.active, u.manager_id,
        (select count(*) from provisioning.scim_user r where r.tenant_id = u.tenant_id and r.manager_id = u.id and r.id <> u.id),
      """
          .formatted(PersonSql.NAME);

  @Inject private Database database;
  @Inject private Hierarchies hierarchies;

  /**
   * Somebody's place in the chart.
   *
   * @param team the team's name, or null
   * @param manager whom they report to, or null
   * @param cycle whether the line upwards comes back to them; null where that was not asked
   */
  public record Place(
      UUID id,
      String userName,
      String displayName,
      String title,
      String team,
      boolean active,
      UUID manager,
      long directReports,
      Boolean cycle) {}

  private record Found(Place place, String position) {}

  /** What a level is read from, and which columns and parameters that takes. */
  private record Level(String from, String condition, String cycle, List<Object> parameters) {}

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws Problem 400
   */
  static void requireOrder(ListRequest request) {
    Keyset.of(request, SORTS, "u.id");
  }

  /** One page of where the chart begins. */
  @Transactional
  public Listing<Place> roots(TenantId tenant, ListRequest request) {
    return page(request, roots(tenant));
  }

  /** One page of those who report to somebody. */
  @Transactional
  public Listing<Place> below(TenantId tenant, UUID root, ListRequest request) {
    database.enter(tenant.value());
    return page(request, below(tenant, root));
  }

  /**
   * A whole level in that order, one by one.
   *
   * @param root to whom they report; null for where the chart begins
   */
  @Transactional
  public void each(TenantId tenant, UUID root, ListRequest request, Consumer<Place> consumer) {
    database.enter(tenant.value());
    Level level = root == null ? roots(tenant) : below(tenant, root);
    Keyset keyset = Keyset.of(request.whole(), SORTS, "u.id");
    database.each(
        statement(keyset, level),
        OrgChart::place,
        consumer,
        keyset.parameters(level.parameters().toArray()));
  }

  private Level roots(TenantId tenant) {
    List<String> circles =
        hierarchies.read(tenant).circles().stream()
            .map(circle -> circle.get(0).toString())
            .toList();
    return new Level(
        """
        (select distinct manager_id from provisioning.scim_user where tenant_id = ? and manager_id is not null) m
        join provisioning.scim_user u on u.tenant_id = ? and u.id = m.manager_id
        """,
        "u.manager_id is null or u.id = any (cast(? as uuid[]))",
        // Who begins the chart and has a manager is where a circle is entered.
        "u.manager_id is not null",
        List.of(tenant.value(), tenant.value(), circles.toArray(String[]::new)));
  }

  private static Level below(TenantId tenant, UUID root) {
    return new Level(
        "provisioning.scim_user u",
        "u.tenant_id = ? and u.manager_id = ? and u.id <> ?",
        "cast(null as boolean)",
        List.of(tenant.value(), root, root));
  }

  /** Somebody's own place; empty when there is no such person. */
  @Transactional
  public Optional<Place> place(TenantId tenant, UUID id) {
    database.enter(tenant.value());
    return database
        .query(
            """
            with recursive up (id) as (
              select manager_id from provisioning.scim_user where tenant_id = ? and id = ? and manager_id is not null
              union
              select m.manager_id from up
              cross join lateral (select manager_id from provisioning.scim_user where tenant_id = ? and id = up.id offset 0) m
              where m.manager_id is not null)
            """
                + PLACE
                + " exists (select from up where up.id = u.id) from provisioning.scim_user u"
                + PersonSql.JOIN_TEAM
                + " where u.tenant_id = ? and u.id = ?",
            OrgChart::place,
            tenant.value(),
            id,
            tenant.value(),
            tenant.value(),
            id)
        .stream()
        .findFirst();
  }

  /**
   * The way down to somebody, without them: from the top, or from {@value #WAY_UP} levels above, or
   * once around a circle, on which they may stand themselves or may not.
   */
  @Transactional
  public List<Place> wayTo(TenantId tenant, UUID id) {
    database.enter(tenant.value());
    List<Place> upwards =
        new ArrayList<>(
            database.query(
                """
                with recursive up (id, manager_id, step) as (
                  select id, manager_id, 0 from provisioning.scim_user where tenant_id = ? and id = ?
                  union all
                  select m.id, m.manager_id, up.step + 1 from up
                  cross join lateral (
                    select id, manager_id from provisioning.scim_user where tenant_id = ? and id = up.manager_id offset 0) m
                  where up.step < ?)
                  cycle id set again using way
                """
                    + PLACE
                    + " cast(null as boolean) from up join provisioning.scim_user u on u.tenant_id"
                    + " = ? and u.id = up.id"
                    + PersonSql.JOIN_TEAM
                    + " where up.step > 0 and not up.again order by up.step",
                OrgChart::place,
                tenant.value(),
                id,
                tenant.value(),
                WAY_UP,
                tenant.value()));
    Collections.reverse(upwards);
    return upwards;
  }

  private Listing<Place> page(ListRequest request, Level level) {
    Keyset keyset = Keyset.of(request, SORTS, "u.id");
    List<Found> rows =
        database.query(
            statement(keyset, level),
            row -> new Found(place(row), row.getString(10)),
            keyset.parameters(level.parameters().toArray()));
    return Listing.of(rows, request.limit(), row -> keyset.cursor(row.position(), row.place().id()))
        .map(Found::place);
  }

  private static String statement(Keyset keyset, Level level) {
    return PLACE
        + level.cycle()
        + ", "
        + keyset.position()
        + " from "
        + level.from()
        + PersonSql.JOIN_TEAM
        + " where ("
        + level.condition()
        + ")"
        + keyset.condition()
        + keyset.order();
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getBoolean(6),
        row.getObject(7, UUID.class),
        row.getLong(8),
        row.getObject(9, Boolean.class));
  }
}
