package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.report.Metrics.Day;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * The tenant in numbers, now and day by day.
 *
 * <pre>{@code
 * {"activePeople":9950,"inactivePeople":50,"teams":120,"pendingManagers":3,"exchanges":412,"refused":2,"lastExchange":"2026-…",
 *  "findings":{"pendingManagers":2,"circles":0,"departmentsWithoutTeam":0,"unknownMembers":1, …},
 *  "health":{"state":"healthy","reasons":[],"lastHour":{"requests":40,"rejected":0,"sampled":false}, …}}
 * }</pre>
 */
@Path("v1/overview")
@ApplicationScoped
public class OverviewResource {
  private static final int DEFAULT_DAYS = 90;

  @Inject private Metrics metrics;
  @Inject private FindingCounts findings;
  @Inject private HealthReader health;

  @GET
  public Response now(@BeanParam Call call) {
    call.only();
    JsonObjectBuilder counts = ScimJson.object();
    findings.of(call.tenant()).forEach(counts::add);
    return ReportResponses.json(
        RecordWriter.json(metrics.now(call.tenant()))
            .add("findings", counts)
            .add("health", RecordWriter.json(health.of(call.tenant()))));
  }

  /** The days from one to another, both included; by default the last ninety. */
  @GET
  @Path("days")
  public Response days(
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("format") String format,
      @BeanParam Call call) {
    call.only("from", "to", "format");
    LocalDate last = day("to", to, LocalDate.now(ZoneOffset.UTC));
    LocalDate first = day("from", from, last.minusDays(DEFAULT_DAYS));
    List<Day> days = metrics.days(call.tenant(), first, last);
    return call.isCsv()
        ? ReportResponses.csv("overview", Day.class, days::forEach)
        : ReportResponses.page(Page.of(days));
  }

  private static LocalDate day(String name, String text, LocalDate defaultValue) {
    if (text == null || text.isBlank()) {
      return defaultValue;
    }
    try {
      LocalDate day = LocalDate.parse(text.strip());
      // PostgreSQL has no other years.
      if (day.getYear() >= 1 && day.getYear() <= 9999) {
        return day;
      }
    } catch (DateTimeParseException e) {
      // Rejected below.
    }
    throw ReportException.badParameter(name, "a day such as 2026-11-24");
  }
}
