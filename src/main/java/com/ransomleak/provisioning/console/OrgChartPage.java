package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.OrgChart;
import com.ransomleak.provisioning.report.OrgChart.Place;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * {@code org-chart.xhtml}: one level of the chart at a time, with the way down to it. Each place is
 * an address of its own.
 */
@Named
@RequestScoped
public class OrgChartPage {
  @Inject private CurrentUser visitor;
  @Inject private OrgChart chart;
  @Inject private HttpServletRequest request;
  private Place root;
  private List<Place> way = List.of();
  private ReportList<Place> list;

  /** Before the page is built: another tenant's person is as unknown as one who never was. */
  public void find() {
    TenantId tenant = visitor.tenantFor(Permission.VIEW_REPORTS);
    String asked = request.getParameter("root");
    if (asked == null || asked.isEmpty()) {
      list = ReportList.of(request, page -> chart.roots(tenant, page));
      return;
    }
    Optional<UUID> id = ResourceId.of(asked);
    root = id.flatMap(known -> chart.place(tenant, known)).orElse(null);
    if (root == null) {
      Pages.answerUnknown();
      return;
    }
    way = chart.wayTo(tenant, root.id());
    list = ReportList.of(request, page -> chart.below(tenant, root.id(), page));
  }

  /** Whose level it is; null where the chart begins. */
  public Place getRoot() {
    return root;
  }

  /** Those above, from the top. */
  public List<Place> getWay() {
    return way;
  }

  /** Whether the way begins further up than it is told; a circle is told as a whole. */
  public boolean isCutAbove() {
    return !way.isEmpty()
        && way.get(0).manager() != null
        && Stream.concat(Stream.of(root), way.stream())
            .noneMatch(place -> place.id().equals(way.get(0).manager()));
  }

  public ReportList<Place> getList() {
    return list;
  }

  /** The address of the next page of this level. */
  public String getNext() {
    return "org-chart?" + (root == null ? "" : "root=" + root.id() + "&") + list.getNext();
  }

  /** {@code 12 direct reports}. */
  public String reports(long count) {
    return Messages.text("org.reports", count);
  }
}
