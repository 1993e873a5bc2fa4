package com.ransomleak.provisioning.platform;

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
import java.util.Locale;
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
    if (!acceptsGzip()) {
      context.setOutputStream(new Parts(context.getOutputStream()));
      context.proceed();
      return;
    }
    context.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
    context.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    context.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
    GZIPOutputStream gzip = new GZIPOutputStream(context.getOutputStream(), 8192);
    context.setOutputStream(gzip);
    context.proceed();
    gzip.finish();
  }

  /** Streamed responses are large. */
  private static boolean isLarge(Object entity) {
    return entity instanceof StreamingOutput
        || (entity instanceof byte[] body && body.length >= MIN_BYTES);
  }

  /** {@code gzip} or {@code *} without {@code q=0}. */
  private boolean acceptsGzip() {
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (accepted == null) {
      return false;
    }
    for (String coding : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = coding.split(";", -1);
      boolean gzip = parts[0].strip().equals("gzip") || parts[0].strip().equals("*");
      if (gzip) {
        return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
      }
    }
    return false;
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
