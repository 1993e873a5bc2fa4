package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.activity.ActivityQueries;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;

/** {@code activity-entry.xhtml}: one thing that happened, with everything known of it. */
@Named
@RequestScoped
public class ActivityEntry {
  @Inject private CurrentUser visitor;
  @Inject private ActivityQueries activity;
  @Inject private HttpServletRequest request;
  private ActivityRow described;

  /** Before the page is built: another tenant's entry is as unknown as one that never was. */
  public void find() {
    TenantId tenant = visitor.tenantFor(Permission.MANAGE_INTEGRATIONS);
    described =
        ActivityPage.id(request.getParameter("id"))
            .flatMap(id -> activity.entry(tenant, id))
            .map(ActivityRow::new)
            .orElse(null);
    if (described == null) {
      Pages.answerUnknown();
    }
  }

  public ActivityRow getDescribed() {
    return described;
  }
}
