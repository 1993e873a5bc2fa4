package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.Finding;
import com.ransomleak.provisioning.report.FindingKind;
import com.ransomleak.provisioning.report.IgnoredFindings;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.ResourceId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;

/** {@code finding.xhtml}: all findings of the kind in the address. */
@Named
@RequestScoped
public class FindingPage extends ConsolePage {
  @Inject private Reports reports;
  @Inject private IgnoredFindings ignored;
  private FindingKind kind;
  private ReportList<Finding> list;

  /** Before the page is rendered: an unknown kind is answered with 404. */
  public void find() {
    kind = FindingKind.of(parameter("kind")).orElse(null);
    if (isForm() && kind != null && user.may("MANAGE_INTEGRATIONS") && isRestoring()) {
      restore();
    } else if (require(kind)) {
      list =
          ReportList.of(
              this,
              reports,
              user.tenantFor(Permission.VIEW_ACTIVITY, Permission.VIEW_REPORTS),
              kind.report(),
              Map.of("kind", kind.word(), "state", state()));
    }
  }

  private boolean isRestoring() {
    return !parameter("restore").isEmpty();
  }

  /** Stops ignoring a finding, or the kind if the button names no finding. */
  private void restore() {
    boolean found =
        ignored.restore(
            user.tenantFor(Permission.MANAGE_INTEGRATIONS),
            kind,
            ResourceId.of(parameter("restore")),
            user.actor());
    redirect(
        "/admin/integrations/finding?kind=" + kind.word(),
        found ? "finding.restored" : "finding.notIgnored");
  }

  /** An unknown state shows the findings that nobody ignores. */
  private String state() {
    return parameter("state").equals("ignored") ? "ignored" : "open";
  }

  /** Whether the page shows the findings that an administrator ignores. */
  public boolean isIgnored() {
    return state().equals("ignored");
  }

  public FindingKind getKind() {
    return kind;
  }

  public ReportList<Finding> getList() {
    return list;
  }
}
