package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/**
 * Who reports to somebody: directly, page by page; or on all levels, whole and one by one, since a
 * subtree can be the tenant.
 *
 * <p>Going down ends without remembering the way: each person has one manager, so whoever is met
 * twice on the way down from somebody is that somebody, who is left out. Each level is looked up by
 * the index of reporting lines, person by person ({@code offset 0} holds the planner to that): a
 * chain of a thousand would otherwise read the tenant a thousand times.
 */
@ApplicationScoped
public class ReportingLines {
  private static final ReportQuery<Report> DIRECT =
      new ReportQuery<>(
          Report.class,
          """
          select u.id, u.user_name, u.display_name, u.title,
            t.name as team, u.active, 1 as level, u.manager_id as manager, <position>
          from provisioning.scim_user u
          left join provisioning.team t on t.tenant_id = u.tenant_id and t.id = u.team_id
          where u.tenant_id = :tenant and u.manager_id = :manager and u.id <> :manager <filter>
          <page>
          """,
          "u.id",
          List.of(
              new SortKey("name", "u.display_name_key", "text"),
              new SortKey("userName", "u.user_name_key", "text")));

  private static final String ALL_LEVELS =
      """
      with recursive below (id, level) as (
        select id, 1 from provisioning.scim_user where tenant_id = :tenant and manager_id = :manager and id <> :manager
        union all
        select r.id, b.level + 1 from below b
        cross join lateral (
          select id from provisioning.scim_user where tenant_id = :tenant and manager_id = b.id and id <> :manager offset 0) r)
      select u.id, u.user_name, u.display_name, u.title,
        t.name as team, u.active, b.level, u.manager_id as manager
      from below b
      join provisioning.scim_user u on u.tenant_id = :tenant and u.id = b.id
      left join provisioning.team t on t.tenant_id = u.tenant_id and t.id = u.team_id
      order by b.level, u.display_name_key, u.id
      """;

  @Inject private Jdbi jdbi;

  /**
   * Somebody below a manager.
   *
   * @param team the team's name, or null
   * @param level 1 for direct reports
   * @param manager whom they report to
   */
  public record Report(
      UUID id,
      String userName,
      String displayName,
      String title,
      String team,
      boolean active,
      int level,
      UUID manager) {}

  /** Whether there is such a person. */
  @Transactional
  public boolean exists(TenantId tenant, UUID id) {
    return ReportQuery.one(
            jdbi,
            UUID.class,
            "select id from provisioning.scim_user where tenant_id = :tenant and id = :id",
            tenant,
            id)
        .isPresent();
  }

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws ReportException 400
   */
  static void requireOrder(ListRequest request) {
    DIRECT.requireOrder(request);
  }

  /** One page of those who report to the manager, by name. */
  @Transactional
  public Listing<Report> direct(TenantId tenant, UUID manager, ListRequest request) {
    return DIRECT.page(jdbi, request, filter(tenant, manager, request));
  }

  /** All who report to the manager, one by one. */
  @Transactional
  public void eachDirect(
      TenantId tenant, UUID manager, ListRequest request, Consumer<Report> consumer) {
    DIRECT.each(jdbi, request, filter(tenant, manager, request), consumer);
  }

  /** All who stand below the manager, level by level, by name within each. */
  @Transactional
  public void eachBelow(TenantId tenant, UUID manager, Consumer<Report> consumer) {
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(ALL_LEVELS)
                .bind("tenant", tenant)
                .bind("manager", manager)
                .setFetchSize(ReportQuery.FETCH_SIZE)
                .mapTo(Report.class)
                .forEach(consumer));
  }

  private static ReportFilter filter(TenantId tenant, UUID manager, ListRequest request) {
    return new ReportFilter(tenant).bind("manager", manager).searchPeople(request);
  }
}
