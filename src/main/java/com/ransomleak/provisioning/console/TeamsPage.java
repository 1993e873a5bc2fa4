package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.org.TeamAdministration;
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
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** {@code teams.xhtml}: the tenant's teams with their head-counts; an administrator makes one. */
@Named
@RequestScoped
public class TeamsPage {
  private static final List<String> SORTS = List.of("name", "-people", "people", "-created");

  @Inject private CurrentUser visitor;
  @Inject private TeamReports reports;
  @Inject private TeamAdministration editing;
  @Inject private HttpServletRequest request;

  private State state;
  private ReportList<Team> list;
  private String newName = "";

  @PostConstruct
  void load() {
    String word = request.getParameter("state");
    state = word == null ? State.ACTIVE : State.named(word).orElse(State.ACTIVE);
    list =
        ReportList.of(
            request,
            asked -> reports.list(visitor.tenantFor(Permission.VIEW_REPORTS), asked, state));
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

  public ReportList<Team> getList() {
    return list;
  }

  /** Whether only some teams are asked for, so that an empty list says little. */
  public boolean isNarrowed() {
    return !list.getSearch().isEmpty() || state != State.ACTIVE;
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

  /** Whether the list is in that order. */
  public boolean isSortedBy(String sort) {
    return list.getSort().equals(sort) || (list.getSort().isEmpty() && sort.equals("name"));
  }

  public String getNewName() {
    return newName;
  }

  public void setNewName(String newName) {
    this.newName = newName == null ? "" : newName;
  }
}
