package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.FindingCounts;
import com.ransomleak.provisioning.report.FindingKind;
import com.ransomleak.provisioning.report.Manager;
import com.ransomleak.provisioning.report.PendingManager;
import com.ransomleak.provisioning.report.PendingPerson;
import com.ransomleak.provisioning.report.PersonWithoutManager;
import com.ransomleak.provisioning.report.Report;
import com.ransomleak.provisioning.report.ReportRequest;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.report.Role;
import com.ransomleak.provisioning.report.Team;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The lists of the pages below {@code admin/reports}; the tag {@code c:list} shows one. */
@Named("lists")
@RequestScoped
public class ReportLists extends ConsolePage {
  private static final List<String> TEAM_STATES = List.of("active", "archived", "all");

  @Inject private Reports reports;
  @Inject private FindingCounts counts;

  private final Map<String, ReportList<?>> read = new HashMap<>();
  private PendingTotals pendingTotals;
  private Long pendingIgnored;

  /** How many manager references are pending, and how many users have one of them. */
  public record PendingTotals(long references, long people) {}

  public ReportList<?> getManagers() {
    return list(Manager.REPORT, Map.of());
  }

  public ReportList<?> getPending() {
    return list(PendingManager.REPORT, Map.of());
  }

  /** Why the references on the page are pending. */
  public List<String> getPendingReasons() {
    return getPending().getItems().stream()
        .map(row -> ((PendingManager) row).shownReason())
        .distinct()
        .sorted()
        .toList();
  }

  public PendingTotals getPendingTotals() {
    if (pendingTotals == null) {
      ReportRequest all = ReportRequest.first(Map.of(), 1);
      pendingTotals =
          new PendingTotals(
              reports.total(tenant(), PendingManager.REPORT, all),
              reports.total(tenant(), PendingPerson.REPORT, all));
    }
    return pendingTotals;
  }

  public ReportList<?> getRoles() {
    return list(Role.REPORT, Map.of());
  }

  public ReportList<?> getTeams() {
    String state = parameter("state").toLowerCase(Locale.ROOT);
    Map<String, String> filters =
        Map.of("state", TEAM_STATES.contains(state) ? state : TEAM_STATES.get(0));
    return list(Team.REPORT, filters);
  }

  /** How many pending references Findings leaves out, because an administrator ignores them. */
  public long getPendingIgnored() {
    if (pendingIgnored == null) {
      pendingIgnored = counts.count(tenant(), FindingKind.PENDING_MANAGERS).ignored();
    }
    return pendingIgnored;
  }

  /** The values of the filter {@code state} of the teams. */
  public List<String> getTeamStates() {
    return TEAM_STATES;
  }

  /** The users with one pending manager reference, or with any if the address names none. */
  public ReportList<?> getWaiting() {
    // References are compared as the identity provider sent them, with spaces around them.
    String reference =
        Objects.requireNonNullElse(request.getParameter("reference"), "").replace("\0", "");
    return list(PendingPerson.REPORT, Map.of("reference", reference));
  }

  /** The users without a working reporting line, for one reason if the address names one. */
  public ReportList<?> getWithoutManager() {
    return list(
        PersonWithoutManager.REPORT,
        Map.of(
            "reason",
            parameter("reason"),
            "state",
            parameter("state"),
            "ignored",
            parameter("ignored")));
  }

  /** The values of the filter {@code ignored} of the users without a manager. */
  public List<String> getIgnoredStates() {
    return List.of("all", "false", "true");
  }

  /** The values of the filter {@code reason} of the users without a manager. */
  public List<String> getManagerReasons() {
    return List.of("none", "nobody", "ambiguous", "unusable", "self", "loop");
  }

  /** The values of the filter {@code state} of users. */
  public List<String> getPersonStates() {
    return List.of("all", "active", "inactive");
  }

  /** Reads a list once per request, although a page refers to it often. */
  private <T extends Record> ReportList<?> list(Report<T> report, Map<String, String> filters) {
    return read.computeIfAbsent(
        report.name(), key -> ReportList.of(this, reports, tenant(), report, filters));
  }

  private TenantId tenant() {
    return user.tenantFor(Permission.VIEW_REPORTS);
  }
}
