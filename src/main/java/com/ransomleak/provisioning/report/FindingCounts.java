package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Findings;
import com.ransomleak.provisioning.org.ReportingLineFindings;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many findings of each kind a tenant has, as of now. */
@ApplicationScoped
public class FindingCounts {
  @Inject private Findings findings;
  @Inject private ReportingLineFindings lines;
  @Inject private PendingManagers pending;

  /** By kind, those that concern most people first. */
  public Map<String, Long> of(TenantId tenant) {
    ReportingLineFindings.Cycles circles = lines.circles(tenant);
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("pendingManagers", pending.count(tenant).references());
    counts.put("circles", circles.circles().total());
    counts.put("selfManagers", circles.selfManagers().total());
    counts.put("unusableReferences", lines.unusable(tenant).total());
    counts.put("departmentsWithoutTeam", findings.departmentsWithoutTeam(tenant).total());
    counts.put("unknownMembers", findings.unknownMembers(tenant).total());
    counts.put("lookAlikeRoles", findings.lookAlikeRoles(tenant).total());
    counts.put("sharedEmails", findings.sharedEmails(tenant).total());
    counts.put("withoutExternalId", findings.withoutExternalId(tenant).total());
    return counts;
  }
}
