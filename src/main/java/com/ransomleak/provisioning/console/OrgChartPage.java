package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.OrgChart;
import com.ransomleak.provisioning.report.OrgChart.Place;
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
  @Inject private OrgChart chart;
  private Place root;
  private List<Place> ancestors = List.of();
  private ReportList<Place> list;

  /** Before the page is rendered. */
  public void find() {
    TenantId tenant = user.tenantFor(Permission.VIEW_REPORTS);
    String id = parameter("root");
    if (id.isEmpty()) {
      list = ReportList.of(request, List.of(), Map.of(), page -> chart.roots(tenant, page));
      return;
    }
    root = ResourceId.of(id).flatMap(known -> chart.place(tenant, known)).orElse(null);
    if (require(root)) {
      ancestors = chart.wayTo(tenant, root.id());
      list =
          ReportList.of(
              request, List.of(), Map.of("root", id), page -> chart.below(tenant, root.id(), page));
    }
  }

  /** The user whose direct reports the page shows; null at the top of the chart. */
  public Place getRoot() {
    return root;
  }

  /** The managers above, from the top. */
  public List<Place> getAncestors() {
    return ancestors;
  }

  /** Whether there are managers above the first ancestor. A loop is shown as a whole. */
  public boolean isCutAbove() {
    return !ancestors.isEmpty()
        && ancestors.get(0).manager() != null
        && Stream.concat(Stream.of(root), ancestors.stream())
            .noneMatch(place -> place.id().equals(ancestors.get(0).manager()));
  }

  public ReportList<Place> getList() {
    return list;
  }

  /** {@code 12 direct reports}. */
  public String reports(long count) {
    return Messages.text("org.reports", count);
  }
}
