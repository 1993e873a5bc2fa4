package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.console.Chart.Values;
import com.ransomleak.provisioning.org.TeamAdministration;
import com.ransomleak.provisioning.report.TeamMembers;
import com.ransomleak.provisioning.report.TeamMembers.Member;
import com.ransomleak.provisioning.report.TeamReports;
import com.ransomleak.provisioning.report.TeamReports.Day;
import com.ransomleak.provisioning.report.TeamReports.OtherName;
import com.ransomleak.provisioning.report.TeamReports.Team;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.ResourceId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;

/**
 * {@code team.xhtml}: one team, its head-count over time, its people. Its forms carry the name and
 * the state that the administrator saw; a form that is stale or sent twice changes nothing and says
 * so. A form for an unknown team changes nothing; {@link #find} then answers 404.
 */
@Named
@RequestScoped
public class TeamPage {
  private static final int TREND_DAYS = 90;

  @Inject private CurrentUser visitor;
  @Inject private TeamReports reports;
  @Inject private TeamMembers memberReports;
  @Inject private TeamAdministration editing;
  @Inject private HttpServletRequest request;

  private Team team;
  private ReportList<Member> members;
  private Chart chart;
  private String name;
  private String seen;
  private boolean archivedSeen;

  @PostConstruct
  void load() {
    team =
        ResourceId.of(Optional.ofNullable(request.getParameter("id")).orElse(""))
            .flatMap(id -> reports.find(visitor.tenantFor(Permission.VIEW_REPORTS), id))
            .orElse(null);
    if (team == null) {
      return;
    }
    members =
        ReportList.of(
            request,
            asked ->
                memberReports.list(visitor.tenantFor(Permission.VIEW_REPORTS), team.id(), asked));
    List<Day> trend =
        reports.trend(visitor.tenantFor(Permission.VIEW_REPORTS), team.id(), TREND_DAYS);
    chart =
        Chart.lines(
            "trend",
            Messages.text("team.trend"),
            trend.stream().map(Day::day).toList(),
            List.of(
                new Values(
                    Messages.text("overview.active"), trend.stream().map(Day::people).toList())));
    name = team.name();
    seen = team.name();
    archivedSeen = team.archived();
  }

  /** Before the page is built: another tenant's team is as unknown as one that never was. */
  public void find() {
    if (team == null) {
      Pages.answerUnknown();
    } else if (request.getParameter("made") != null && request.getMethod().equals("GET")) {
      Messages.info("team.made", team.name());
    }
  }

  public void rename() {
    if (team == null || !isEditor()) {
      return;
    }
    try {
      boolean done =
          editing.rename(
              visitor.tenantFor(Permission.MANAGE_INTEGRATIONS),
              team.id(),
              seen,
              name,
              visitor.actor());
      tell(done, "team.renamed");
    } catch (ScimException refusal) {
      Messages.refusal(refusal);
    }
    load();
  }

  /** Archives the team or takes it back into use: the other of what the administrator saw. */
  public void switchArchived() {
    if (team == null || !isEditor()) {
      return;
    }
    try {
      boolean done =
          archivedSeen
              ? editing.revive(
                  visitor.tenantFor(Permission.MANAGE_INTEGRATIONS), team.id(), visitor.actor())
              : editing.archive(
                  visitor.tenantFor(Permission.MANAGE_INTEGRATIONS), team.id(), visitor.actor());
      tell(done, archivedSeen ? "team.revived" : "team.archived");
    } catch (ScimException refusal) {
      Messages.refusal(refusal);
    }
    load();
  }

  private static void tell(boolean done, String success) {
    if (done) {
      Messages.info(success);
    } else {
      Messages.error("role.stale");
    }
  }

  /** Whether the visitor may change the team. */
  public boolean isEditor() {
    return visitor.may("MANAGE_INTEGRATIONS");
  }

  public Team getTeam() {
    return team;
  }

  public List<OtherName> getOtherNames() {
    return team == null
        ? List.of()
        : reports.otherNames(visitor.tenantFor(Permission.VIEW_REPORTS), team.id());
  }

  public Chart getChart() {
    return chart;
  }

  public ReportList<Member> getMembers() {
    return members;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name == null ? "" : name;
  }

  public String getSeen() {
    return seen;
  }

  public void setSeen(String seen) {
    this.seen = seen == null ? "" : seen;
  }

  public boolean isArchivedSeen() {
    return archivedSeen;
  }

  public void setArchivedSeen(boolean archivedSeen) {
    this.archivedSeen = archivedSeen;
  }
}
