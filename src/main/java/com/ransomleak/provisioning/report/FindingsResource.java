package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.report.FindingCounts.FindingCount;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * Findings: the kinds with their numbers, and the rows of a kind.
 *
 * <pre>{@code
 * {"items":[{"kind":"pendingManagers","count":6,"people":21,"counted":"6 references, 21 people", …}, …]}
 * }</pre>
 */
@Path("v1/findings")
@ApplicationScoped
public class FindingsResource {
  @Inject private FindingCounts counts;
  @Inject private ReportResponses responses;

  /** All kinds, the most urgent first. */
  @GET
  public Response kinds(@QueryParam("format") String format, @BeanParam Call call) {
    call.only("format");
    List<FindingCount> kinds = counts.all(call.tenant());
    return call.isCsv()
        ? ReportResponses.csv("findings", FindingCount.class, kinds::forEach)
        : ReportResponses.page(Page.of(kinds));
  }

  @GET
  @Path("{kind}")
  public Response findings(@PathParam("kind") String word, @BeanParam Call call) {
    FindingKind kind =
        FindingKind.of(word).orElseThrow(() -> ReportException.unknown("kind of finding"));
    return responses.list(kind.report(), call);
  }
}
