package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.OrgChartNode;
import com.ransomleak.provisioning.report.ReportRequest;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code org-chart.xhtml}: one level of the org chart, and the path from the top to it. */
@Named
@RequestScoped
public class OrgChartPage extends ConsolePage {
  @Inject private Reports reports;
  private OrgChartNode root;
  private List<OrgChartNode> ancestors = List.of();
  private ReportList<OrgChartNode> list;

  /** Before the page is rendered. */
  public void find() {
    TenantId tenant = user.tenantFor(Permission.VIEW_REPORTS);
    String id = parameter("root");
    if (id.isEmpty()) {
      list = ReportList.of(this, reports, tenant, OrgChartNode.ROOTS, Map.of());
      return;
    }
    root =
        ResourceId.of(id)
            .flatMap(known -> reports.find(tenant, OrgChartNode.ONE, known))
            .orElse(null);
    if (require(root)) {
      Map<String, String> filters = Map.of("root", id);
      ancestors =
          reports
              .page(
                  tenant,
                  OrgChartNode.ANCESTORS,
                  ReportRequest.first(filters, ReportRequest.MAX_LIMIT))
              .items();
      list = ReportList.of(this, reports, tenant, OrgChartNode.BELOW, filters);
    }
  }

  /** The user whose direct reports the page shows; null at the top of the chart. */
  public OrgChartNode getRoot() {
    return root;
  }

  /** The managers above, from the top. */
  public List<OrgChartNode> getAncestors() {
    return ancestors;
  }

  /** Whether there are managers above the first ancestor. A loop is shown as a whole. */
  public boolean isCutAbove() {
    return !ancestors.isEmpty()
        && ancestors.get(0).managerId() != null
        && Stream.concat(Stream.of(root), ancestors.stream())
            .noneMatch(place -> place.id().equals(ancestors.get(0).managerId()));
  }

  public ReportList<OrgChartNode> getList() {
    return list;
  }

  /** {@code 12 direct reports}. */
  public String reports(long count) {
    return Messages.text("org.reports", count);
  }
}
