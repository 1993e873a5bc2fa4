package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.report.Filter.Reference;
import java.util.UUID;

/**
 * A user in the org chart, which is read level by level.
 *
 * @param team the team's name, or null
 * @param managerId null for a user without a manager
 * @param cycle whether the management chain comes back to the user; null where that was not asked
 */
public record OrgChartNode(
    @Column("u.id") UUID id,
    @Column("u.user_name") String userName,
    @Column("u.display_name") String displayName,
    @Column("u.title") String title,
    @Column(Person.TEAM) String team,
    @Column("u.active") boolean active,
    @Column("u.manager_id") UUID managerId,
    @Column(DIRECT_REPORTS) long directReports,
    @Column("c.cycle") Boolean cycle) {
  static final String DIRECT_REPORTS =
      """
      (select count(*) from provisioning.scim_user r
        where r.tenant_id = u.tenant_id and r.manager_id = u.id and r.id <> u.id)\
      """;

  private static final String CYCLE =
      """
      cross join lateral (select %s as cycle) c
      where
      """;

  private static final String NOT_ASKED = "cast(null as boolean)";

  /** The number of ancestors that are shown; chains can have a thousand. */
  private static final int MAX_ANCESTORS = 20;

  /**
   * The top of the chart: managers without a manager. A reporting loop has no top; it is entered at
   * its member with the smallest id, the only one here with a manager.
   */
  public static final Report<OrgChartNode> ROOTS =
      report(
              "from provisioning.scim_user u\n",
              "u.manager_id is not null",
              "u.tenant_id = :tenant and u.id = any (:tops)")
          .parameter("tops", ReportContext::tops)
          .filter("root", new Reference(Kind.PERSON, "true"));

  /** The direct reports of {@code root}. */
  public static final Report<OrgChartNode> BELOW =
      report("from provisioning.scim_user u\n", NOT_ASKED, "u.tenant_id = :tenant")
          .filter("root", new Reference(Kind.PERSON, "u.manager_id = :root and u.id <> :root"));

  /** For {@link Reports#find}: one user, with whether they are part of a reporting loop. */
  public static final Report<OrgChartNode> ONE =
      report(
          "from provisioning.scim_user u\n",
          """
          exists (
            with recursive up (id) as (
              select u.manager_id where u.manager_id is not null
              union
              select m.manager_id from up
              cross join lateral (select manager_id from provisioning.scim_user where tenant_id = :tenant and id = up.id offset 0) m
              where m.manager_id is not null)
            select from up where up.id = u.id)\
          """,
          "u.tenant_id = :tenant");

  /**
   * The managers above {@code root}, from the top: all of them, or the nearest, or each member of a
   * reporting loop once.
   */
  public static final Report<OrgChartNode> ANCESTORS =
      new Report<>(
              "ancestors",
              OrgChartNode.class,
              "u.id",
              """
              from (
                with recursive up (id, manager_id, step) as (
                  select id, manager_id, 0 from provisioning.scim_user where tenant_id = :tenant and id = :root
                  union all
                  select m.id, m.manager_id, up.step + 1 from up
                  cross join lateral (
                    select id, manager_id from provisioning.scim_user where tenant_id = :tenant and id = up.manager_id offset 0) m
                  where up.step < %d)
                  cycle id set again using way
                select id, step from up where step > 0 and not again) up
              join provisioning.scim_user u on u.tenant_id = :tenant and u.id = up.id
              """
                      .formatted(MAX_ANCESTORS)
                  + CYCLE.formatted(NOT_ASKED)
                  + "true")
          .filter("root", new Reference(Kind.PERSON, "true"))
          .fixedSort("-step", "up.step", "int");

  private static Report<OrgChartNode> report(String from, String cycle, String condition) {
    return new Report<>(
            "org-chart", OrgChartNode.class, "u.id", from + CYCLE.formatted(cycle) + condition)
        .sortByName("name", Report.PERSON_NAME)
        .sort("userName", "u.user_name_key", "text");
  }
}
