package com.ransomleak.provisioning.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Lists, groups and reports go out as gzip to whoever accepts it (H-12); a single user is not worth
 * the time.
 */
@Provider
@ApplicationScoped
public class GzipInterceptor implements WriterInterceptor {
  private static final int WORTHWHILE_BYTES = 4096;

  @Inject private HttpServletRequest request;

  @Override
  public void aroundWriteTo(WriterInterceptorContext answer) throws IOException {
    if (!isWorthwhile(answer.getEntity()) || !acceptsGzip()) {
      answer.proceed();
      return;
    }
    answer.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
    answer.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    answer.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
    GZIPOutputStream gzip = new GZIPOutputStream(answer.getOutputStream(), 8192);
    answer.setOutputStream(gzip);
    answer.proceed();
    gzip.finish();
  }

  /** What is streamed is large. */
  private static boolean isWorthwhile(Object entity) {
    return entity instanceof StreamingOutput
        || (entity instanceof byte[] body && body.length >= WORTHWHILE_BYTES);
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
}
