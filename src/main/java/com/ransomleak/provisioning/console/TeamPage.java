package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.console.Chart.Values;
import com.ransomleak.provisioning.org.TeamAdministration;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.report.Team;
import com.ransomleak.provisioning.report.TeamHistory;
import com.ransomleak.provisioning.report.TeamHistory.Day;
import com.ransomleak.provisioning.report.TeamHistory.MergedInto;
import com.ransomleak.provisioning.report.TeamHistory.OtherName;
import com.ransomleak.provisioning.report.TeamMember;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.settings.TeamAliases;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ChosenSettings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * {@code team.xhtml}: a team, its size over time and its members; and the form of {@code
 * teams.xhtml} that creates a team. A form contains the name or state that its page showed: if that
 * is no longer current, the form changes nothing. A form for an unknown team changes nothing;
 * {@link #find} responds with 404.
 */
@Named
@RequestScoped
public class TeamPage extends ConsolePage {
  private static final int TREND_DAYS = 90;

  @Inject private Reports reports;
  @Inject private TeamHistory history;
  @Inject private TeamAdministration teams;
  @Inject private ChosenSettings settings;

  private TenantId tenant;
  private Team team;
  private ReportList<TeamMember> members;
  private List<OtherName> otherNames = List.of();
  private MergedInto mergedInto;
  private Chart chart;
  private String nameError;
  private String newNameError;
  private boolean switched;

  @Override
  @PostConstruct
  void load() {
    tenant = user.tenantFor(Permission.VIEW_REPORTS);
    team =
        ResourceId.of(parameter("id"))
            .flatMap(id -> reports.find(tenant, Team.REPORT, id))
            .orElse(null);
    if (team != null) {
      members =
          ReportList.of(
              this, reports, tenant, TeamMember.REPORT, Map.of("id", team.id().toString()));
      otherNames = otherNames(team.id());
      mergedInto = mergedInto();
      chart = chart(history.trend(tenant, team.id(), TREND_DAYS));
    }
  }

  private List<OtherName> otherNames(UUID id) {
    Map<String, String> written = history.writtenNames(tenant, id);
    return history.otherNames(tenant, id).stream()
        .map(
            other -> new OtherName(written.getOrDefault(other.name(), other.name()), other.alias()))
        .toList();
  }

  /** By the aliases of this moment: the timer moves the people some minutes later. */
  private MergedInto mergedInto() {
    String name =
        TeamAliases.team(settings.options(tenant).teamAliases(), NameFold.key(team.name()));
    if (name == null) {
      return null;
    }
    MergedInto meant = history.named(tenant, name).orElseGet(() -> new MergedInto(null, name));
    // A renamed team keeps its previous name, which an alias can mean.
    return team.id().equals(meant.id()) ? null : meant;
  }

  /** Null until there are two days, because one value is not a line. */
  private static Chart chart(List<Day> trend) {
    if (trend.size() < 2) {
      return null;
    }
    return Chart.lines(
        "trend",
        Messages.text("team.trend"),
        trend.stream().map(Day::day).toList(),
        List.of(
            new Values(
                Messages.text("overview.active"), trend.stream().map(Day::people).toList())));
  }

  /** Before the page is rendered. */
  public void find() {
    require(team);
  }

  /** Creates a team and opens its page. */
  public void create(String name) {
    if (isEditor()) {
      newNameError =
          rejection(
              () -> {
                UUID id = teams.create(tenant, name, user.actor());
                redirect("/admin/reports/team?id=" + id, "team.created", name.strip());
              });
    }
  }

  /** Why the name of a new team is rejected, or null. */
  public String getNewNameError() {
    return newNameError;
  }

  /** Renames the team. A rejected name stays in its field, with the reason beside it. */
  public void rename(String expected, String name) {
    change(
        id -> {
          try {
            return teams.rename(tenant, id, expected, name, user.actor());
          } catch (ScimException rejection) {
            nameError = rejection.detail();
            return true;
          }
        },
        () -> nameError == null ? "team.renamed" : null);
  }

  /**
   * Archives or restores the team.
   *
   * @param expected whether the page showed an archived team
   */
  public void switchArchived(boolean expected) {
    if (expected) {
      change(id -> teams.restore(tenant, id, user.actor()), () -> "team.restored");
    } else {
      change(id -> teams.archive(tenant, id, user.actor()), () -> "team.archived");
    }
    switched = true;
  }

  private void change(Predicate<UUID> change, Supplier<String> success) {
    if (team != null && isEditor()) {
      submit(
          () -> {
            boolean changed = change.test(team.id());
            if (changed && success.get() != null) {
              reopen(success.get());
            }
            return changed;
          },
          null);
    }
  }

  /** Why the typed name is rejected, or null. */
  public String getNameError() {
    return nameError;
  }

  /** The typed name if it is rejected, else that of the team. */
  public String getTypedName() {
    return nameError == null && team != null ? team.name() : parameter("name");
  }

  /**
   * Whether the team can be archived or restored; also while such a form is processed, so that an
   * old form is answered with the reason.
   */
  public boolean isMovable() {
    return (request.getParameter("switchArchived") != null && !switched)
        || (team != null && (team.archived() || team.people() + team.inactive() == 0));
  }

  /** Whether the user may create and change teams. */
  public boolean isEditor() {
    return user.may("MANAGE_INTEGRATIONS");
  }

  public Team getTeam() {
    return team;
  }

  public List<OtherName> getOtherNames() {
    return otherNames;
  }

  /** The team into which this one was merged, or null. */
  public MergedInto getMergedInto() {
    return mergedInto;
  }

  public Chart getChart() {
    return chart;
  }

  public ReportList<TeamMember> getMembers() {
    return members;
  }
}
