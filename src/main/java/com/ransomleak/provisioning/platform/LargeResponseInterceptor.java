package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.http.AcceptedCodings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses large responses for clients that accept gzip (H-12), and writes others in parts. */
@Provider
@ApplicationScoped
public class LargeResponseInterceptor implements WriterInterceptor {
  private static final int MIN_BYTES = 4096;
  private static final int PART_BYTES = 64 * 1024;

  @Inject private HttpServletRequest request;

  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    if (!isLarge(context.getEntity())) {
      context.proceed();
      return;
    }
    if (!AcceptedCodings.acceptsGzip(request)) {
      context.setOutputStream(new Parts(context.getOutputStream()));
      context.proceed();
      return;
    }
    context.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
    context.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    context.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
    Gzip gzip = new Gzip(context.getOutputStream());
    try {
      context.setOutputStream(gzip);
      context.proceed();
      gzip.finish();
    } finally {
      gzip.release();
    }
  }

  /** Streamed responses are large. */
  private static boolean isLarge(Object entity) {
    return entity instanceof StreamingOutput
        || (entity instanceof byte[] body && body.length >= MIN_BYTES);
  }

  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream output) throws IOException {
      super(output, 8192);
    }

    /** Frees the memory outside of the heap. Closing would also close the response. */
    void release() {
      def.end();
    }
  }

  /** Payara 7 closes the connection without a response when one write has more than 1 MiB. */
  private static final class Parts extends FilterOutputStream {
    Parts(OutputStream output) {
      super(output);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int end = from + length;
      for (int at = from; at < end; at += PART_BYTES) {
        out.write(bytes, at, Math.min(PART_BYTES, end - at));
      }
    }
  }
}
