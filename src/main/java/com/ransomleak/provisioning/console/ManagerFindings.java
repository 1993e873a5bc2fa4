package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.org.Findings;
import com.ransomleak.provisioning.org.Findings.Found;
import com.ransomleak.provisioning.org.Findings.Person;
import com.ransomleak.provisioning.org.ReportingLineFindings;
import com.ransomleak.provisioning.org.ReportingLineFindings.Cycle;
import com.ransomleak.provisioning.org.ReportingLineFindings.Cycles;
import com.ransomleak.provisioning.org.ReportingLineFindings.Unusable;
import com.ransomleak.provisioning.report.ListRequest;
import com.ransomleak.provisioning.report.PendingManagers;
import com.ransomleak.provisioning.role.Permission;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** {@code line-findings.xhtml}: what the findings say about managers and reporting lines. */
@Named
@RequestScoped
public class ManagerFindings {
  @Inject private CurrentUser visitor;
  @Inject private PendingManagers pending;
  @Inject private ReportingLineFindings broken;

  private Found<PendingManagerRow> pendingLines;
  private Cycles circles;
  private Found<Unusable> unusable;

  @PostConstruct
  void load() {
    List<PendingManagerRow> items =
        pending
            .page(
                visitor.tenantFor(Permission.MANAGE_INTEGRATIONS),
                ListRequest.lenient("", "", "", Findings.LIMIT))
            .items()
            .stream()
            .map(PendingManagerRow::new)
            .toList();
    pendingLines =
        new Found<>(
            pending.count(visitor.tenantFor(Permission.MANAGE_INTEGRATIONS)).references(), items);
    circles = broken.circles(visitor.tenantFor(Permission.MANAGE_INTEGRATIONS));
    unusable = broken.unusable(visitor.tenantFor(Permission.MANAGE_INTEGRATIONS));
  }

  public Found<PendingManagerRow> getPending() {
    return pendingLines;
  }

  public Found<Cycle> getCircles() {
    return circles.circles();
  }

  public Found<Person> getSelfManagers() {
    return circles.selfManagers();
  }

  public Found<Unusable> getUnusable() {
    return unusable;
  }

  public boolean isEmpty() {
    return pendingLines.isEmpty()
        && circles.circles().isEmpty()
        && circles.selfManagers().isEmpty()
        && unusable.isEmpty();
  }
}
