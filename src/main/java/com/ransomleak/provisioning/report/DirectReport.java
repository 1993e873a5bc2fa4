package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.report.Filter.Reference;
import com.ransomleak.provisioning.report.Filter.Words;
import java.util.UUID;

/**
 * A user below a manager.
 *
 * @param team the team's name, or null
 * @param level 1 for a direct report
 * @param managerId the user's own manager
 * @param manager the name of that manager
 */
public record DirectReport(
    @Column("u.id") UUID id,
    @Column("u.user_name") String userName,
    @Column("u.display_name") String displayName,
    @Column("u.title") String title,
    @Column("t.name") String team,
    @Column("u.active") boolean active,
    @Column("b.level") int level,
    @Column("u.manager_id") UUID managerId,
    @Column(Person.MANAGER) String manager) {

  /** Which levels are wanted; both reports have it, since both have the same path. */
  static final String DEPTH = "depth";

  public static final Report<DirectReport> REPORT =
      below(
              "direct-reports",
              """
              select id, 1 as level from provisioning.scim_user
              where tenant_id = :tenant and manager_id = :id and id <> :id\
              """)
          .search(Report.PERSON)
          .sort("name", "u.display_name_key", "text")
          .sort("userName", "u.user_name_key", "text");

  /**
   * All levels, level by level. The API returns them whole, the console in pages.
   *
   * <p>The walk down needs no memory of its way: each user has one manager, so only the manager it
   * starts from can be met again, and is left out. {@code offset 0} holds the planner to the index
   * of reporting lines, user by user: a chain of a thousand would otherwise read the tenant a
   * thousand times.
   */
  public static final Report<DirectReport> ALL_LEVELS =
      below(
              "reports",
              """
              with recursive below (id, level) as (
                select id, 1 from provisioning.scim_user where tenant_id = :tenant and manager_id = :id and id <> :id
                union all
                select r.id, b.level + 1 from below b
                cross join lateral (
                  select id from provisioning.scim_user where tenant_id = :tenant and manager_id = b.id and id <> :id offset 0) r)
              select id, level from below\
              """)
          .search(Report.PERSON)
          .sort("level", "lpad(cast(b.level as text), 6, '0') || ' ' || u.display_name_key", "text")
          .sort("name", "u.display_name_key", "text")
          .sort("userName", "u.user_name_key", "text");

  private static Report<DirectReport> below(String name, String levels) {
    return new Report<>(
            name,
            DirectReport.class,
            "u.id",
            """
            from (%s) b
            join provisioning.scim_user u on u.tenant_id = :tenant and u.id = b.id
            left join provisioning.team t on t.tenant_id = u.tenant_id and t.id = u.team_id
            where true\
            """
                .formatted(levels))
        .path("people/{id}/reports")
        .filter("id", new Reference(Kind.PERSON, "true"))
        .filter(DEPTH, Words.of("direct", "direct", "true", "all", "true"));
  }
}
