package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.org.TeamEditing;
import com.ransomleak.provisioning.report.Cursor;
import com.ransomleak.provisioning.report.ListRequest;
import com.ransomleak.provisioning.report.Listing;
import com.ransomleak.provisioning.report.TeamReports;
import com.ransomleak.provisioning.report.TeamReports.State;
import com.ransomleak.provisioning.report.TeamReports.Team;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.ScimException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** {@code teams.xhtml}: the tenant's teams with their head-counts; an administrator makes one. */
@Named
@RequestScoped
public class TeamsPage {
  private static final int PAGE_SIZE = 50;
  private static final List<String> SORTS = List.of("name", "-people", "people", "-created");

  @Inject private Visitor visitor;
  @Inject private TeamReports reports;
  @Inject private TeamEditing editing;
  @Inject private HttpServletRequest request;

  private ListRequest asked;
  private State state;
  private Listing<Team> teams;
  private String newName = "";

  @PostConstruct
  void load() {
    String wanted = request.getParameter("sort");
    String sort = wanted != null && SORTS.contains(wanted) ? wanted : "name";
    String word = request.getParameter("state");
    state = word == null ? State.ACTIVE : State.named(word).orElse(State.ACTIVE);
    asked =
        new ListRequest(
            ListRequest.lenient(request.getParameter("search"), sort, null, PAGE_SIZE).search(),
            sort,
            Cursor.of(request.getParameter("after")).filter(after -> after.sort().equals(sort)),
            PAGE_SIZE);
    teams = reports.list(visitor.tenantFor(Permission.VIEW_REPORTS), asked, state);
  }

  /** Makes a team and leads to it. */
  public String create() {
    if (!isEditor()) {
      return null;
    }
    try {
      UUID made =
          editing.create(
              visitor.tenantFor(Permission.MANAGE_INTEGRATIONS), newName, visitor.actor());
      return Pages.redirect("/admin/reports/team?id=" + made + "&made=true");
    } catch (ScimException refusal) {
      Messages.refusal(refusal);
      return null;
    }
  }

  /** Whether the visitor may make and change teams. */
  public boolean isEditor() {
    return visitor.may("MANAGE_INTEGRATIONS");
  }

  public List<Team> getTeams() {
    return teams.items();
  }

  /** Whether only some teams are asked for, so that an empty list says little. */
  public boolean isNarrowed() {
    return !asked.search().isEmpty() || state != State.ACTIVE;
  }

  public boolean isMore() {
    return teams.next().isPresent();
  }

  public String getNext() {
    return address(state.word(), asked.sort()) + "&after=" + teams.next().orElseThrow();
  }

  /** The address of the same list in another state or order. */
  public String address(String otherState, String otherSort) {
    return "teams?state=" + otherState + "&sort=" + otherSort + "&search=" + encodedSearch();
  }

  /** Where the same teams are a file. */
  public String getCsv() {
    return "/api/v1/teams?format=csv&state=" + state.word() + "&search=" + encodedSearch();
  }

  private String encodedSearch() {
    return URLEncoder.encode(asked.search(), StandardCharsets.UTF_8);
  }

  public List<String> getStates() {
    return Arrays.stream(State.values()).map(State::word).toList();
  }

  public List<String> getSorts() {
    return SORTS;
  }

  public String getState() {
    return state.word();
  }

  public String getSort() {
    return asked.sort();
  }

  public String getSearch() {
    return asked.search();
  }

  public String getNewName() {
    return newName;
  }

  public void setNewName(String newName) {
    this.newName = newName == null ? "" : newName;
  }
}
