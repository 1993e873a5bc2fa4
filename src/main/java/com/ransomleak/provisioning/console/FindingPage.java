package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.Finding;
import com.ransomleak.provisioning.report.FindingKind;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;

/** {@code finding.xhtml}: all findings of the kind in the address. */
@Named
@RequestScoped
public class FindingPage extends ConsolePage {
  @Inject private Reports reports;
  private FindingKind kind;
  private ReportList<Finding> list;

  /** Before the page is rendered: an unknown kind is answered with 404. */
  public void find() {
    kind = FindingKind.of(parameter("kind")).orElse(null);
    if (require(kind)) {
      list =
          ReportList.of(
              this,
              reports,
              user.tenantFor(Permission.VIEW_ACTIVITY),
              kind.report(),
              Map.of("kind", kind.word()));
    }
  }

  public FindingKind getKind() {
    return kind;
  }

  public ReportList<Finding> getList() {
    return list;
  }
}
