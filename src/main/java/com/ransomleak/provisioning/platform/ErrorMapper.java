package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.report.ReportException;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.store.UniqueKey;
import com.ransomleak.provisioning.throttle.TooManyRequests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import javax.transaction.xa.XAException;

/**
 * Every exception becomes a {@link ScimException}, and {@link ResponseFilter} writes it, or {@link
 * ReportResponseFilter} as a problem. The client's fault is a 4xx, our outage a 503 with
 * Retry-After in whole seconds (H-14, H-15), our fault a 500 that says nothing but the request's
 * id.
 */
@Provider
@ApplicationScoped
public class ErrorMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = System.getLogger(ErrorMapper.class.getName());
  private static final int CONFLICT_PAUSE_SECONDS = 1;
  static final int OUTAGE_PAUSE_SECONDS = 5;

  @Inject private HttpServletRequest request;

  @Override
  public Response toResponse(Throwable thrown) {
    ScimException refusal = cause(thrown, ScimException.class).orElse(null);
    if (refusal instanceof Unauthorized unauthorized) {
      return answer(refusal).header(HttpHeaders.WWW_AUTHENTICATE, unauthorized.challenge()).build();
    }
    if (refusal instanceof TooManyRequests tooMany) {
      return answer(refusal).header(HttpHeaders.RETRY_AFTER, tooMany.retryAfterSeconds()).build();
    }
    if (refusal != null && refusal.status() == 503) {
      return answer(refusal).header(HttpHeaders.RETRY_AFTER, OUTAGE_PAUSE_SECONDS).build();
    }
    if (refusal != null) {
      return answer(refusal).build();
    }
    ReportException problem = cause(thrown, ReportException.class).orElse(null);
    if (problem != null) {
      return answer(new ScimException(problem.status(), null, problem.getMessage())).build();
    }
    WebApplicationException http = cause(thrown, WebApplicationException.class).orElse(null);
    if (http != null) {
      return refused(http);
    }
    Optional<UniqueKey> taken = FailureKind.uniqueKey(thrown);
    if (taken.isPresent()) {
      return answer(taken.get().refusal()).build();
    }
    return switch (FailureKind.of(thrown)) {
      case CONFLICT ->
          unavailable(
              CONFLICT_PAUSE_SECONDS,
              "Many changes met at the same place; nothing was changed",
              thrown);
      case OUTAGE -> unavailable(OUTAGE_PAUSE_SECONDS, outage(thrown), thrown);
      case TIMEOUT ->
          unavailable(
              OUTAGE_PAUSE_SECONDS,
              "The database took too long, perhaps over what others change at the same time;"
                  + " nothing was changed",
              thrown);
      case OTHER -> fault(thrown);
    };
  }

  private static String outage(Throwable thrown) {
    if (FailureKind.isReadOnly(thrown)) {
      return "The database accepts no changes at the moment, only reads; nothing was changed";
    }
    return cause(thrown, XAException.class).isPresent()
        ? "The database was lost at the last moment; the change is there, or nothing of it"
        : "The database cannot be reached at the moment; nothing was changed";
  }

  private Response refused(WebApplicationException http) {
    int status = http.getResponse().getStatus();
    if (status < 400) {
      return http.getResponse();
    }
    Response.ResponseBuilder answer = answer(HttpRefusal.of(status, request));
    String allow = http.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return allow == null ? answer.build() : answer.header(HttpHeaders.ALLOW, allow).build();
  }

  private Response unavailable(int seconds, String what, Throwable thrown) {
    LOG.log(Level.WARNING, "{0} (request {1}): {2}", what, requestId(), rootMessage(thrown));
    return answer(
            new ScimException(
                503, null, what + ". Try again in some seconds. Request " + requestId() + "."))
        .header(HttpHeaders.RETRY_AFTER, seconds)
        .build();
  }

  private Response fault(Throwable thrown) {
    LOG.log(Level.ERROR, "Request " + requestId() + " failed", thrown);
    return answer(
            new ScimException(
                500,
                null,
                "The request failed through a fault of this service; nothing was changed. Request "
                    + requestId()
                    + "."))
        .build();
  }

  private static Response.ResponseBuilder answer(ScimException refusal) {
    return Response.status(refusal.status()).type(Scim.JSON).entity(refusal);
  }

  private String requestId() {
    return String.valueOf(request.getAttribute(RequestFilter.REQUEST_ID));
  }

  private static <T> Optional<T> cause(Throwable thrown, Class<T> type) {
    return FailureKind.causes(thrown).filter(type::isInstance).map(type::cast).findFirst();
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = FailureKind.causes(thrown).reduce((outer, inner) -> inner).orElse(thrown);
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
