package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.activity.Texts;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many findings of each kind a tenant has at this moment, without those that are ignored. A
 * request counts once.
 */
@RequestScoped
public class FindingCounts {
  private static final String NUMBERS =
      "count(*) filter (where %1$s) as count, coalesce(sum(f.people) filter (where %1$s), 0) as people, count(*) filter (where not (%1$s)) as ignored"
          .formatted(FindingSql.OPEN);

  @Inject private Reports reports;
  @Inject private RecentFindings recent;
  private final Map<TenantId, List<FindingCount>> counted = new HashMap<>();

  /**
   * The findings of a kind, for the API.
   *
   * @param count the number of things that are wrong: references, people, roles …
   * @param people the number of people they concern
   * @param ignored the number of things that an administrator ignores; the others leave them out
   * @param counted both numbers in words
   */
  public record FindingCount(
      String kind,
      String title,
      String urgency,
      long count,
      long people,
      long ignored,
      String counted,
      String meaning,
      String remedy) {}

  /** The numbers of a kind. */
  private record Numbers(long count, long people, long ignored) {}

  /** The number of findings by kind, the most urgent kind first. */
  public Map<String, Long> of(TenantId tenant) {
    Map<String, Long> counts = new LinkedHashMap<>();
    all(tenant).forEach(count -> counts.put(count.kind(), count.count()));
    return counts;
  }

  /** All kinds, also those without findings, the most urgent first. */
  @Transactional
  public List<FindingCount> all(TenantId tenant) {
    return counted.computeIfAbsent(tenant, this::read);
  }

  /** The number of all findings, which may be a minute old. */
  @Transactional
  public long recentTotal(TenantId tenant) {
    return recent.total(tenant).orElseGet(() -> total(all(tenant)));
  }

  private List<FindingCount> read(TenantId tenant) {
    List<FindingCount> all =
        Arrays.stream(FindingKind.values()).map(kind -> count(tenant, kind)).toList();
    recent.keep(tenant, total(all));
    return all;
  }

  private static long total(List<FindingCount> all) {
    return all.stream().mapToLong(FindingCount::count).sum();
  }

  /** The findings of one kind. */
  @Transactional
  public FindingCount count(TenantId tenant, FindingKind kind) {
    ReportRequest all = ReportRequest.first(Map.of("state", "all"), 1);
    Numbers numbers = reports.sum(tenant, kind.report(), all, NUMBERS, Numbers.class);
    return new FindingCount(
        kind.word(),
        kind.title(),
        kind.urgency().word(),
        numbers.count(),
        numbers.people(),
        numbers.ignored(),
        Texts.text("finding.counted." + kind.word(), numbers.count(), numbers.people()),
        kind.meaning(),
        kind.remedy());
  }
}
