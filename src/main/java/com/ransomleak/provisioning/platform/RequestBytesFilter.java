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
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Counts the bytes of a body against those that its tenant may have in flight: by Content-Length
 * before anything is read, and what comes beyond that as it is read.
 */
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
        && request.getSecurityContext().getUserPrincipal() instanceof ScimRequestContext exchange) {
      RequestBytes.Reservation reservation = bytes.begin(exchange.tenant());
      PermitReleaseFilter.keep(reservation, request);
      Counting body = new Counting(request.getEntityStream(), reservation);
      body.reserve(request.getLength());
      request.setEntityStream(body);
    }
  }

  private static final class Counting extends FilterInputStream {
    private final RequestBytes.Reservation reservation;
    private long read;

    Counting(InputStream body, RequestBytes.Reservation reservation) {
      super(body);
      this.reservation = reservation;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      count(Math.max(n, 0));
      return n;
    }

    private void count(int bytes) {
      read += bytes;
      reserve(read);
    }

    /**
     * Reads a body that is refused to its end: a client that is still sending would see a closed
     * connection instead of the answer.
     */
    void reserve(long bytes) {
      try {
        reservation.atLeast(bytes);
      } catch (TooManyRequests refusal) {
        try {
          in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException | ScimException e) {
          refusal.addSuppressed(e);
        }
        throw refusal;
      }
    }
  }
}
