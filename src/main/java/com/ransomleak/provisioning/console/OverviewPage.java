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

/** {@code overview.xhtml}: the tenant in numbers, now and in the last ninety days. */
@Named
@RequestScoped
public class OverviewPage {
  private static final int DAYS = 90;

  @Inject private CurrentUser visitor;
  @Inject private Metrics figures;
  @Inject private FindingCounts findings;

  private Now now;
  private List<Finding> found;
  private List<Chart> charts = List.of();

  /** How many there are of a kind of finding. */
  public record Finding(String kind, long total) {
    public String getName() {
      return Messages.text("overview.finding." + kind);
    }

    /** Whether a report of its own tells it. */
    public boolean isReport() {
      return kind.equals("pendingManagers");
    }
  }

  @PostConstruct
  void load() {
    TenantId tenant = visitor.tenantFor(Permission.VIEW_REPORTS);
    now = figures.now(tenant);
    found =
        findings.of(tenant).entrySet().stream()
            .filter(kind -> kind.getValue() > 0)
            .map(kind -> new Finding(kind.getKey(), kind.getValue()))
            .toList();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    List<Day> days = figures.days(tenant, today.minusDays(DAYS), today);
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
                values("overview.refused", days, Day::refused))),
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

  public List<Finding> getFindings() {
    return found;
  }

  public long getFindingTotal() {
    return found.stream().mapToLong(Finding::total).sum();
  }

  /** Empty before the first figures are kept. */
  public List<Chart> getCharts() {
    return charts;
  }
}
