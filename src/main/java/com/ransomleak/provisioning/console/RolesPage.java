package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.report.Role;
import com.ransomleak.provisioning.role.Permission;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;

/** {@code roles.xhtml}: the roles with their permissions, for users who can change them. */
@Named
@RequestScoped
public class RolesPage extends ConsolePage {
  @Inject private Reports reports;
  private ReportList<Role> list;

  @Override
  @PostConstruct
  void load() {
    list =
        ReportList.of(
            this, reports, user.tenantFor(Permission.MANAGE_ROLES), Role.REPORT, Map.of());
  }

  public ReportList<Role> getList() {
    return list;
  }
}
