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
    list = ReportList.of(this, reports, tenant, Person.REPORT, filters);
    try {
      subjects = reports.names(tenant, Person.REPORT, list.getRequest());
    } catch (ReportException unknown) {
      subjects = Map.of();
    }
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
