package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.RoleReports;
import com.ransomleak.provisioning.report.RoleReports.Role;
import com.ransomleak.provisioning.role.Permission;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** {@code reports/roles.xhtml}: which roles there are, what they allow, and how many have them. */
@Named
@RequestScoped
public class RolesReportPage {
  @Inject private CurrentUser visitor;
  @Inject private RoleReports roles;
  @Inject private HttpServletRequest request;
  private ReportList<Role> list;

  @PostConstruct
  void load() {
    list =
        ReportList.of(
            request, asked -> roles.page(visitor.tenantFor(Permission.VIEW_REPORTS), asked));
  }

  public ReportList<Role> getList() {
    return list;
  }

  /** The orders that the page offers; each has a name in the message bundle. */
  public List<String> getSorts() {
    return List.of("name", "-people", "people");
  }

  public boolean isSortedBy(String sort) {
    return list.getSort().equals(sort) || (list.getSort().isEmpty() && sort.equals("name"));
  }

  /** What the role allows, in the words of the pages; empty when nothing. */
  public String allowed(Role role) {
    return String.join(
        ", ", role.permissions().stream().map(name -> Permission.valueOf(name).title()).toList());
  }
}
