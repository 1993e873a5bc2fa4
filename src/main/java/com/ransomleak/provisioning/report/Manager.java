package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Hierarchy;
import java.util.UUID;

/**
 * A user with direct reports. The levels below are counted for the whole tenant at once ({@link
 * Hierarchy}), which costs less than a walk down from each manager of a page. {@code offset 0}
 * holds the planner to the key of the managers, who are few among the users.
 *
 * @param team the name of the manager's own team, or null
 * @param directReports the number of users who report to the manager
 * @param totalReports the number of users on all levels below
 * @param depth the number of those levels
 */
public record Manager(
    @Column("u.id") UUID id,
    @Column("u.user_name") String userName,
    @Column("u.display_name") String displayName,
    @Column(Person.TEAM) String team,
    @Column("u.active") boolean active,
    @Column(DIRECT_REPORTS) long directReports,
    long totalReports,
    int depth) {
  static final String TOTAL_REPORTS = "totalReports";

  /** A user who is their own manager does not count. */
  private static final String DIRECT_REPORTS =
      "(m.reports - case when u.manager_id = u.id then 1 else 0 end)";

  public static final Report<Manager> REPORT =
      new Report<>(
              "managers",
              Manager.class,
              "u.id",
              """
              from (
                select manager_id, count(*) as reports from provisioning.scim_user
                where tenant_id = :tenant and manager_id is not null group by manager_id) m
              cross join lateral (select * from provisioning.scim_user where tenant_id = :tenant and id = m.manager_id offset 0) u
              where
              """
                  + DIRECT_REPORTS
                  + " > 0")
          .search(Report.PERSON)
          .sort("directReports", DIRECT_REPORTS, "bigint")
          .parameter("totals", ReportContext::totals)
          .sort(
              TOTAL_REPORTS,
              "coalesce(cast(cast(:totals as jsonb) ->> cast(u.id as text) as bigint), 0)",
              "bigint")
          .sortByName("name", Report.PERSON_NAME)
          .sort("userName", "u.user_name_key", "text")
          .defaultSort("-directReports")
          .completionFor(
              context -> {
                Hierarchy hierarchy = context.hierarchy();
                return manager -> manager.with(hierarchy.below(manager.id()));
              });

  private Manager with(Hierarchy.Totals below) {
    return new Manager(
        id, userName, displayName, team, active, directReports, below.reports(), below.depth());
  }
}
