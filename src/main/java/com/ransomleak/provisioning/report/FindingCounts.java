package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Findings;
import com.ransomleak.provisioning.org.Findings.Found;
import com.ransomleak.provisioning.org.ReportingLineFindings;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All findings of a tenant at this moment. */
@ApplicationScoped
public class FindingCounts {
  @Inject private Findings findings;
  @Inject private ReportingLineFindings lines;
  @Inject private Reports reports;

  /** The number of findings by kind, in the order of {@link #find}. */
  public Map<String, Long> of(TenantId tenant) {
    Map<String, Long> counts = new LinkedHashMap<>();
    find(tenant, 0).forEach((kind, found) -> counts.put(kind, found.total()));
    return counts;
  }

  /**
   * The findings by kind. The kinds that concern most people come first.
   *
   * @param limit how many pending manager references are read, at most; 0 only counts them
   */
  public Map<String, Found<?>> find(TenantId tenant, int limit) {
    ReportingLineFindings.Cycles cycles = lines.circles(tenant);
    Map<String, Found<?>> found = new LinkedHashMap<>();
    found.put("pendingManagers", pending(tenant, limit));
    found.put("circles", cycles.circles());
    found.put("selfManagers", cycles.selfManagers());
    found.put("unusableReferences", lines.unusable(tenant));
    found.put("departmentsWithoutTeam", findings.departmentsWithoutTeam(tenant));
    found.put("unknownMembers", findings.unknownMembers(tenant));
    found.put("lookAlikeRoles", findings.lookAlikeRoles(tenant));
    found.put("sharedEmails", findings.sharedEmails(tenant));
    found.put("withoutExternalId", findings.withoutExternalId(tenant));
    return found;
  }

  private Found<?> pending(TenantId tenant, int limit) {
    ReportRequest request = ReportRequest.first(Map.of(), limit);
    return new Found<>(
        reports.total(tenant, PendingManager.REPORT, request),
        limit == 0 ? List.of() : reports.page(tenant, PendingManager.REPORT, request).items());
  }
}
