package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.message.ErrorResponse;
import com.ransomleak.provisioning.throttle.TooManyRequests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Last touch on every answer: the media type without what Accept said of charsets, the request's
 * id, no shared caching, an Error document wherever the status is 4xx or 5xx (ER-01), and a
 * line in the activity for what was refused.
 */
@Provider
@ApplicationScoped
public class ResponseFilter implements ContainerResponseFilter {
  private static final MediaType SCIM_JSON = MediaType.valueOf(Scim.JSON);

  @Inject private RejectionRecorder recorder;
  @Inject private HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    identify(request, response);
    if (!response.getHeaders().containsKey("Cache-Control")) {
      response.getHeaders().putSingle("Cache-Control", "private, no-cache");
    }
    if (response.getStatus() >= 400) {
      ScimException refusal = refusal(response, servletRequest);
      byte[] document = ErrorResponse.text(refusal).getBytes(StandardCharsets.UTF_8);
      response.setEntity(document, new Annotation[0], SCIM_JSON);
      exchange(request)
          .ifPresentOrElse(
              exchange -> record(exchange, refusal),
              () -> recorder.withoutToken(request, servletRequest, refusal));
      return;
    }
    if (response.getEntity() instanceof String) {
      // RESTEasy's answer to OPTIONS says in plain text what Allow says.
      response.setEntity(null);
    }
    if (response.getEntity() instanceof byte[] || response.getEntity() instanceof StreamingOutput) {
      MediaType chosen = response.getMediaType();
      boolean plain = chosen != null && chosen.getSubtype().equals("json");
      MediaType type = plain ? MediaType.APPLICATION_JSON_TYPE : SCIM_JSON;
      response.setEntity(response.getEntity(), new Annotation[0], type);
    }
    exchange(request)
        .filter(exchange -> !exchange.notes().isRecorded())
        .ifPresent(exchange -> recorder.toleratedRead(exchange, response.getStatus()));
  }

  private void record(ScimRequestContext exchange, ScimException refusal) {
    if (refusal instanceof TooManyRequests tooMany) {
      recorder.recordThrottled(exchange, tooMany);
    } else if (refusal.status() != 503) {
      // During an outage there is nowhere to write to; the log has it.
      recorder.record(exchange, refusal);
    }
  }

  /** Empty where no token was needed, or none was accepted. */
  private static Optional<ScimRequestContext> exchange(ContainerRequestContext request) {
    return request.getSecurityContext() != null
            && request.getSecurityContext().getUserPrincipal()
                instanceof ScimRequestContext exchange
        ? Optional.of(exchange)
        : Optional.empty();
  }

  /** What every answer says of itself. */
  static void identify(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle("X-Request-Id", request.getProperty(RequestFilter.REQUEST_ID));
  }

  /** Why an answer of 400 or more is none: what {@link ErrorMapper} says, or the status does. */
  static ScimException refusal(ContainerResponseContext response, HttpServletRequest request) {
    return response.getEntity() instanceof ScimException refusal
        ? refusal
        : HttpRefusal.of(response.getStatus(), request);
  }
}
