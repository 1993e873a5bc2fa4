package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.Cursor;
import com.ransomleak.provisioning.report.ListRequest;
import com.ransomleak.provisioning.report.Listing;
import com.ransomleak.provisioning.report.People;
import com.ransomleak.provisioning.report.People.Person;
import com.ransomleak.provisioning.report.People.Subjects;
import com.ransomleak.provisioning.report.PeopleFilter;
import com.ransomleak.provisioning.report.ReportException;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code people.xhtml}: users by name, team, role, manager and state; the address says which. */
@Named
@RequestScoped
public class PeoplePage extends ConsolePage {
  private static final List<String> FILTERS =
      List.of("search", "state", "team", "role", "manager", "without", "sort");

  @Inject private People people;
  private Listing<Person> list = new Listing<>(List.of(), Optional.empty());
  private Subjects subjects = new Subjects(null, null, null);

  /** An invalid filter, or a filter with an unknown id, finds nobody. */
  @PostConstruct
  void load() {
    TenantId tenant = user.tenantFor(Permission.VIEW_REPORTS);
    try {
      PeopleFilter filter =
          PeopleFilter.of(
              parameter("state"),
              parameter("team"),
              parameter("role"),
              parameter("manager"),
              parameter("without"));
      subjects = people.subjects(tenant, filter);
      list = people.page(tenant, filter, page());
    } catch (ReportException nothing) {
      list = new Listing<>(List.of(), Optional.empty());
    }
  }

  private ListRequest page() {
    String sort = getSorts().contains(parameter("sort")) ? parameter("sort") : "userName";
    String after = parameter("after");
    boolean valid = Cursor.of(after).filter(last -> last.sort().equals(sort)).isPresent();
    return ListRequest.lenient(parameter("search"), sort, valid ? after : null, PAGE_SIZE);
  }

  public List<Person> getPeople() {
    return list.items();
  }

  /** The names of the team, role and manager that the filter names. */
  public Subjects getSubjects() {
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
    return list.next().map(next -> "people?" + getQuery() + "&after=" + next).orElse(null);
  }

  /** The same list for the reports API. */
  public String getQuery() {
    return FILTERS.stream()
        .filter(name -> !parameter(name).isEmpty())
        .map(name -> name + "=" + encoded(parameter(name)))
        .collect(Collectors.joining("&"));
  }
}
