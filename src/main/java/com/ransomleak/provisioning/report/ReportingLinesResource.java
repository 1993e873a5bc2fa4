package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.ReportingLines.Report;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/**
 * {@code /api/v1/people/{id}/reports}: who reports to somebody. Direct reports come page by page,
 * all levels ({@code depth=all}) whole, whatever the format.
 */
@Path("v1/people/{id}/reports")
@ApplicationScoped
public class ReportingLinesResource {
  private static final Columns<Report> COLUMNS =
      new Columns<Report>()
          .column("id", Report::id)
          .column("userName", Report::userName)
          .column("displayName", Report::displayName)
          .column("title", Report::title)
          .column("team", Report::team)
          .column("active", Report::active)
          .column("level", Report::level)
          .column("managerId", Report::manager);

  @Inject private ReportingLines lines;

  @GET
  public Response list(
      @PathParam("id") String id,
      @QueryParam("depth") String depth,
      @BeanParam ListParameters parameters) {
    TenantId tenant = parameters.tenant();
    boolean all = isAll(depth);
    ListRequest request = parameters.request();
    if (!all) {
      ReportingLines.requireOrder(request);
    }
    boolean csv = parameters.isCsv();
    UUID manager =
        ResourceId.of(id)
            .filter(known -> lines.exists(tenant, known))
            .orElseThrow(() -> ReportException.unknown("person"));
    if (all) {
      ReportResponses.Rows<Report> rows = row -> lines.eachBelow(tenant, manager, row);
      return csv
          ? ReportResponses.csv("reports", COLUMNS, rows)
          : ReportResponses.wholeJson(COLUMNS, rows);
    }
    return csv
        ? ReportResponses.csv(
            "direct-reports", COLUMNS, row -> lines.eachDirect(tenant, manager, request, row))
        : ReportResponses.page(COLUMNS, lines.direct(tenant, manager, request));
  }

  private static boolean isAll(String depth) {
    return switch (depth == null || depth.isBlank() ? "direct" : depth.strip()) {
      case "direct" -> false;
      case "all" -> true;
      default -> throw ReportException.badParameter("depth", "direct or all");
    };
  }
}
