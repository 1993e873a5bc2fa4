package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Metrics.Day;
import com.ransomleak.provisioning.report.Metrics.Now;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * The tenant in numbers, now and day by day.
 *
 * <pre>{@code
 * {"activePeople":9950,"inactivePeople":50,"teams":120,"pendingManagers":3,"exchanges":412,"refused":2,"lastExchange":"2026-…",
 *  "findings":{"pendingManagers":2,"circles":0,"departmentsWithoutTeam":0,"unknownMembers":1, …}}
 * }</pre>
 */
@Path("v1/overview")
@ApplicationScoped
public class OverviewResource {
  private static final int USUAL_DAYS = 90;

  private static final Columns<Now> NOW =
      new Columns<Now>()
          .column("activePeople", Now::activePeople)
          .column("inactivePeople", Now::inactivePeople)
          .column("teams", Now::teams)
          .column("pendingManagers", Now::pendingManagers)
          .column("exchanges", Now::exchanges)
          .column("refused", Now::refused)
          .column("lastExchange", Now::lastExchange);

  private static final Columns<Day> DAY =
      new Columns<Day>()
          .column("day", Day::day)
          .column("activePeople", Day::activePeople)
          .column("inactivePeople", Day::inactivePeople)
          .column("teams", Day::teams)
          .column("pendingManagers", Day::pendingManagers)
          .column("exchanges", Day::exchanges)
          .column("refused", Day::refused);

  @Inject private Metrics figures;
  @Inject private FindingCounts findings;

  @GET
  public Response now(@Context SecurityContext security) {
    TenantId tenant = ReportReader.of(security).tenant();
    return ReportResponses.one(
        NOW,
        figures.now(tenant),
        object -> {
          JsonObjectBuilder counts = ScimJson.object();
          findings.of(tenant).forEach(counts::add);
          object.add("findings", counts);
        });
  }

  /** The days from one to another, both included; the last ninety when nothing is said. */
  @GET
  @Path("days")
  public Response days(
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("format") String format,
      @Context HttpHeaders headers,
      @Context SecurityContext security) {
    TenantId tenant = ReportReader.of(security).tenant();
    LocalDate last = day("to", to, LocalDate.now(ZoneOffset.UTC));
    LocalDate first = day("from", from, last.minusDays(USUAL_DAYS));
    List<Day> days = figures.days(tenant, first, last);
    return ReportResponses.isCsv(format, headers)
        ? ReportResponses.csv("overview", DAY, days::forEach)
        : ReportResponses.page(DAY, new Listing<>(days, Optional.empty()));
  }

  private static LocalDate day(String name, String text, LocalDate otherwise) {
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    try {
      LocalDate day = LocalDate.parse(text.strip());
      // What no calendar of PostgreSQL holds is no day of a report either.
      if (day.getYear() >= 1 && day.getYear() <= 9999) {
        return day;
      }
    } catch (DateTimeParseException e) {
      // Told below.
    }
    throw ReportException.badParameter(name, "a day such as 2026-11-24");
  }
}
