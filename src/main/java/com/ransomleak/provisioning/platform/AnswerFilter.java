package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.Exchange;
import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.message.ErrorResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;

/**
 * Last touch on every answer: the media type without what Accept said of charsets, the request's id, no shared caching, an Error
 * document wherever the status is 4xx or 5xx (ER-01), and a line in the activity for what was refused.
 */
@Provider
@ApplicationScoped
public class AnswerFilter implements ContainerResponseFilter {
  private static final MediaType SCIM_JSON = MediaType.valueOf(Scim.JSON);

  @Inject private Refusals refusals;
  @Context private HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle("X-Request-Id", servletRequest.getAttribute(RequestFilter.REQUEST_ID));
    response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
    if (!response.getHeaders().containsKey("Cache-Control")) {
      response.getHeaders().putSingle("Cache-Control", "private, no-cache");
    }
    boolean refused = response.getStatus() >= 400;
    if (refused) {
      ScimException refusal = refusal(response);
      response.setEntity(ErrorResponse.text(refusal), new Annotation[0], SCIM_JSON).getBytes(StandardCharsets.UTF_8);
      exchange(request, refusal);
    } else if (response.hasEntity() && response.getEntity() instanceof byte[]) {
      boolean plain = response.getMediaType() != null && response.getMediaType().getSubtype().equals("json");
      response.setEntity(response.getEntity(), new Annotation[0], plain ? MediaType.APPLICATION_JSON_TYPE : SCIM_JSON);
    }
    if (!refused && request.getSecurityContext().getUserPrincipal() instanceof Exchange exchange && !exchange.isRecorded()) {
      refusals.toleratedRead(exchange, response.getStatus());
    }
  }

  private ScimException refusal(ContainerResponseContext response) {
    return response.getEntity() instanceof ScimException refusal ? refusal : HttpRefusal.of(response.getStatus(), servletRequest);
  }

  private void exchange(ContainerRequestContext request, ScimException refusal) {
    // During an outage there is nowhere to write to; the log has it.
    boolean outage = refusal.status() == 503;
    if (!outage && request.getSecurityContext() != null && request.getSecurityContext().getUserPrincipal() instanceof Exchange exchange) {
      refusals.record(exchange, refusal);
    }
  }
}
