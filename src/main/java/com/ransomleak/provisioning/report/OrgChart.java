package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Hierarchies;
import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

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
          new SortKey("name", "u.display_name_key", "text"),
          new SortKey("userName", "u.user_name_key", "text"));

  private static final String PLACE =
      """
      u.id, u.user_name, u.display_name, u.title,
        t.name as team, u.active, u.manager_id as manager,
        (select count(*) from provisioning.scim_user r
          where r.tenant_id = u.tenant_id and r.manager_id = u.id and r.id <> u.id) as direct_reports\
      """;

  /** Who begins the chart and has a manager is where a circle is entered. */
  private static final ReportQuery<Place> ROOTS =
      level(
          """
          select <place>, u.manager_id is not null as cycle, <position>
          from (select distinct manager_id from provisioning.scim_user where tenant_id = :tenant and manager_id is not null) m
          join provisioning.scim_user u on u.tenant_id = :tenant and u.id = m.manager_id
          left join provisioning.team t on t.tenant_id = u.tenant_id and t.id = u.team_id
          where (u.manager_id is null or u.id = any (:circles)) <filter>
          <page>
          """);

  private static final ReportQuery<Place> BELOW =
      level(
          """
          select <place>, cast(null as boolean) as cycle, <position>
          from provisioning.scim_user u
          left join provisioning.team t on t.tenant_id = u.tenant_id and t.id = u.team_id
          where u.tenant_id = :tenant and u.manager_id = :root and u.id <> :root <filter>
          <page>
          """);

  private static final String ONE =
      """
      with recursive up (id) as (
        select manager_id from provisioning.scim_user where tenant_id = :tenant and id = :id and manager_id is not null
        union
        select m.manager_id from up
        cross join lateral (select manager_id from provisioning.scim_user where tenant_id = :tenant and id = up.id offset 0) m
        where m.manager_id is not null)
      select <place>, exists (select from up where up.id = u.id) as cycle
      from provisioning.scim_user u
      left join provisioning.team t on t.tenant_id = u.tenant_id and t.id = u.team_id
      where u.tenant_id = :tenant and u.id = :id
      """
          .replace("<place>", PLACE);

  private static final String WAY =
      """
      with recursive up (id, manager_id, step) as (
        select id, manager_id, 0 from provisioning.scim_user where tenant_id = :tenant and id = :id
        union all
        select m.id, m.manager_id, up.step + 1 from up
        cross join lateral (
          select id, manager_id from provisioning.scim_user where tenant_id = :tenant and id = up.manager_id offset 0) m
        where up.step < :way_up)
        cycle id set again using way
      select <place>, cast(null as boolean) as cycle
      from up join provisioning.scim_user u on u.tenant_id = :tenant and u.id = up.id
      left join provisioning.team t on t.tenant_id = u.tenant_id and t.id = u.team_id
      where up.step > 0 and not up.again order by up.step desc
      """
          .replace("<place>", PLACE);

  @Inject private Jdbi jdbi;
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

  private static ReportQuery<Place> level(String sql) {
    return new ReportQuery<>(Place.class, sql.replace("<place>", PLACE), "u.id", SORTS);
  }

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws ReportException 400
   */
  static void requireOrder(ListRequest request) {
    BELOW.requireOrder(request);
  }

  /** One page of where the chart begins. */
  @Transactional
  public Listing<Place> roots(TenantId tenant, ListRequest request) {
    return ROOTS.page(jdbi, request, roots(tenant));
  }

  /** One page of those who report to somebody. */
  @Transactional
  public Listing<Place> below(TenantId tenant, UUID root, ListRequest request) {
    return BELOW.page(jdbi, request, below(tenant, root));
  }

  /**
   * A whole level in that order, one by one.
   *
   * @param root to whom they report; null for where the chart begins
   */
  @Transactional
  public void each(TenantId tenant, UUID root, ListRequest request, Consumer<Place> consumer) {
    if (root == null) {
      ROOTS.each(jdbi, request, roots(tenant), consumer);
    } else {
      BELOW.each(jdbi, request, below(tenant, root), consumer);
    }
  }

  private ReportFilter roots(TenantId tenant) {
    UUID[] circles =
        hierarchies.read(tenant).circles().stream()
            .map(circle -> circle.get(0))
            .toArray(UUID[]::new);
    return new ReportFilter(tenant).bind("circles", circles);
  }

  private static ReportFilter below(TenantId tenant, UUID root) {
    return new ReportFilter(tenant).bind("root", root);
  }

  /** Somebody's own place; empty when there is no such person. */
  @Transactional
  public Optional<Place> place(TenantId tenant, UUID id) {
    return ReportQuery.one(jdbi, Place.class, ONE, tenant, id);
  }

  /**
   * The way down to somebody, without them: from the top, or from {@value #WAY_UP} levels above, or
   * once around a circle, on which they may stand themselves or may not.
   */
  @Transactional
  public List<Place> wayTo(TenantId tenant, UUID id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(WAY)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("way_up", WAY_UP)
                .mapTo(Place.class)
                .list());
  }
}
