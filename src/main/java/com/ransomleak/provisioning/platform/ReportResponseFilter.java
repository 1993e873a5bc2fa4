package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.report.ReportException;
import com.ransomleak.provisioning.report.ReportReader;
import com.ransomleak.provisioning.scim.ScimException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;

/**
 * Last touch on every answer below {@code /api}: the request's id, no caching of what is about
 * people, a place among the downloads for what is whole, and a problem of RFC 9457 wherever the
 * status is 4xx or 5xx.
 */
@Provider
@ApplicationScoped
public class ReportResponseFilter implements ContainerResponseFilter {
  private static final MediaType PROBLEM = MediaType.valueOf(ReportException.JSON);

  /** A download lasts some seconds, unless its reader is slow. */
  private static final int FULL_PAUSE_SECONDS = 10;

  @Inject private HttpServletRequest servletRequest;
  @Inject private Download download;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    ResponseFilter.identify(request, response);
    response.getHeaders().putSingle("Cache-Control", "no-store");
    if (response.getEntity() instanceof StreamingOutput whole) {
      begin(whole, request, response);
    }
    if (response.getStatus() >= 400) {
      String detail = ResponseFilter.refusal(response, servletRequest).detail();
      byte[] problem =
          ReportException.text(response.getStatus(), detail).getBytes(StandardCharsets.UTF_8);
      response.setEntity(problem, new Annotation[0], PROBLEM);
    }
  }

  /** What is streamed is a whole report: it needs a place, or is told to come again. */
  private void begin(
      StreamingOutput whole, ContainerRequestContext request, ContainerResponseContext response) {
    ReportReader reader = (ReportReader) request.getSecurityContext().getUserPrincipal();
    if (download.begin(reader.tenant())) {
      response.setEntity(download.inTime(whole));
      return;
    }
    response.setStatus(503);
    response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, FULL_PAUSE_SECONDS);
    response.getHeaders().remove(HttpHeaders.CONTENT_DISPOSITION);
    response.setEntity(
        new ScimException(
            503,
            null,
            "Other whole reports are being read at the moment. Try again in some seconds, or read"
                + " this one as JSON, page by page."));
  }
}
