package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.console.Chart.Values;
import com.ransomleak.provisioning.report.FindingCounts;
import com.ransomleak.provisioning.report.Metrics;
import com.ransomleak.provisioning.report.Metrics.Day;
import com.ransomleak.provisioning.report.Metrics.Now;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

/** {@code overview.xhtml}: the metrics of the tenant, now and in the last ninety days. */
@Named
@RequestScoped
public class OverviewPage extends ConsolePage {
  private static final int DAYS = 90;

  @Inject private Metrics metrics;
  @Inject private FindingCounts findings;

  private Now now;
  private List<FindingCount> found;
  private List<Chart> charts = List.of();

  /** The number of findings of one kind, at least 1. */
  public record FindingCount(String kind, long total) {}

  @PostConstruct
  @Override
  void load() {
    TenantId tenant = user.tenantFor(Permission.VIEW_REPORTS);
    now = metrics.now(tenant);
    found =
        findings.of(tenant).entrySet().stream()
            .filter(kind -> kind.getValue() > 0)
            .map(kind -> new FindingCount(kind.getKey(), kind.getValue()))
            .toList();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    List<Day> days = metrics.days(tenant, today.minusDays(DAYS), today);
    if (!days.isEmpty()) {
      charts = charts(days);
    }
  }

  private static List<Chart> charts(List<Day> days) {
    List<LocalDate> dates = days.stream().map(Day::day).toList();
    return List.of(
        Chart.lines(
            "people",
            Messages.text("overview.people"),
            dates,
            List.of(
                values("overview.active", days, Day::activePeople),
                values("overview.inactive", days, Day::inactivePeople))),
        Chart.lines(
            "teams",
            Messages.text("overview.teams"),
            dates,
            List.of(values("overview.teams", days, Day::teams))),
        Chart.bars(
            "provisioning",
            Messages.text("overview.provisioning"),
            dates,
            List.of(
                values("overview.exchanges", days, Day::exchanges),
                values("overview.rejected", days, Day::refused))),
        Chart.lines(
            "pending",
            Messages.text("overview.pending"),
            dates,
            List.of(values("overview.pending", days, Day::pendingManagers))));
  }

  private static Values values(String name, List<Day> days, Function<Day, Long> number) {
    return new Values(Messages.text(name), days.stream().map(number).toList());
  }

  public Now getNow() {
    return now;
  }

  public List<FindingCount> getFindings() {
    return found;
  }

  public long getFindingTotal() {
    return found.stream().mapToLong(FindingCount::total).sum();
  }

  /** Empty before the first metrics are recorded. */
  public List<Chart> getCharts() {
    return charts;
  }
}
