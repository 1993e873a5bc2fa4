package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.PendingManagers.Pending;
import com.ransomleak.provisioning.report.WaitingPeople.Waiting;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

/**
 * {@code /api/v1/pending-managers}: references that lead to nobody, and below it {@code /people}:
 * who waits for one of them, or for any.
 */
@Path("v1/pending-managers")
@ApplicationScoped
public class PendingManagersResource {
  private static final Columns<Pending> REFERENCES =
      new Columns<Pending>()
          .column("reference", Pending::reference)
          .column("since", Pending::since)
          .column("waiting", Pending::waiting)
          .column("people", Pending::people)
          .column("reason", pending -> pending.reason().word())
          .column("key", Pending::key)
          .column("matches", Pending::matches)
          .column("remedy", PendingManagersResource::remedy);

  private static final Columns<Waiting> PEOPLE =
      new Columns<Waiting>()
          .column("id", Waiting::id)
          .column("userName", Waiting::userName)
          .column("displayName", Waiting::displayName)
          .column("team", Waiting::team)
          .column("active", Waiting::active)
          .column("reference", Waiting::reference)
          .column("since", Waiting::since);

  @Inject private PendingManagers pending;
  @Inject private WaitingPeople waiting;

  @GET
  public Response list(@BeanParam ListParameters parameters) {
    TenantId tenant = parameters.tenant();
    ListRequest request = parameters.request();
    PendingManagers.requireOrder(request);
    return parameters.isCsv()
        ? ReportResponses.csv(
            "pending-managers", REFERENCES, row -> pending.each(tenant, request, row))
        : ReportResponses.page(REFERENCES, pending.page(tenant, request));
  }

  @GET
  @Path("people")
  public Response people(
      @QueryParam("reference") String reference, @BeanParam ListParameters parameters) {
    TenantId tenant = parameters.tenant();
    ListRequest request = parameters.request();
    WaitingPeople.requireOrder(request);
    String wanted = reference == null ? "" : reference.replace("\0", "");
    return parameters.isCsv()
        ? ReportResponses.csv(
            "waiting-for-managers", PEOPLE, row -> waiting.each(tenant, wanted, request, row))
        : ReportResponses.page(PEOPLE, waiting.page(tenant, wanted, request));
  }

  private static String remedy(Pending pending) {
    return switch (pending.reason()) {
      case NOBODY ->
          "Assign the manager to the app in the identity provider, or correct the reference; the"
              + " line is linked when the manager arrives.";
      case AMBIGUOUS ->
          pending.matches()
              + " people have it as "
              + pending.key()
              + ". Correct it for all but one of them, or refer to the manager by another key.";
      case SOON -> "Nothing: the next check links the line.";
    };
  }
}
