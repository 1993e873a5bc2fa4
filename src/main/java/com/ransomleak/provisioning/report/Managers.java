package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Hierarchies;
import com.ransomleak.provisioning.org.Hierarchy;
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
 * Everybody to whom somebody else reports, with how many people stand below them and how deep it
 * goes. What is below is counted for the whole tenant at once ({@link Hierarchy}): a page of
 * managers near the top costs what counting all of them costs, and a walk down from each would cost
 * more.
 */
@ApplicationScoped
public class Managers {
  private static final String DIRECT =
      "(m.reports - case when u.manager_id = u.id then 1 else 0 end)";
  private static final ReportQuery<DirectReports> MANAGERS =
      new ReportQuery<>(
          DirectReports.class,
          """
          select u.id, u.user_name, u.display_name, t.name as team, u.active,
            m.reports - case when u.manager_id = u.id then 1 else 0 end as direct_reports, <position>
          from (
            select manager_id, count(*) as reports from provisioning.scim_user
            where tenant_id = :tenant and manager_id is not null group by manager_id) m
          join provisioning.scim_user u on u.tenant_id = :tenant and u.id = m.manager_id
          left join provisioning.team t on t.tenant_id = u.tenant_id and t.id = u.team_id
          where m.reports - case when u.manager_id = u.id then 1 else 0 end > 0 <filter>
          <page>
          """,
          "u.id",
          List.of(
              new SortKey("directReports", DIRECT, "bigint"),
              new SortKey("name", "u.display_name_key", "text"),
              new SortKey("userName", "u.user_name_key", "text")),
          "-directReports");

  @Inject private Jdbi jdbi;
  @Inject private Hierarchies hierarchies;

  /**
   * Somebody with reports.
   *
   * @param team the name of their own team, or null
   * @param directReports how many report to them, the span
   * @param totalReports how many stand below them on all levels
   * @param depth how many levels those are
   */
  public record Manager(
      UUID id,
      String userName,
      String displayName,
      String team,
      boolean active,
      long directReports,
      long totalReports,
      int depth) {}

  private record DirectReports(
      UUID id,
      String userName,
      String displayName,
      String team,
      boolean active,
      long directReports) {
    Manager in(Hierarchy hierarchy) {
      Hierarchy.Totals below = hierarchy.below(id);
      return new Manager(
          id, userName, displayName, team, active, directReports, below.reports(), below.depth());
    }
  }

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws ReportException 400
   */
  static void requireOrder(ListRequest request) {
    MANAGERS.requireOrder(request);
  }

  /** One page; those with most direct reports first, unless another order is asked for. */
  @Transactional
  public Listing<Manager> page(TenantId tenant, ListRequest request) {
    Hierarchy hierarchy = hierarchies.read(tenant);
    return MANAGERS
        .page(jdbi, request, filter(tenant, request))
        .map(direct -> direct.in(hierarchy));
  }

  /** All of them in that order, one by one. */
  @Transactional
  public void each(TenantId tenant, ListRequest request, Consumer<Manager> consumer) {
    Hierarchy hierarchy = hierarchies.read(tenant);
    MANAGERS.each(
        jdbi, request, filter(tenant, request), direct -> consumer.accept(direct.in(hierarchy)));
  }

  private static ReportFilter filter(TenantId tenant, ListRequest request) {
    return new ReportFilter(tenant).searchPeople(request);
  }
}
