package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.org.BrokenLines;
import com.ransomleak.provisioning.org.BrokenLines.Circle;
import com.ransomleak.provisioning.org.BrokenLines.Circles;
import com.ransomleak.provisioning.org.BrokenLines.Unusable;
import com.ransomleak.provisioning.org.Findings;
import com.ransomleak.provisioning.org.Findings.Found;
import com.ransomleak.provisioning.org.Findings.Person;
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
public class LineFindings {
  @Inject private Visitor visitor;
  @Inject private PendingManagers pending;
  @Inject private BrokenLines broken;

  private Found<PendingLine> pendingLines;
  private Circles circles;
  private Found<Unusable> unusable;

  @PostConstruct
  void load() {
    List<PendingLine> items =
        pending
            .page(
                visitor.tenantFor(Permission.MANAGE_INTEGRATIONS),
                ListRequest.lenient("", "", "", Findings.LIMIT))
            .items()
            .stream()
            .map(PendingLine::new)
            .toList();
    pendingLines =
        new Found<>(
            pending.count(visitor.tenantFor(Permission.MANAGE_INTEGRATIONS)).references(), items);
    circles = broken.circles(visitor.tenantFor(Permission.MANAGE_INTEGRATIONS));
    unusable = broken.unusable(visitor.tenantFor(Permission.MANAGE_INTEGRATIONS));
  }

  public Found<PendingLine> getPending() {
    return pendingLines;
  }

  public Found<Circle> getCircles() {
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
