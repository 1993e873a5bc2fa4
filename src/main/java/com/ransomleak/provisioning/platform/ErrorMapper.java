package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.store.OutageLog;
import com.ransomleak.provisioning.store.UniqueKey;
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
import java.util.Map;
import java.util.Optional;
import javax.transaction.xa.XAException;

/**
 * Maps every exception to a {@link ScimException}, which {@link ResponseFilter} writes. An error of
 * the client is a 4xx, an outage is a 503 with Retry-After in whole seconds (H-14, H-15), and an
 * error of this service is a 500 that shows only the request id.
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
    Optional<WebApplicationException> http = cause(thrown, WebApplicationException.class);
    Optional<ScimException> known = cause(thrown, ScimException.class);
    if (known.isEmpty() && http.isPresent() && http.get().getResponse().getStatus() < 400) {
      return http.get().getResponse();
    }
    ScimException error =
        known
            .or(() -> http.map(this::rejectedByJaxRs))
            .or(() -> FailureKind.uniqueKey(thrown).map(UniqueKey::refusal))
            .orElseGet(() -> unexpected(thrown));
    Response.ResponseBuilder response =
        Response.status(error.status()).type(Scim.JSON).entity(error);
    error.headers().forEach(response::header);
    if (error.status() == 503 && !error.headers().containsKey(HttpHeaders.RETRY_AFTER)) {
      response.header(HttpHeaders.RETRY_AFTER, OUTAGE_PAUSE_SECONDS);
    }
    return response.build();
  }

  private ScimException rejectedByJaxRs(WebApplicationException http) {
    ScimException error = HttpRefusal.of(http.getResponse().getStatus(), request);
    String allow = http.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return allow == null
        ? error
        : new ScimException(error.status(), null, error.detail(), Map.of(HttpHeaders.ALLOW, allow));
  }

  private ScimException unexpected(Throwable thrown) {
    return switch (FailureKind.of(thrown)) {
      case CONFLICT ->
          unavailable(
              CONFLICT_PAUSE_SECONDS, "Concurrent changes conflict; nothing was changed", thrown);
      case OUTAGE -> unavailable(OUTAGE_PAUSE_SECONDS, outage(thrown), thrown);
      case TIMEOUT ->
          unavailable(
              OUTAGE_PAUSE_SECONDS,
              "The database took too long, possibly because of concurrent changes; nothing was"
                  + " changed",
              thrown);
      case OTHER -> {
        LOG.log(Level.ERROR, "Request " + requestId() + " failed", thrown);
        yield new ScimException(
            500,
            "An error of this service occurred; nothing was changed. Request " + requestId() + ".");
      }
    };
  }

  private static String outage(Throwable thrown) {
    if (FailureKind.isReadOnly(thrown)) {
      return "The database accepts only reads at the moment; nothing was changed";
    }
    if (FailureKind.isFull(thrown)) {
      return "The storage of the database is full; nothing was changed";
    }
    return cause(thrown, XAException.class).isPresent()
        ? "The connection to the database failed during the commit; the change is either complete"
            + " or absent"
        : "The database cannot be reached at the moment; nothing was changed";
  }

  private ScimException unavailable(int seconds, String reason, Throwable thrown) {
    RejectionReason.note(request, thrown);
    LOG.log(
        OutageLog.level(thrown),
        "{0} (request {1}): {2}",
        reason,
        requestId(),
        rootMessage(thrown));
    return new ScimException(
        503,
        null,
        reason + ". Try again in some seconds. Request " + requestId() + ".",
        Map.of(HttpHeaders.RETRY_AFTER, Integer.toString(seconds)));
  }

  private String requestId() {
    return String.valueOf(request.getAttribute(RequestId.ATTRIBUTE));
  }

  private static <T> Optional<T> cause(Throwable thrown, Class<T> type) {
    return FailureKind.causes(thrown).filter(type::isInstance).map(type::cast).findFirst();
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = FailureKind.causes(thrown).reduce((outer, inner) -> inner).orElse(thrown);
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
