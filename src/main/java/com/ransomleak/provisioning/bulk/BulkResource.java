package com.ransomleak.provisioning.bulk;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.RequestBodies;
import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.scim.message.BulkRequest;
import com.ransomleak.provisioning.scim.message.BulkResponse;
import com.ransomleak.provisioning.scim.message.BulkResponse.Result;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Providers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /scim/v2/Bulk} (RFC 7644 section 3.7). The answer comes when all is done, whatever became
 * of whoever asked; results stand in the order of the request, without those that were not tried.
 */
@Path("v2/Bulk")
@ApplicationScoped
@Produces({Scim.JSON, Scim.PLAIN_JSON})
@Consumes({Scim.JSON, Scim.PLAIN_JSON})
public class BulkResource {
  private static final Logger LOG = System.getLogger(BulkResource.class.getName());

  @Inject private OperationExecutor requests;
  @Inject private Activity activity;
  @Inject private RequestBodies bodies;
  @Inject private DeploymentSettings settings;

  /**
   * Carries out what the body says.
   *
   * @param providers know how each failure is answered
   */
  @POST
  public Response carryOut(
      @Context SecurityContext caller, @Context Providers providers, byte[] body) {
    ScimRequestContext exchange = (ScimRequestContext) caller.getUserPrincipal();
    BulkRequest request = BulkRequest.parse(bodies.parse(body), exchange.tolerances());
    BulkExecutor run =
        new BulkExecutor(
            request,
            exchange,
            requests,
            providers.getExceptionMapper(Throwable.class),
            settings.bulkTimeLimit());
    List<Result> results = run.results();
    record(exchange, request, results);
    return Response.ok(BulkResponse.text(results).getBytes(StandardCharsets.UTF_8)).build();
  }

  /** What was done is done and recorded: its sum must not turn the answer into a failure. */
  private void record(ScimRequestContext exchange, BulkRequest request, List<Result> results) {
    long refused = results.stream().filter(Result::isRefused).count();
    int left = request.operations().size() - results.size();
    List<String> sum = new ArrayList<>();
    sum.add(operations(results.size() - refused) + " carried out.");
    if (refused > 0) {
      sum.add(operations(refused) + " refused.");
    }
    if (left > 0) {
      sum.add(operations(left) + " not tried, because of failOnErrors.");
    }
    try {
      activity.recordBulk(exchange.tenant(), exchange, sum);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "A bulk request could not be recorded (request {0}): {1}",
          exchange.requestId(),
          e.getMessage());
    }
  }

  private static String operations(long count) {
    return count + (count == 1 ? " operation" : " operations");
  }
}
