package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.PendingManagers;
import com.ransomleak.provisioning.role.Permission;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** {@code pending.xhtml}: manager references that lead to nobody, why, and since when. */
@Named
@RequestScoped
public class PendingPage {
  @Inject private CurrentUser visitor;
  @Inject private PendingManagers pending;
  @Inject private HttpServletRequest request;
  private ReportList<PendingManagerRow> list;
  private PendingManagers.Count count;

  @PostConstruct
  void load() {
    list =
        ReportList.of(
            request,
            asked ->
                pending
                    .page(visitor.tenantFor(Permission.VIEW_REPORTS), asked)
                    .map(PendingManagerRow::new));
    count = pending.count(visitor.tenantFor(Permission.VIEW_REPORTS));
  }

  public ReportList<PendingManagerRow> getList() {
    return list;
  }

  /** {@code 3 references lead to nobody; 41 people wait.} */
  public String getTotals() {
    return Messages.text("pending.totals", count.references(), count.people());
  }

  public boolean isNone() {
    return count.references() == 0;
  }

  public List<String> getSorts() {
    return List.of("-waiting", "since", "reference");
  }

  public boolean isSortedBy(String sort) {
    return list.getSort().equals(sort) || (list.getSort().isEmpty() && sort.equals("-waiting"));
  }
}
