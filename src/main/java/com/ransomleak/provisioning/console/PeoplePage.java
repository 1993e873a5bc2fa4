package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.Filter;
import com.ransomleak.provisioning.report.FilterChoices;
import com.ransomleak.provisioning.report.Person;
import com.ransomleak.provisioning.report.Report;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code people.xhtml}: users by name, team, role, manager and state; the address says which. */
@Named
@RequestScoped
public class PeoplePage extends ConsolePage {
  private static final String COLUMNS = ColumnChoice.PARAMETER;
  private static final int MAX_NAMED = 5;

  /** The filters by something that has a name. */
  private static final Map<String, Filter.Kind> NAMED =
      Map.of("team", Filter.Kind.TEAM, "role", Filter.Kind.ROLE, "manager", Filter.Kind.PERSON);

  /** The filters by a value, in the order of the form. */
  private static final List<String> VALUES =
      List.of(
          "department",
          "userType",
          "country",
          "locality",
          "preferredLanguage",
          "timezone",
          "costCenter",
          "division",
          "organization",
          "employeeNumber");

  @Inject private Reports reports;
  @Inject private FilterChoices choices;
  @Inject private Tenants tenants;
  private ReportList<Person> list;
  private final Map<String, String> entered = new HashMap<>();
  private final Set<String> invalid = new HashSet<>();
  private List<String> teams;
  private List<String> roles;
  private Map<String, List<String>> suggested;
  private ColumnChoice columns;

  /** An invalid filter, or a filter with an unknown id or name, finds nobody. */
  @Override
  @PostConstruct
  void load() {
    TenantId tenant = user.tenantFor(Permission.VIEW_REPORTS);
    Report<Person> report = Person.report(tenants.schemas(tenant).user());
    Map<String, String> filters =
        report.filters().keySet().stream()
            .filter(name -> !parameter(name).isEmpty())
            .collect(Collectors.toMap(name -> name, this::parameter));
    columns = ColumnChoice.of(this, ((Filter.Columns) report.filters().get(COLUMNS)).known());
    filters.put(COLUMNS, columns.filter());
    filters.values().removeIf(String::isEmpty);
    NAMED.forEach(
        (name, kind) -> filters.computeIfPresent(name, (k, text) -> id(tenant, name, kind, text)));
    teams = choices.teams(tenant);
    roles = choices.roles(tenant);
    suggested = choices.values(tenant);
    list = ReportList.of(this, reports, tenant, report, filters);
  }

  /** The id of what a name or an id means; the text itself after a message, if it means nothing. */
  private String id(TenantId tenant, String filter, Filter.Kind kind, String text) {
    List<FilterChoices.Choice> found = choices.find(tenant, kind, text);
    if (found.size() == 1) {
      entered.put(filter, found.get(0).name());
      return found.get(0).id().toString();
    }
    entered.put(filter, text);
    invalid.add(filter);
    String excerpt = Shortened.to(256, text);
    if (found.isEmpty()) {
      Messages.error("people.unknown." + filter, excerpt);
    } else {
      Messages.error(
          "people.ambiguous",
          excerpt,
          found.stream()
              .limit(MAX_NAMED)
              .map(FilterChoices.Choice::name)
              .collect(Collectors.joining(", ")));
    }
    return text;
  }

  /** Before the page is rendered: keeps the columns after <em>Show columns</em>. */
  public void remember() {
    if (!parameter("remember").isEmpty()) {
      // A link of another site changes nothing.
      if (!"cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
        columns.keep(list.getFilters().getOrDefault(COLUMNS, ""));
      }
      redirect("/admin/reports/people?" + list.with(Map.of()));
    }
  }

  /** The query of the same list with the usual columns. */
  public String getWithoutColumns() {
    return list.with(Map.of(COLUMNS, ""));
  }

  /** The text of a filter by name. */
  public String entered(String filter) {
    return entered.getOrDefault(filter, "");
  }

  /** Whether the text of a filter by name means nothing, or several things. */
  public boolean isInvalid(String filter) {
    return invalid.contains(filter);
  }

  /** Names of teams to choose from; any other can be typed. */
  public List<String> getTeams() {
    return teams;
  }

  /** Names of roles to choose from; any other can be typed. */
  public List<String> getRoles() {
    return roles;
  }

  /** Values of an attribute to choose from; any other can be typed. */
  public List<String> suggested(String filter) {
    return suggested.getOrDefault(filter, List.of());
  }

  /** The columns that the page can show besides the name. */
  public List<String> getKnownColumns() {
    return columns.known();
  }

  /** The columns that the page shows besides the name. */
  public List<String> getColumns() {
    return columns.shown();
  }

  /** The title of a column: for an extension attribute its name without the URN. */
  public static String title(String column) {
    int end = column.lastIndexOf(':');
    return end < 0 ? Messages.text("people.column." + column) : column.substring(end + 1);
  }

  /** An example of a value, where providers send a code and people would enter a word. */
  public static String example(String column) {
    String key = "people.example." + column;
    return Messages.has(key) ? Messages.text(key) : null;
  }

  /** The filters by a value, those by extension attributes last. */
  public List<String> getValues() {
    return Stream.concat(
            VALUES.stream(), columns.known().stream().filter(name -> name.indexOf(':') > 0))
        .toList();
  }

  /** The inputs of the form; every other parameter of the list is a hidden one. */
  public String getFields() {
    return "state team " + COLUMNS + " " + getMoreFields();
  }

  /** The inputs below <em>More filters</em>. */
  public String getMoreFields() {
    return "without role manager title " + String.join(" ", getValues());
  }

  public ReportList<Person> getList() {
    return list;
  }

  public List<String> getStates() {
    return List.of("all", "active", "inactive");
  }

  /** The values of the filter {@code without}. */
  public List<String> getMissing() {
    return List.of("team", "manager", "externalId");
  }
}
