package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.report.TeamHistory.Day;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * {@code /api/v1}: lists, in pages as JSON or whole as CSV, each declared in the record of its
 * rows; and single users and teams.
 */
@Path("v1")
@ApplicationScoped
public class ReportsResource {
  private static final int DEFAULT_TREND_DAYS = 90;
  private static final int MAX_TREND_DAYS = 1000;

  @Inject private ReportResponses responses;
  @Inject private Reports reports;
  @Inject private PersonReport personReport;
  @Inject private TeamHistory teamHistory;
  @Inject private Tenants tenants;
  @Inject private ActivityFeed activityFeed;

  @GET
  @Path("people")
  public Response people(@BeanParam Call call) {
    return responses.list(Person.report(tenants.schemas(call.tenant()).user()), call);
  }

  @GET
  @Path("people/{id}")
  public Response person(@PathParam("id") String id, @BeanParam Call call) {
    call.only();
    return personReport
        .find(call.tenant(), id)
        .map(
            details ->
                ReportResponses.json(
                    RecordWriter.json(details.person()).addAll(RecordWriter.json(details))))
        .orElseThrow(() -> ReportException.unknown("person"));
  }

  /** Direct reports come page by page, all levels whole. */
  @GET
  @Path("people/{id}/reports")
  public Response reports(@BeanParam Call call) {
    return call.parameter(DirectReport.DEPTH).strip().equalsIgnoreCase("all")
        ? responses.whole(DirectReport.ALL_LEVELS, call.request(DirectReport.REPORT), call)
        : responses.list(DirectReport.REPORT, call);
  }

  @GET
  @Path("people/{id}/timeline")
  public Response timeline(@BeanParam Call call) {
    return responses.list(TimelineEntry.REPORT, call);
  }

  @GET
  @Path("changes")
  public Response changes(@BeanParam Call call) {
    return responses.list(Change.REPORT, call);
  }

  @GET
  @Path("activity")
  public Response activity(@BeanParam Call call) {
    return responses.list(ActivityEntry.REPORT, call);
  }

  /** The activity in the order in which it was written, without gaps, for a SIEM that polls. */
  @GET
  @Path("activity/feed")
  public Response activityFeed(
      @QueryParam("after") String after,
      @QueryParam("from") String from,
      @QueryParam("limit") String limit,
      @BeanParam Call call) {
    TenantId tenant = call.tenant(Purpose.ACTIVITY);
    call.only("after", "from", "limit");
    return ReportResponses.json(
        activityFeed
            .read(
                tenant,
                call.parameter("after"),
                call.parameter("from"),
                ReportRequest.limit(call.parameter("limit")))
            .json());
  }

  @GET
  @Path("managers")
  public Response managers(@BeanParam Call call) {
    return responses.list(Manager.REPORT, call);
  }

  @GET
  @Path("org-chart")
  public Response orgChart(@BeanParam Call call) {
    return responses.list(
        call.parameter("root").isBlank() ? OrgChartNode.ROOTS : OrgChartNode.BELOW, call);
  }

  @GET
  @Path("pending-managers")
  public Response pendingManagers(@BeanParam Call call) {
    return responses.list(PendingManager.REPORT, call);
  }

  @GET
  @Path("pending-managers/people")
  public Response peopleWithPendingManagers(@BeanParam Call call) {
    return responses.list(PendingPerson.REPORT, call);
  }

  @GET
  @Path("people-without-manager")
  public Response peopleWithoutManager(@BeanParam Call call) {
    return responses.list(PersonWithoutManager.REPORT, call);
  }

  @GET
  @Path("roles")
  public Response roles(@BeanParam Call call) {
    return responses.list(Role.REPORT, call);
  }

  @GET
  @Path("roles/{id}/members")
  public Response roleMembers(@BeanParam Call call) {
    return responses.list(RoleMember.REPORT, call);
  }

  @GET
  @Path("teams")
  public Response teams(@BeanParam Call call) {
    return responses.list(Team.REPORT, call);
  }

  /** One team, with the other names by which departments find it. */
  @GET
  @Path("teams/{id}")
  public Response team(@PathParam("id") String id, @BeanParam Call call) {
    call.only();
    Team team = team(call, id);
    JsonArrayBuilder names = ScimJson.array();
    teamHistory
        .otherNames(call.tenant(), team.id())
        .forEach(name -> names.add(RecordWriter.json(name)));
    return ReportResponses.json(RecordWriter.json(team).add("otherNames", names));
  }

  /** The number of active users at the end of each day. */
  @GET
  @Path("teams/{id}/trend")
  public Response trend(
      @PathParam("id") String id,
      @QueryParam("days") String days,
      @QueryParam("format") String format,
      @BeanParam Call call) {
    call.only("days", "format");
    Team team = team(call, id);
    int number =
        ReportRequest.number("days", call.parameter("days"), DEFAULT_TREND_DAYS, MAX_TREND_DAYS);
    List<Day> trend = teamHistory.trend(call.tenant(), team.id(), number);
    return call.isCsv()
        ? ReportResponses.csv("team-trend", Day.class, trend::forEach)
        : ReportResponses.page(Page.of(trend));
  }

  private Team team(Call call, String id) {
    return ResourceId.of(id)
        .flatMap(known -> reports.find(call.tenant(), Team.REPORT, known))
        .orElseThrow(() -> ReportException.unknown("team"));
  }

  @GET
  @Path("teams/{id}/members")
  public Response teamMembers(@BeanParam Call call) {
    return responses.list(TeamMember.REPORT, call);
  }
}
