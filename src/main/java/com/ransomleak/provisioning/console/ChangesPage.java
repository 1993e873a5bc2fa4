package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.Change;
import com.ransomleak.provisioning.report.ReportRequest;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** {@code changes.xhtml}: who gained or lost what; the address has the filters. */
@Named
@RequestScoped
public class ChangesPage extends ConsolePage {
  private static final List<String> PERIODS = List.of("today", "yesterday", "week", "month", "all");

  @Inject private Reports reports;
  private ReportList<Change> list;
  private List<Change> all = List.of();

  /** A button of the form, for the changes of some days, or of all times. */
  public record Period(String name, boolean current) {}

  /** An invalid filter, or a filter with an unknown id, finds nothing. */
  @Override
  @PostConstruct
  void load() {
    TenantId tenant = user.tenantFor(Permission.VIEW_REPORTS);
    Map<String, String> filters =
        Change.REPORT.filters().keySet().stream()
            .filter(name -> !parameter(name).isEmpty())
            .collect(Collectors.toMap(name -> name, this::parameter));
    if (PERIODS.contains(parameter("period"))) {
      filters.putAll(days(parameter("period")));
      filters.values().removeIf(String::isEmpty);
    }
    list = ReportList.of(this, reports, tenant, Change.REPORT, filters);
    all = list.getItems();
    if (parameter("activity").isEmpty()) {
      list = list.with(Change::grouped);
    }
  }

  public ReportList<Change> getList() {
    return list;
  }

  /** How many people a row stands for, and of how many if it is a part of a change of a role. */
  public String people(Change row) {
    boolean open =
        (list.getPager().next() != null && row.hasCauseOf(all.get(all.size() - 1)))
            || (list.getPager().previous() != null && row.hasCauseOf(all.get(0)));
    if (open && row.kind().equals("role")) {
      Map<String, String> filters = new HashMap<>(list.getFilters());
      filters.putAll(filters(row));
      ReportRequest group = new ReportRequest(filters, list.getSearch(), "", "", 1);
      long people = reports.total(user.tenantFor(Permission.VIEW_REPORTS), Change.REPORT, group);
      return Messages.text("changes.people.of", row.people(), people);
    }
    return Messages.text(open ? "changes.people.page" : "changes.people", row.people());
  }

  /** The query of a list of what a row stands for. */
  public String each(Change row) {
    return list.with(filters(row));
  }

  /** The filters for what a row stands for. Managers of several people can differ in it. */
  private static Map<String, String> filters(Change row) {
    Map<String, String> filters = new HashMap<>();
    filters.put("activity", row.activity().toString());
    filters.put("kind", row.kind());
    filters.put("change", row.change());
    if (List.of("role", "team").contains(row.kind())) {
      UUID subject = row.beforeId() == null ? row.afterId() : row.beforeId();
      filters.put(row.kind(), subject.toString());
    }
    return filters;
  }

  public List<String> getKinds() {
    return List.of("access", "role", "team", "manager");
  }

  public List<String> getChanges() {
    return List.of("gained", "lost", "changed");
  }

  public List<Period> getPeriods() {
    Map<String, String> shown = new HashMap<>(Map.of("from", "", "to", ""));
    shown.replaceAll(list.getFilters()::getOrDefault);
    return PERIODS.stream().map(name -> new Period(name, days(name).equals(shown))).toList();
  }

  /** The filters of a period. Days begin at midnight UTC. */
  private static Map<String, String> days(String period) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    String yesterday = today.minusDays(1).toString();
    return switch (period) {
      case "today" -> Map.of("from", today.toString(), "to", "");
      case "yesterday" -> Map.of("from", yesterday, "to", yesterday);
      case "week" -> Map.of("from", today.minusDays(6).toString(), "to", "");
      case "month" -> Map.of("from", today.minusDays(29).toString(), "to", "");
      default -> Map.of("from", "", "to", "");
    };
  }
}
