package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Managers.Manager;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** {@code /api/v1/managers}: those with direct reports, and how much stands below them. */
@Path("v1/managers")
@ApplicationScoped
public class ManagersResource {
  private static final Columns<Manager> COLUMNS =
      new Columns<Manager>()
          .column("id", Manager::id)
          .column("userName", Manager::userName)
          .column("displayName", Manager::displayName)
          .column("team", Manager::team)
          .column("active", Manager::active)
          .column("directReports", Manager::directReports)
          .column("totalReports", Manager::totalReports)
          .column("depth", Manager::depth);

  @Inject private Managers managers;

  @GET
  public Response list(@BeanParam ListParameters parameters) {
    TenantId tenant = parameters.tenant();
    ListRequest request = parameters.request();
    Managers.requireOrder(request);
    return parameters.isCsv()
        ? ReportResponses.csv("managers", COLUMNS, row -> managers.each(tenant, request, row))
        : ReportResponses.page(COLUMNS, managers.page(tenant, request));
  }
}
