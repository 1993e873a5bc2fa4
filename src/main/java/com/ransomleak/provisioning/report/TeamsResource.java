package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.TeamMembers.Member;
import com.ransomleak.provisioning.report.TeamReports.Day;
import com.ransomleak.provisioning.report.TeamReports.State;
import com.ransomleak.provisioning.report.TeamReports.Team;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;

/**
 * Teams: how big, since when, who is in them.
 *
 * <pre>{@code
 * {"id":"01…","name":"Sales","people":12,"inactive":1,"change30":2,"createdAt":"2026-…","archived":false,"madeByHand":false}
 * }</pre>
 */
@Path("v1/teams")
@ApplicationScoped
public class TeamsResource {
  private static final int TREND_DAYS = 90;
  private static final int MOST_TREND_DAYS = 1000;

  private static final Columns<Team> TEAM =
      new Columns<Team>()
          .column("id", Team::id)
          .column("name", Team::name)
          .column("people", Team::people)
          .column("inactive", Team::inactive)
          .column("change30", Team::change30)
          .column("createdAt", Team::createdAt)
          .column("archived", Team::archived)
          .column("madeByHand", Team::madeByHand);

  private static final Columns<Member> MEMBER =
      new Columns<Member>()
          .column("id", Member::id)
          .column("userName", Member::userName)
          .column("displayName", Member::displayName)
          .column("title", Member::title)
          .column("active", Member::active)
          .column("managerId", Member::managerId)
          .column("manager", Member::manager);

  private static final Columns<Day> DAY =
      new Columns<Day>().column("day", Day::day).column("people", Day::people);

  @Inject private TeamReports teams;
  @Inject private TeamMembers members;

  @GET
  public Response list(@QueryParam("state") String state, @BeanParam ListParameters parameters) {
    TenantId tenant = parameters.tenant();
    State wanted = State.of(state);
    ListRequest request = parameters.request();
    TeamReports.requireOrder(request);
    return parameters.isCsv()
        ? ReportResponses.csv("teams", TEAM, row -> teams.each(tenant, request, wanted, row))
        : ReportResponses.page(TEAM, teams.list(tenant, request, wanted));
  }

  /** One team, with the other names by which departments find it. */
  @GET
  @Path("{id}")
  public Response one(@PathParam("id") String id, @Context SecurityContext security) {
    TenantId tenant = ReportReader.of(security).tenant();
    Team team = known(tenant, id);
    return ReportResponses.one(
        TEAM,
        team,
        object -> {
          JsonArrayBuilder names = ScimJson.array();
          teams
              .otherNames(tenant, team.id())
              .forEach(
                  name ->
                      names.add(
                          ScimJson.object().add("name", name.key()).add("alias", name.alias())));
          object.add("otherNames", names);
        });
  }

  @GET
  @Path("{id}/members")
  public Response members(@PathParam("id") String id, @BeanParam ListParameters parameters) {
    TenantId tenant = parameters.tenant();
    Team team = known(tenant, id);
    ListRequest request = parameters.request();
    TeamMembers.requireOrder(request);
    return parameters.isCsv()
        ? ReportResponses.csv(
            "team-members", MEMBER, row -> members.each(tenant, team.id(), request, row))
        : ReportResponses.page(MEMBER, members.list(tenant, team.id(), request));
  }

  /** The head-count at the end of each day. */
  @GET
  @Path("{id}/trend")
  public Response trend(
      @PathParam("id") String id,
      @QueryParam("days") String days,
      @QueryParam("format") String format,
      @Context HttpHeaders headers,
      @Context SecurityContext security) {
    TenantId tenant = ReportReader.of(security).tenant();
    List<Day> trend = teams.trend(tenant, known(tenant, id).id(), days(days));
    return ReportResponses.isCsv(format, headers)
        ? ReportResponses.csv("team-trend", DAY, trend::forEach)
        : ReportResponses.page(DAY, new Listing<>(trend, Optional.empty()));
  }

  private static int days(String text) {
    if (text == null || text.isBlank()) {
      return TREND_DAYS;
    }
    try {
      int days = Integer.parseInt(text.strip());
      if (days >= 1 && days <= MOST_TREND_DAYS) {
        return days;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw ReportException.badParameter("days", "a whole number from 1 to " + MOST_TREND_DAYS);
  }

  private Team known(TenantId tenant, String id) {
    return ResourceId.of(id)
        .flatMap(known -> teams.find(tenant, known))
        .orElseThrow(() -> ReportException.unknown("team"));
  }
}
