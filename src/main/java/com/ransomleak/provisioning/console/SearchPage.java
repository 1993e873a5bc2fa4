package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.activity.ActivityQueries;
import com.ransomleak.provisioning.report.ActivityEntry;
import com.ransomleak.provisioning.report.Person;
import com.ransomleak.provisioning.report.Report;
import com.ransomleak.provisioning.report.ReportRequest;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.report.Role;
import com.ransomleak.provisioning.report.Team;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.scim.schema.SearchText;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code search.xhtml}: the first people, teams, roles and activity entries that a search finds,
 * each only for a user who may open it. Of the activity only the newest entries are searched; a
 * link leads to the search of all.
 */
@Named
@RequestScoped
public class SearchPage extends ConsolePage {
  private static final int MAX_LENGTH = 256;
  private static final int MIN_LENGTH = 2;
  private static final int MAX_HITS = 5;

  @Inject private Reports reports;
  @Inject private ActivityQueries activity;
  private String search;
  private List<Person> people = List.of();
  private List<Team> teams = List.of();
  private List<Role> roles = List.of();
  private ActivityRow entry;
  private List<ActivityEntry> entries = List.of();

  @Override
  @PostConstruct
  void load() {
    search = Shortened.to(MAX_LENGTH, parameter("q")).strip();
    if (!isLongEnough()) {
      return;
    }
    TenantId tenant = user.tenantId();
    if (user.may("VIEW_REPORTS")) {
      Stream<Person> exact =
          reports
              .page(tenant, Person.EXACT, ReportRequest.first(Map.of("exact", search), MAX_HITS))
              .items()
              .stream();
      people =
          Stream.concat(exact, hits(tenant, Person.REPORT).stream())
              .distinct()
              .limit(MAX_HITS)
              .toList();
      teams = hits(tenant, Team.REPORT);
    }
    if (user.may("VIEW_REPORTS") || user.may("MANAGE_ROLES")) {
      roles = hits(tenant, Role.REPORT);
    }
    if (user.may("VIEW_ACTIVITY")) {
      entry =
          ResourceId.of(search)
              .flatMap(id -> activity.entry(tenant, id))
              .map(ActivityRow::new)
              .orElse(null);
      ReportRequest words = ReportRequest.first(Map.of("search", search), MAX_HITS);
      entries = reports.page(tenant, ActivityEntry.NEWEST, words).items();
    }
  }

  private <T extends Record> List<T> hits(TenantId tenant, Report<T> report) {
    return reports.hits(tenant, report, new ReportRequest(Map.of(), search, "", "", MAX_HITS));
  }

  public String getSearch() {
    return search;
  }

  /** The search as part of an address. */
  public String getEncoded() {
    return encoded(search);
  }

  public boolean isLongEnough() {
    return search.codePointCount(0, search.length()) >= MIN_LENGTH;
  }

  /** Whether anything matches. */
  public boolean isFound() {
    return !people.isEmpty()
        || !teams.isEmpty()
        || !roles.isEmpty()
        || entry != null
        || !entries.isEmpty();
  }

  /** A person with this id, externalId, userName, e-mail address or employee number is first. */
  public List<Person> getPeople() {
    return people;
  }

  /** The fields that match and that the list does not show, with their values; empty for none. */
  public String match(Person person) {
    String shown =
        Stream.of(person.displayName(), person.userName(), person.title(), person.team())
            .filter(Objects::nonNull)
            .map(SearchText::fold)
            .collect(Collectors.joining(" "));
    Map<String, String> others = new LinkedHashMap<>();
    others.put("email", person.email());
    others.put("employeeNumber", person.employeeNumber());
    others.put("externalId", person.externalId());
    others.values().removeIf(Objects::isNull);
    return Stream.of(NameFold.spaces(search).split(" ", -1))
        .map(SearchText::fold)
        .filter(word -> !shown.contains(word))
        .flatMap(
            word ->
                others.entrySet().stream()
                    .filter(field -> SearchText.fold(field.getValue()).contains(word))
                    .limit(1))
        .map(field -> Messages.text("people.column." + field.getKey()) + " " + field.getValue())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  public List<Team> getTeams() {
    return teams;
  }

  public List<Role> getRoles() {
    return roles;
  }

  /** The newest activity entries with all words of the search. */
  public List<ActivityEntry> getEntries() {
    return entries;
  }

  /** The activity entry with this id, or null. */
  public ActivityRow getEntry() {
    return entry;
  }
}
