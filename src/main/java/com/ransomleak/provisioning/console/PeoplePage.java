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
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code people.xhtml}: people by name and by where they stand; the address says which. */
@Named
@RequestScoped
public class PeoplePage {
  private static final int PAGE_SIZE = 50;
  private static final List<String> FILTERS =
      List.of("search", "state", "team", "role", "manager", "without", "sort");

  @Inject private CurrentUser visitor;
  @Inject private People people;
  @Inject private HttpServletRequest request;
  private Listing<Person> list = new Listing<>(List.of(), Optional.empty());
  private Subjects subjects = new Subjects(null, null, null);

  /** An address that means nothing, or somebody who is not here, shows nobody. */
  @PostConstruct
  void load() {
    try {
      PeopleFilter filter =
          PeopleFilter.of(
              parameter("state"),
              parameter("team"),
              parameter("role"),
              parameter("manager"),
              parameter("without"));
      subjects = people.subjects(visitor.tenantFor(Permission.VIEW_REPORTS), filter);
      list = people.page(visitor.tenantFor(Permission.VIEW_REPORTS), filter, asked());
    } catch (ReportException nothing) {
      list = new Listing<>(List.of(), Optional.empty());
    }
  }

  private ListRequest asked() {
    String sort = getSorts().contains(parameter("sort")) ? parameter("sort") : "userName";
    String after =
        Cursor.of(parameter("after")).filter(last -> last.sort().equals(sort)).isPresent()
            ? parameter("after")
            : null;
    return ListRequest.lenient(parameter("search"), sort, after, PAGE_SIZE);
  }

  public List<Person> getPeople() {
    return list.items();
  }

  public Subjects getSubjects() {
    return subjects;
  }

  public List<String> getStates() {
    return List.of("all", "active", "inactive");
  }

  public List<String> getLacks() {
    return List.of("team", "manager", "externalId");
  }

  public List<String> getSorts() {
    return List.of("userName", "name", "-created", "created");
  }

  /** Whether only some of the people are asked for. */
  public boolean isNarrowed() {
    return FILTERS.stream()
        .filter(name -> !name.equals("sort"))
        .anyMatch(name -> !parameter(name).isEmpty() && !parameter(name).equals("all"));
  }

  public boolean isMore() {
    return list.next().isPresent();
  }

  public String getNext() {
    return "people?" + getQuery() + "&after=" + list.next().map(Cursor::toString).orElse("");
  }

  /** The same question, to the reports' API. */
  public String getQuery() {
    StringBuilder query = new StringBuilder();
    for (String name : FILTERS) {
      if (!parameter(name).isEmpty()) {
        query
            .append(query.isEmpty() ? "" : "&")
            .append(name)
            .append('=')
            .append(URLEncoder.encode(parameter(name), StandardCharsets.UTF_8));
      }
    }
    return query.toString();
  }

  /** For the page and the form: empty when it is not in the address. */
  public String parameter(String name) {
    String value = Optional.ofNullable(request.getParameter(name)).orElse("").replace("\0", "");
    return value.strip().substring(0, Math.min(value.strip().length(), Cursor.LONGEST));
  }
}
