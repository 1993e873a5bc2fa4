package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Hierarchy;
import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.report.Filter.Matching;
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
    @Column(Person.TEAM) String team,
    @Column("u.active") boolean active,
    @Column("b.level") int level,
    @Column("u.manager_id") UUID managerId,
    @Column(Person.MANAGER) String manager) {

  /** Which levels are wanted; both reports have it, since both have the same path. */
  static final String DEPTH = "depth";

  static final String LEVEL = "level";
  private static final int MAX_LEVEL = 999_999;

  public static final Report<DirectReport> REPORT =
      below(
              "direct-reports",
              """
              from (select 1 as level) b
              join provisioning.scim_user u on u.tenant_id = :tenant and u.manager_id = :id and u.id <> :id
              """)
          .search(Report.PERSON)
          .sortByName("name", "u.display_name_key")
          .sort("userName", "u.user_name_key", "text");

  /**
   * All levels, level by level. The API returns them whole, the console in pages.
   *
   * <p>The managers below are in memory ({@link Hierarchy}): a walk down in SQL would visit all
   * users one by one.
   */
  public static final Report<DirectReport> ALL_LEVELS =
      below(
              "reports",
              """
              from (select cast(key as uuid) as manager_id, cast(value as int) as level from jsonb_each_text(cast(:managers as jsonb))) b
              join provisioning.scim_user u on u.tenant_id = :tenant and u.manager_id = b.manager_id and u.id <> :id
              """)
          .parameter("managers", ReportContext::managersBelow)
          .totalWithoutSearch(ReportContext::reportsBelow)
          .search(Report.PERSON)
          .sortByName("level", "lpad(cast(b.level as text), 6, '0') || ' ' || u.display_name_key")
          .sortByName("name", "u.display_name_key")
          .sort("userName", "u.user_name_key", "text");

  private static Report<DirectReport> below(String name, String from) {
    return new Report<>(name, DirectReport.class, "u.id", from + "where true")
        .path("people/{id}/reports")
        .filter("id", new Reference(Kind.PERSON, "true"))
        .filter(
            LEVEL,
            new Matching(
                (conditions, value) ->
                    conditions
                        .and("b.level = :level")
                        .bind(LEVEL, ReportRequest.number(LEVEL, value, 1, MAX_LEVEL))))
        .filter(DEPTH, Words.of("direct", "direct", "true", "all", "true"));
  }
}
