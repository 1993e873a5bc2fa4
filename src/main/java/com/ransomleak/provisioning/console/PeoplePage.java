package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.Person;
import com.ransomleak.provisioning.report.ReportException;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code people.xhtml}: users by name, team, role, manager and state; the address says which. */
@Named
@RequestScoped
public class PeoplePage extends ConsolePage {
  private static final List<String> FILTERS =
      List.of("search", "state", "team", "role", "manager", "without", "sort");

  @Inject private Reports reports;
  private ReportList<Person> list;
  private Map<String, String> subjects;

  /** An invalid filter, or a filter with an unknown id, finds nobody. */
  @Override
  @PostConstruct
  void load() {
    TenantId tenant = user.tenantFor(Permission.VIEW_REPORTS);
    Map<String, String> filters =
        Person.REPORT.filters().keySet().stream()
            .filter(name -> !parameter(name).isEmpty())
            .collect(Collectors.toMap(name -> name, this::parameter));
    list = ReportList.of(this, reports, tenant, Person.REPORT, filters, getSorts());
    try {
      subjects = reports.names(tenant, Person.REPORT, list.getRequest());
    } catch (ReportException unknown) {
      subjects = Map.of();
    }
  }

  public List<Person> getPeople() {
    return list.getItems();
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

  public List<String> getSorts() {
    return List.of("userName", "name", "-created", "created");
  }

  /** Whether the list may be empty because of a search or filter. */
  public boolean isFiltered() {
    return FILTERS.stream()
        .filter(name -> !name.equals("sort"))
        .anyMatch(name -> !parameter(name).isEmpty() && !parameter(name).equals("all"));
  }

  /** The address of the next page, or null. */
  public String getNext() {
    return list.getNext() == null ? null : "people?" + list.getNext();
  }

  /** The same list for the reports API. */
  public String getQuery() {
    return FILTERS.stream()
        .filter(name -> !parameter(name).isEmpty())
        .map(name -> name + "=" + encoded(parameter(name)))
        .collect(Collectors.joining("&"));
  }
}
