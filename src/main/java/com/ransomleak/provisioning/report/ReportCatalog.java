package com.ransomleak.provisioning.report;

import java.util.List;

/** One report for each list of the API; {@code OpenApiTest} compares them with its document. */
public final class ReportCatalog {
  static final List<Report<?>> ALL =
      List.of(
          ActivityEntry.REPORT,
          Person.REPORT,
          TimelineEntry.REPORT,
          Change.REPORT,
          DirectReport.REPORT,
          FindingKind.PENDING_MANAGERS.report(),
          Manager.REPORT,
          OrgChartNode.ROOTS,
          PendingManager.REPORT,
          PendingPerson.REPORT,
          PersonWithoutManager.REPORT,
          Role.REPORT,
          RoleMember.REPORT,
          Team.REPORT,
          TeamMember.REPORT);

  private ReportCatalog() {}
}
