package com.ransomleak.provisioning.report;

import java.util.List;

/** All reports that clients and console pages can read. */
public final class ReportCatalog {
  static final List<Report<?>> ALL =
      List.of(
          Person.REPORT,
          TimelineEntry.REPORT,
          DirectReport.REPORT,
          Manager.REPORT,
          OrgChartNode.ROOTS,
          PendingManager.REPORT,
          PendingPerson.REPORT,
          Role.REPORT,
          RoleMember.REPORT,
          Team.REPORT,
          TeamMember.REPORT);

  private ReportCatalog() {}

  /**
   * The report with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Report<?> named(String name) {
    return ALL.stream()
        .filter(report -> report.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no report " + name));
  }
}
