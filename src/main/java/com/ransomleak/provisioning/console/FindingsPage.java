package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.org.Findings;
import com.ransomleak.provisioning.org.Findings.Found;
import com.ransomleak.provisioning.report.FindingCounts;
import com.ransomleak.provisioning.role.Permission;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;

/** {@code findings.xhtml}: conditions that need attention, and how to correct them. */
@Named
@RequestScoped
public class FindingsPage extends ConsolePage {
  @Inject private FindingCounts findings;
  private Map<String, Found<?>> all;

  /** The findings by kind; kinds without findings are included. */
  public Map<String, Found<?>> getAll() {
    if (all == null) {
      all = Map.copyOf(findings.find(user.tenantFor(Permission.VIEW_ACTIVITY), Findings.LIMIT));
    }
    return all;
  }

  public boolean isEmpty() {
    return getAll().values().stream().allMatch(Found::isEmpty);
  }
}
