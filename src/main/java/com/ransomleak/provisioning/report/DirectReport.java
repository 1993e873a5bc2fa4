package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Hierarchy;
import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.report.Filter.Matching;
import com.ransomleak.provisioning.report.Filter.Reference;
import com.ransomleak.provisioning.report.Filter.Words;
import java.util.Map;
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
    @Column("1") int level,
    @Column("u.manager_id") UUID managerId,
    @Column(Person.MANAGER) String manager) {

  /** Which levels are wanted; both reports have it, since both have the same path. */
  static final String DEPTH = "depth";

  static final String LEVEL = "level";

  public static final Report<DirectReport> REPORT =
      below(
              "direct-reports",
              "from provisioning.scim_user u where u.tenant_id = :tenant and u.manager_id = :id and"
                  + " u.id <> :id",
              ":level = 1")
          .search(Report.PERSON)
          .sortByName("name", Report.PERSON_NAME)
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
              "from provisioning.scim_user u where u.tenant_id = :tenant and u.manager_id = any"
                  + " (:managers) and u.id <> :id",
              "true")
          .parameter("managers", context -> context.levels().keySet().toArray(UUID[]::new))
          .parameter("levels", ReportContext::levelsAsJson)
          .totalWithoutSearch(ReportContext::reportsBelow)
          .search(Report.PERSON)
          .sortByName(
              "level",
              "lpad(cast(:levels as jsonb) ->> cast(u.manager_id as text), 6, '0') || ' ' || "
                  + Report.PERSON_NAME)
          .sortByName("name", Report.PERSON_NAME)
          .sort("userName", "u.user_name_key", "text")
          .completionFor(
              context -> {
                Map<UUID, Integer> levels = context.levels();
                return report -> report.at(levels.get(report.managerId()));
              });

  /**
   * @param ofLevel the condition of a request for one {@code :level}
   */
  private static Report<DirectReport> below(String name, String from, String ofLevel) {
    return new Report<>(name, DirectReport.class, "u.id", from)
        .path("people/{id}/reports")
        .filter("id", new Reference(Kind.PERSON, "true"))
        .filter(
            LEVEL,
            new Matching(
                (conditions, value) ->
                    conditions.and(ofLevel).bind(LEVEL, ReportContext.level(value))))
        .filter(DEPTH, Words.of("direct", "direct", "true", "all", "true"));
  }

  private DirectReport at(int actual) {
    return new DirectReport(
        id, userName, displayName, title, team, active, actual, managerId, manager);
  }
}
