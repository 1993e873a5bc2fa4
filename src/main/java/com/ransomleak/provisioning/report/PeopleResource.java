package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.People.Person;
import com.ransomleak.provisioning.report.PersonReport.Known;
import com.ransomleak.provisioning.report.Timeline.Line;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import java.util.UUID;

/** {@code /api/v1/people}: who is there, everything about one, and what became of them. */
@Path("v1/people")
@ApplicationScoped
public class PeopleResource {
  private static final Columns<Person> PERSON =
      new Columns<Person>()
          .column("id", Person::id)
          .column("userName", Person::userName)
          .column("displayName", Person::displayName)
          .column("email", Person::email)
          .column("title", Person::title)
          .column("department", Person::department)
          .column("team", Person::team)
          .column("teamId", Person::teamId)
          .column("manager", Person::manager)
          .column("managerId", Person::managerId)
          .column("externalId", Person::externalId)
          .column("active", Person::active)
          .column("createdAt", Person::createdAt)
          .column("changedAt", Person::changedAt);

  private static final Columns<Line> LINE =
      new Columns<Line>()
          .column("at", Line::at)
          .column("sentence", Line::sentence)
          .column("source", line -> line.source().kind())
          .column("by", line -> line.source().by())
          .column("changed", Line::changed)
          .column("consequences", Line::consequences)
          .column("activity", line -> line.source().entry());

  @Inject private People people;
  @Inject private PersonReport reports;
  @Inject private Timeline timeLine;

  @GET
  public Response list(
      @QueryParam("state") String state,
      @QueryParam("team") String team,
      @QueryParam("role") String role,
      @QueryParam("manager") String manager,
      @QueryParam("without") String without,
      @BeanParam ListParameters parameters) {
    TenantId tenant = parameters.tenant();
    PeopleFilter filter = PeopleFilter.of(state, team, role, manager, without);
    ListRequest request = parameters.request();
    People.requireOrder(request);
    boolean csv = parameters.isCsv();
    people.subjects(tenant, filter);
    if (csv) {
      return ReportResponses.csv(
          "people", PERSON, row -> people.each(tenant, filter, request, row));
    }
    return ReportResponses.page(PERSON, people.page(tenant, filter, request));
  }

  @GET
  @Path("{id}")
  public Response get(@PathParam("id") String id, @Context SecurityContext caller) {
    Known known = known(id, caller);
    return ReportResponses.one(PERSON, known.person(), more -> PersonJson.add(known, more));
  }

  @GET
  @Path("{id}/timeline")
  public Response timeLine(
      @PathParam("id") String id,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit,
      @QueryParam("format") String format,
      @Context HttpHeaders headers,
      @Context SecurityContext caller) {
    TenantId tenant = ReportReader.of(caller).tenant();
    int size = ListRequest.of(null, null, null, limit).limit();
    Optional<Cursor> last = Timeline.cursor(after);
    boolean csv = ReportResponses.isCsv(format, headers);
    UUID person = known(id, caller).person().id();
    return csv
        ? ReportResponses.csv("time-line", LINE, row -> timeLine.each(tenant, person, row))
        : ReportResponses.page(LINE, timeLine.page(tenant, person, last, size));
  }

  private Known known(String id, SecurityContext caller) {
    return reports
        .find(ReportReader.of(caller).tenant(), id)
        .orElseThrow(() -> ReportException.unknown("person"));
  }
}
