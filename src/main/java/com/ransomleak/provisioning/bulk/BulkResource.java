package com.ransomleak.provisioning.bulk;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.NodeShutdown;
import com.ransomleak.provisioning.http.RequestBodies;
import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.scim.message.BulkRequest;
import com.ransomleak.provisioning.scim.message.BulkResponse;
import com.ransomleak.provisioning.scim.message.BulkResponse.Result;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.FailureKind;
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
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code /scim/v2/Bulk} (RFC 7644 section 3.7). The response is sent after the last operation. A
 * client that disconnects does not stop the request. Results are in the order of the request,
 * without the operations that were not tried.
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
  @Inject private NodeShutdown shutdown;

  /**
   * Executes the operations of the body.
   *
   * @param providers have the mapper of errors to responses
   */
  @POST
  public Response execute(
      @Context SecurityContext caller, @Context Providers providers, byte[] body) {
    ScimRequestContext context = (ScimRequestContext) caller.getUserPrincipal();
    BulkRequest request = BulkRequest.parse(bodies.parse(body), context.warnings());
    BulkExecutor run =
        new BulkExecutor(
            request,
            context,
            requests,
            providers.getExceptionMapper(Throwable.class),
            settings.bulkTimeLimit(),
            shutdown::hasBegun);
    List<Result> results = run.results();
    record(context, request, results);
    return Response.ok(BulkResponse.text(results).getBytes(StandardCharsets.UTF_8)).build();
  }

  /** Records a summary. If this fails, the response stays, because the operations are recorded. */
  private void record(ScimRequestContext context, BulkRequest request, List<Result> results) {
    long refused = results.stream().filter(Result::isRefused).count();
    int left = request.operations().size() - results.size();
    Consequences summary =
        new Consequences()
            .add(Consequence.OPERATIONS_EXECUTED, results.size() - refused)
            .addCount(Consequence.OPERATIONS_REJECTED, refused)
            .addCount(Consequence.OPERATIONS_NOT_TRIED, left);
    try {
      activity.recordBulk(context.tenant(), context, summary);
    } catch (RuntimeException e) {
      FailureKind.warn(
          LOG, "A bulk request could not be recorded (request " + context.requestId() + ")", e);
    }
  }
}
