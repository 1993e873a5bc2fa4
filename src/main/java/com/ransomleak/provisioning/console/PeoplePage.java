package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.Filter;
import com.ransomleak.provisioning.report.Person;
import com.ransomleak.provisioning.report.Report;
import com.ransomleak.provisioning.report.ReportException;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code people.xhtml}: users by name, team, role, manager and state; the address says which. */
@Named
@RequestScoped
public class PeoplePage extends ConsolePage {
  @Inject private Reports reports;
  @Inject private Tenants tenants;
  private ReportList<Person> list;
  private static final String COLUMNS = "columns";
  private static final List<String> DEFAULT_COLUMNS =
      List.of("userName", "title", "team", "manager", "createdAt");

  /** The filters by a value, in the order of the form. */
  private static final List<String> VALUES =
      List.of(
          "department",
          "title",
          "userType",
          "country",
          "locality",
          "preferredLanguage",
          "timezone",
          "costCenter",
          "division",
          "organization",
          "employeeNumber");

  private Map<String, String> subjects;
  private List<String> known;
  private List<String> shown;

  /** An invalid filter, or a filter with an unknown id, finds nobody. */
  @Override
  @PostConstruct
  void load() {
    TenantId tenant = user.tenantFor(Permission.VIEW_REPORTS);
    Report<Person> report = Person.report(tenants.schemas(tenant).user());
    Map<String, String> filters =
        report.filters().keySet().stream()
            .filter(name -> !parameter(name).isEmpty())
            .collect(Collectors.toMap(name -> name, this::parameter));
    known = ((Filter.Columns) report.filters().get(COLUMNS)).known();
    chooseColumns(filters);
    list = ReportList.of(this, reports, tenant, report, filters);
    try {
      subjects = reports.names(tenant, report, list.getRequest());
    } catch (ReportException unknown) {
      subjects = Map.of();
    }
  }

  /** The form sends a parameter for each column, a link one for all. */
  private void chooseColumns(Map<String, String> filters) {
    String[] sent = request.getParameterValues(COLUMNS);
    List<String> requested = Filter.Columns.names(sent == null ? "" : String.join(",", sent));
    List<String> unknown = requested.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      Messages.error(
          "people.columns.unknown",
          Shortened.to(256, String.join(", ", unknown)),
          String.join(", ", known));
    }
    List<String> columns = known.stream().filter(requested::contains).toList();
    shown = columns.isEmpty() ? DEFAULT_COLUMNS : columns;
    filters.put(COLUMNS, String.join(",", columns));
    filters.values().removeIf(String::isEmpty);
  }

  /** The columns that the page can show besides the name. */
  public List<String> getKnownColumns() {
    return known;
  }

  /** The columns that the page shows besides the name. */
  public List<String> getColumns() {
    return shown;
  }

  /** The title of a column: for an extension attribute its name without the URN. */
  public static String title(String column) {
    int end = column.lastIndexOf(':');
    return end < 0 ? Messages.text("people.column." + column) : column.substring(end + 1);
  }

  /** The filters by a value, those by extension attributes last. */
  public List<String> getValues() {
    return Stream.concat(VALUES.stream(), known.stream().filter(name -> name.indexOf(':') > 0))
        .toList();
  }

  /** Whether one of {@link #getValues} is set. */
  public boolean isFilteredByValue() {
    return getValues().stream().anyMatch(list.getFilters()::containsKey);
  }

  /** The inputs of the form; every other parameter of the list is a hidden one. */
  public String getFields() {
    return "state without " + COLUMNS + " " + String.join(" ", getValues());
  }

  public ReportList<Person> getList() {
    return list;
  }

  /** The names of the team, role and manager that the filter names. */
  public Map<String, String> getSubjects() {
    return subjects;
  }

  public List<String> getStates() {
    return List.of("all", "active", "inactive");
  }

  /** The values of the filter {@code without}. */
  public List<String> getMissing() {
    return List.of("team", "manager", "externalId");
  }
}
