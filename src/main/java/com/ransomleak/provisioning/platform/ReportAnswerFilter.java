package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.report.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;

/**
 * Last touch on every answer below {@code /api}: the request's id, no caching of what is about
 * people, and a problem of RFC 9457 wherever the status is 4xx or 5xx.
 */
@Provider
@ApplicationScoped
public class ReportAnswerFilter implements ContainerResponseFilter {
  private static final MediaType PROBLEM = MediaType.valueOf(Problem.JSON);

  @Inject private HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    AnswerFilter.identify(response, servletRequest);
    response.getHeaders().putSingle("Cache-Control", "no-store");
    if (response.getStatus() >= 400) {
      String detail = AnswerFilter.refusal(response, servletRequest).detail();
      byte[] problem = Problem.text(response.getStatus(), detail).getBytes(StandardCharsets.UTF_8);
      response.setEntity(problem, new Annotation[0], PROBLEM);
    }
  }
}
