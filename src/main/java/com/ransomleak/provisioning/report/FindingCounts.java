package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.activity.Texts;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many findings of each kind a tenant has at this moment. */
@ApplicationScoped
public class FindingCounts {
  @Inject private Reports reports;

  /**
   * The findings of a kind, for the API.
   *
   * @param count the number of things that are wrong: references, people, roles …
   * @param people the number of people they concern
   * @param counted both numbers in words
   */
  public record FindingCount(
      String kind,
      String title,
      String urgency,
      long count,
      long people,
      String counted,
      String meaning,
      String remedy) {}

  /** The numbers of a kind. Public for the mapper of rows. */
  public record Sum(long count, long people) {}

  /** The number of findings by kind, the most urgent kind first. */
  public Map<String, Long> of(TenantId tenant) {
    Map<String, Long> counts = new LinkedHashMap<>();
    all(tenant).forEach(count -> counts.put(count.kind(), count.count()));
    return counts;
  }

  /** All kinds, also those without findings, the most urgent first. */
  @Transactional
  public List<FindingCount> all(TenantId tenant) {
    return Arrays.stream(FindingKind.values()).map(kind -> count(tenant, kind)).toList();
  }

  private FindingCount count(TenantId tenant, FindingKind kind) {
    Sum sum =
        reports.sum(
            tenant,
            kind.report(),
            ReportRequest.first(Map.of(), 1),
            "count(*) as count, coalesce(sum(f.people), 0) as people",
            Sum.class);
    return new FindingCount(
        kind.word(),
        kind.title(),
        kind.urgency().word(),
        sum.count(),
        sum.people(),
        Texts.text("finding.counted." + kind.word(), sum.count(), sum.people()),
        kind.meaning(),
        kind.remedy());
  }
}
