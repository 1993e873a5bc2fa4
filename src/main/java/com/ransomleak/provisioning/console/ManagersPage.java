package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.Managers;
import com.ransomleak.provisioning.report.Managers.Manager;
import com.ransomleak.provisioning.role.Permission;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** {@code managers.xhtml}: who leads how many, directly and in all. */
@Named
@RequestScoped
public class ManagersPage {
  @Inject private CurrentUser visitor;
  @Inject private Managers managers;
  @Inject private HttpServletRequest request;
  private ReportList<Manager> list;

  @PostConstruct
  void load() {
    list =
        ReportList.of(
            request, asked -> managers.page(visitor.tenantFor(Permission.VIEW_REPORTS), asked));
  }

  public ReportList<Manager> getList() {
    return list;
  }

  /** The orders that the page offers; each has a name in the message bundle. */
  public List<String> getSorts() {
    return List.of("-directReports", "directReports", "name", "userName");
  }

  public boolean isSortedBy(String sort) {
    return list.getSort().equals(sort)
        || (list.getSort().isEmpty() && sort.equals("-directReports"));
  }
}
