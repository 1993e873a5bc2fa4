package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.OrgChart.Place;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;

/**
 * {@code /api/v1/org-chart}: where the chart begins, or with {@code root} who reports to that
 * person; each place says how many report to it, so that the chart can be walked.
 */
@Path("v1/org-chart")
@ApplicationScoped
public class OrgChartResource {
  private static final Columns<Place> COLUMNS =
      new Columns<Place>()
          .column("id", Place::id)
          .column("userName", Place::userName)
          .column("displayName", Place::displayName)
          .column("title", Place::title)
          .column("team", Place::team)
          .column("active", Place::active)
          .column("managerId", Place::manager)
          .column("directReports", Place::directReports)
          .column("cycle", Place::cycle);

  @Inject private OrgChart chart;

  @GET
  public Response level(
      @QueryParam("root") String root,
      @QueryParam("sort") String sort,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit,
      @QueryParam("format") String format,
      @Context HttpHeaders headers,
      @Context SecurityContext caller) {
    TenantId tenant = ReportReader.of(caller).tenant();
    ListRequest request = ListRequest.of(null, sort, after, limit);
    OrgChart.requireOrder(request);
    UUID id = root == null || root.isEmpty() ? null : known(tenant, root);
    if (ReportResponses.isCsv(format, headers)) {
      return ReportResponses.csv("org-chart", COLUMNS, row -> chart.each(tenant, id, request, row));
    }
    return ReportResponses.page(
        COLUMNS, id == null ? chart.roots(tenant, request) : chart.below(tenant, id, request));
  }

  private UUID known(TenantId tenant, String id) {
    return ResourceId.of(id)
        .filter(known -> chart.place(tenant, known).isPresent())
        .orElseThrow(() -> ReportException.unknown("person"));
  }
}
