package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.DirectReport;
import com.ransomleak.provisioning.report.Person;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;

/** {@code all-reports.xhtml}: everybody who reports to a manager, on all levels. */
@Named
@RequestScoped
public class BelowPage extends ConsolePage {
  @Inject private Reports reports;
  private Person manager;
  private ReportList<DirectReport> list;

  /** Before the page is rendered. */
  public void find() {
    TenantId tenant = user.tenantFor(Permission.VIEW_REPORTS);
    manager =
        ResourceId.of(parameter("id"))
            .flatMap(id -> reports.find(tenant, Person.REPORT, id))
            .orElse(null);
    if (require(manager)) {
      Map<String, String> filters = Map.of("id", manager.id().toString(), "depth", "all");
      list = ReportList.of(this, reports, tenant, DirectReport.ALL_LEVELS, filters);
    }
  }

  public Person getManager() {
    return manager;
  }

  public String getHeading() {
    return manager == null ? "" : Messages.text("below.heading", manager.displayName());
  }

  public ReportList<DirectReport> getList() {
    return list;
  }
}
