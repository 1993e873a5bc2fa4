package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.throttle.RequestBytes;
import com.ransomleak.provisioning.throttle.TooManyRequests;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Counts the bytes of a body against the bytes that its tenant may have in flight. */
@Provider
@PreMatching
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION + 1)
public class RequestBytesFilter implements ContainerRequestFilter {
  @Inject private RequestBytes bytes;

  @Override
  public void filter(ContainerRequestContext request) {
    if (BodyFilter.hasBody(request)
        && request.getSecurityContext() != null
        && request.getSecurityContext().getUserPrincipal() instanceof ScimRequestContext context) {
      RequestBytes.Reservation reservation = bytes.begin(context.tenant());
      PermitReleaseFilter.onEnd(request, reservation::close);
      InputStream body = request.getEntityStream();
      reserve(reservation, request.getLength(), body);
      request.setEntityStream(
          new CountingInputStream(body, total -> reserve(reservation, total, body)));
    }
  }

  /** Reads a rejected body to its end: a client that still sends would not see the response. */
  private static void reserve(RequestBytes.Reservation reservation, long total, InputStream body) {
    try {
      reservation.atLeast(total);
    } catch (TooManyRequests rejection) {
      try {
        body.transferTo(OutputStream.nullOutputStream());
      } catch (IOException | ScimException e) {
        rejection.addSuppressed(e);
      }
      throw rejection;
    }
  }
}
