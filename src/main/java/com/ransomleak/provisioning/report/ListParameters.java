package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;

/** A {@link BeanParam}: what every list that can be searched is asked with. */
public class ListParameters {
  @QueryParam("search")
  private String search;

  @QueryParam("sort")
  private String sort;

  @QueryParam("after")
  private String after;

  @QueryParam("limit")
  private String limit;

  @QueryParam("format")
  private String format;

  @Context private HttpHeaders headers;
  @Context private SecurityContext caller;

  TenantId tenant() {
    return ReportReader.of(caller).tenant();
  }

  /**
   * Which part of the list, in which order.
   *
   * @throws ReportException 400 when a parameter means nothing
   */
  ListRequest request() {
    return ListRequest.of(search, sort, after, limit);
  }

  /**
   * Whether the whole list is wanted as CSV.
   *
   * @throws ReportException 400 for another format
   */
  boolean isCsv() {
    return ReportResponses.isCsv(format, headers);
  }
}
