package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.report.ReportException;
import com.ransomleak.provisioning.report.ReportReader;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.message.ErrorResponse;
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
import java.security.Principal;

/**
 * Completes every response of SCIM and of the reports: request id, no shared caching, media
 * type without a charset, and an error document when the status is 4xx or 5xx (ER-01). Records
 * rejections of SCIM requests in the activity log.
 */
@Provider
@ApplicationScoped
public class ResponseFilter implements ContainerResponseFilter {
  /** A download takes some seconds, unless its reader is slow. */
  private static final int DOWNLOAD_PAUSE_SECONDS = 10;

  @Inject private RejectionRecorder recorder;
  @Inject private Download download;
  @Inject private HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle(RequestId.HEADER, request.getProperty(RequestId.ATTRIBUTE));
    Principal principal =
        request.getSecurityContext() == null
            ? null
            : request.getSecurityContext().getUserPrincipal();
    // By the application, not by the path: Payara maps /api;v1/people to the reports, too.
    if (request.getUriInfo().getBaseUri().getPath().endsWith("/api/")) {
      completeReport(principal, response);
    } else {
      completeScim(principal, request, response);
    }
  }

  private void completeReport(Principal principal, ContainerResponseContext response) {
    response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
    if (response.getEntity() instanceof StreamingOutput body) {
      if (download.begin(((ReportReader) principal).tenant())) {
        response.setEntity(download.inTime(body));
      } else {
        response.setStatus(503);
        response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, DOWNLOAD_PAUSE_SECONDS);
        response.getHeaders().remove(HttpHeaders.CONTENT_DISPOSITION);
        response.setEntity(
            new ScimException(
                503,
                "Other downloads of reports are in progress. Try again in some seconds, or read"
                    + " this report as JSON, page by page."));
      }
    }
    if (response.getStatus() >= 400) {
      ScimException error = error(response);
      RejectionReason.note(servletRequest, error);
      String detail = error.detail();
      write(
          response,
          ReportException.text(response.getStatus(), detail).getBytes(StandardCharsets.UTF_8),
          ReportException.JSON);
    }
  }

  private void completeScim(
      Principal principal, ContainerRequestContext request, ContainerResponseContext response) {
    if (!response.getHeaders().containsKey(HttpHeaders.CACHE_CONTROL)) {
      response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    }
    if (response.getStatus() >= 400) {
      ScimException error = error(response);
      RejectionReason.note(servletRequest, error);
      write(response, ErrorResponse.text(error).getBytes(StandardCharsets.UTF_8), Scim.JSON);
      // Empty where no token was needed, or none was accepted.
      if (principal instanceof ScimRequestContext context) {
        recorder.recordRejection(context, error);
      } else {
        recorder.recordUnauthenticated(request, servletRequest, error);
      }
      return;
    }
    if (response.getEntity() instanceof String) {
      // RESTEasy's response to OPTIONS repeats Allow as plain text.
      response.setEntity(null);
    }
    if (response.getEntity() instanceof byte[] || response.getEntity() instanceof StreamingOutput) {
      MediaType chosen = response.getMediaType();
      boolean plain = chosen != null && chosen.getSubtype().equals("json");
      write(response, response.getEntity(), plain ? MediaType.APPLICATION_JSON : Scim.JSON);
    }
    if (principal instanceof ScimRequestContext context && !context.notes().isRecorded()) {
      recorder.recordReadWarnings(context, response.getStatus());
    }
  }

  /** The error from {@link ErrorMapper}, or one that describes the status. */
  private ScimException error(ContainerResponseContext response) {
    return response.getEntity() instanceof ScimException error
        ? error
        : HttpRefusal.of(response.getStatus(), servletRequest);
  }

  private static void write(ContainerResponseContext response, Object body, String type) {
    response.setEntity(body, new Annotation[0], MediaType.valueOf(type));
  }
}
