package com.ransomleak.provisioning.platform;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.interceptor.Interceptor;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The request as filters and servlets see it. CDI's own bean is the server's request, whose
 * parameters lack those of a form that {@link TimedForm} has read.
 */
@RequestScoped
public class CurrentRequest {
  private HttpServletRequest request;

  void set(HttpServletRequest request) {
    this.request = request;
  }

  HttpServletRequest get() {
    return request;
  }

  /** Takes the place of the built-in bean wherever {@code HttpServletRequest} is injected. */
  @Alternative
  @Priority(Interceptor.Priority.APPLICATION)
  @ApplicationScoped
  public static class Producer {
    @Produces
    @RequestScoped
    HttpServletRequest request(CurrentRequest current) {
      return current.get();
    }
  }
}
