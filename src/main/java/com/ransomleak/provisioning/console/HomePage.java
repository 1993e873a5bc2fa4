package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.activity.ActivityQueries;
import com.ransomleak.provisioning.activity.ActivityQueries.RejectionCause;
import com.ransomleak.provisioning.console.Chart.Values;
import com.ransomleak.provisioning.report.Change;
import com.ransomleak.provisioning.report.FindingCounts;
import com.ransomleak.provisioning.report.FindingCounts.FindingCount;
import com.ransomleak.provisioning.report.Health;
import com.ransomleak.provisioning.report.HealthReader;
import com.ransomleak.provisioning.report.Metrics;
import com.ransomleak.provisioning.report.Metrics.Day;
import com.ransomleak.provisioning.report.Metrics.Now;
import com.ransomleak.provisioning.report.ReportRequest;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code home.xhtml}: whether provisioning works, what needs attention, and the metrics of the
 * tenant. The page requests the health again every ten seconds.
 */
@Named
@RequestScoped
public class HomePage extends ConsolePage {
  static final String ADDRESS = "/admin/home";
  private static final List<Integer> PERIODS = List.of(7, 30, 90, 365);
  private static final int DEFAULT_PERIOD = 90;
  private static final int MAX_CAUSES = 3;
  private static final int MAX_CHANGES = 5;

  @Inject private HealthReader healthReader;
  @Inject private Metrics metrics;
  @Inject private FindingCounts findingCounts;
  @Inject private ActivityQueries activity;
  @Inject private Reports reports;

  private Health health;
  private Now now;
  private List<FindingCount> findings = List.of();
  private List<RejectionCause> causes = List.of();
  private List<Change> changes = List.of();
  private List<Chart> charts = List.of();
  private int period;
  private long findingsIgnored;
  private long pendingReferences;
  private long pendingIgnored;

  @PostConstruct
  @Override
  void load() {
    if (!isOpen()) {
      return;
    }
    TenantId tenant = user.tenantId();
    period = period(parameter("days"));
    health = healthReader.of(tenant);
    if (user.may("VIEW_ACTIVITY")) {
      causes =
          activity.causes(tenant, 2 * MAX_CAUSES).stream()
              // Anybody can send requests without a token, or with an unknown one.
              .filter(cause -> cause.status() != 401)
              .limit(MAX_CAUSES)
              .toList();
    }
    // Counting the findings and the people reads the whole tenant: not every ten seconds.
    if (user.isLive()) {
      return;
    }
    List<FindingCount> counts = findingCounts.all(tenant);
    findings = counts.stream().filter(kind -> kind.count() > 0).toList();
    findingsIgnored = counts.stream().mapToLong(FindingCount::ignored).sum();
    counts.stream()
        .filter(kind -> kind.kind().equals("pendingManagers"))
        .forEach(
            kind -> {
              pendingIgnored = kind.ignored();
              pendingReferences = kind.count() + kind.ignored();
            });
    if (user.may("VIEW_REPORTS")) {
      now = metrics.now(tenant);
      ReportRequest newest = ReportRequest.first(Map.of(), PAGE_SIZE);
      List<Change> grouped = Change.grouped(reports.page(tenant, Change.REPORT, newest).items());
      changes = grouped.stream().limit(MAX_CHANGES).toList();
      charts = charts(tenant);
    }
  }

  /** Before the page is rendered: a user to whom it shows nothing gets another page. */
  public void find() {
    if (!isOpen()) {
      redirect(user.getHome());
    }
  }

  private boolean isOpen() {
    return ADDRESS.equals(user.getHome());
  }

  /** The day of the numbers of today. */
  public LocalDate getToday() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  /** Empty until there are two days, because one value is not a line. */
  private List<Chart> charts(TenantId tenant) {
    LocalDate today = getToday();
    List<Day> days = new ArrayList<>(metrics.days(tenant, today.minusDays(period - 1L), today));
    days.removeIf(day -> day.day().equals(today));
    days.add(now.asOf(today));
    return days.size() < 2 ? List.of() : charts(days);
  }

  private static int period(String requested) {
    return PERIODS.stream()
        .filter(days -> days.toString().equals(requested))
        .findFirst()
        .orElse(DEFAULT_PERIOD);
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

  public Health getHealth() {
    return health;
  }

  /** The state that the page names: a healthy one with something to do soon has its own word. */
  public String getState() {
    boolean soon = health.reasons().stream().anyMatch(reason -> !reason.urgency().equals("low"));
    return soon && health.state().equals("healthy") ? "attention" : health.state();
  }

  /** The class of the style sheet for the state. */
  public String getStyle() {
    return switch (getState()) {
      case "healthy" -> "good";
      case "degraded" -> "bad";
      default -> "warn";
    };
  }

  /** The class of the style sheet for an urgency. */
  public String style(String urgency) {
    return switch (urgency) {
      case "high" -> "bad";
      case "medium" -> "warn";
      default -> "";
    };
  }

  /** The page that shows more about a reason, below {@code /admin/}, or null. */
  public String page(Health.Reason reason) {
    return switch (reason.kind()) {
      case "rejectedHour", "rejectedDay" ->
          pageFor("VIEW_ACTIVITY", "integrations/activity?kind=rejected");
      case "silent" -> pageFor("VIEW_ACTIVITY", "integrations/activity?kind=provisioning");
      case "reportTokenExpires" -> pageFor("MANAGE_INTEGRATIONS", "integrations/report-access");
      case "activityTokenExpires" -> pageFor("MANAGE_INTEGRATIONS", "integrations/activity-access");
      default -> pageFor("MANAGE_INTEGRATIONS", "integrations/scim-provisioning");
    };
  }

  private String pageFor(String permission, String page) {
    return user.may(permission) ? page : null;
  }

  /** Null for a user who may not view reports. */
  public Now getNow() {
    return now;
  }

  /** The kinds with findings, the most urgent first. */
  public List<FindingCount> getFindings() {
    return findings;
  }

  public long getFindingsIgnored() {
    return findingsIgnored;
  }

  /**
   * The number of manager references that match nobody or several people, ignored ones included, as
   * on the page Pending managers.
   */
  public long getPendingReferences() {
    return pendingReferences;
  }

  /** How many of {@link #getPendingReferences} an administrator ignores. */
  public long getPendingIgnored() {
    return pendingIgnored;
  }

  public long getFindingTotal() {
    return findings.stream().mapToLong(FindingCount::count).sum();
  }

  public List<RejectionCause> getCauses() {
    return causes;
  }

  public List<Change> getChanges() {
    return changes;
  }

  /** Empty before there are two days to show. */
  public List<Chart> getCharts() {
    return charts;
  }

  /** The numbers of days that the charts can show. */
  public List<Integer> getPeriods() {
    return PERIODS;
  }

  public int getPeriod() {
    return period;
  }
}
