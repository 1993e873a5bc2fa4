package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A {@link BeanParam}: a request for a report. */
public class Call {
  @Context private UriInfo uri;
  @Context private HttpHeaders headers;
  @Context private SecurityContext security;

  /** The tenant whose reports are read. */
  TenantId tenant() {
    return tenant(Purpose.REPORTS);
  }

  /**
   * The tenant whose reports or activity is read. The filter has checked it by the path; this check
   * does not depend on how the path is written.
   *
   * @throws ReportException 403 for a reader who may read something else
   */
  TenantId tenant(Purpose required) {
    ReportReader reader = (ReportReader) security.getUserPrincipal();
    if (reader.purpose() != required) {
      throw ReportException.of(403, "This address is not open for the token or session.");
    }
    return reader.tenant();
  }

  /** The value of a path or query parameter, or empty. */
  String parameter(String name) {
    String value = uri.getPathParameters().getFirst(name);
    value = value == null ? uri.getQueryParameters().getFirst(name) : value;
    return value == null ? "" : value;
  }

  /**
   * Which part of a list, in which order.
   *
   * @throws ReportException 400 for an unknown parameter, or a limit that is not a number
   */
  ReportRequest request(Report<?> report) {
    requireKnown(report.parameterNames());
    Map<String, String> filters = new HashMap<>();
    report.filters().keySet().stream()
        .filter(name -> !parameter(name).isBlank())
        .forEach(name -> filters.put(name, parameter(name)));
    return new ReportRequest(
        filters,
        parameter("search"),
        parameter("sort"),
        parameter("after"),
        ReportRequest.limit(parameter("limit")));
  }

  /**
   * Rejects other query parameters than these: with a misspelt {@code team}, a client would take
   * everybody for the team.
   *
   * @throws ReportException 400
   */
  void only(String... names) {
    requireKnown(new TreeSet<>(Arrays.asList(names)));
  }

  private void requireKnown(Set<String> names) {
    for (String sent : uri.getQueryParameters().keySet()) {
      if (!names.contains(sent)) {
        throw ReportException.unknownParameter(sent, names);
      }
    }
  }

  /**
   * Whether the client wants the whole list as CSV: by the parameter {@code format}, which a link
   * can carry, else by {@code Accept}.
   *
   * @throws ReportException 400 for another format
   */
  boolean isCsv() {
    String format = parameter("format");
    if (!format.isBlank()) {
      return switch (format.strip().toLowerCase(Locale.ROOT)) {
        case "csv" -> true;
        case "json" -> false;
        default -> throw ReportException.badParameter("format", "json or csv");
      };
    }
    return headers.getAcceptableMediaTypes().stream()
        .filter(type -> isJson(type) || type.isCompatible(ReportResponses.CSV))
        .findFirst()
        .filter(type -> !isJson(type))
        .isPresent();
  }

  private static boolean isJson(MediaType type) {
    return type.isCompatible(MediaType.APPLICATION_JSON_TYPE);
  }
}
