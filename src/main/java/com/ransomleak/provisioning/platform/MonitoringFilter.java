package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.console.ErrorPage;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.DatabaseHealth;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Answers {@code /health/*} and {@code /metrics} on the port of the application, the same on all
 * servers. It is a filter, because Payara has servlets for these paths.
 *
 * <ul>
 *   <li>{@code /health/live}: 200 while the process can answer.
 *   <li>{@code /health/ready} and {@code /health}: 200 while the database answers; otherwise 503
 *       with Retry-After. {@link AvailabilityFilter} answers 503 while the node starts or stops.
 *   <li>{@code /metrics}: the meters in the text format of Prometheus, for monitoring clients only.
 *       It needs no database.
 * </ul>
 */
public class MonitoringFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String METRICS = "/metrics";
  private static final String HEALTH = "/health";
  private static final String LIVE = "/health/live";
  private static final String READY = "/health/ready";

  @Inject private transient DeploymentSettings settings;
  @Inject private transient DatabaseHealth database;
  @Inject private transient PrometheusMeterRegistry registry;

  /** Whether this filter answers the path. */
  static boolean isFor(HttpServletRequest request) {
    return switch (RequestPath.belowContext(request)) {
      case METRICS, HEALTH, LIVE, READY -> true;
      default -> false;
    };
  }

  /** A proxy could forward the request of a client without any header that shows it. */
  private boolean mayReadMetrics(HttpServletRequest request) {
    return PublicAddress.Reader.isDirectlyFrom(settings.monitoringClients(), request)
        && !settings.trustedProxies().contains(request.getRemoteAddr());
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = RequestPath.belowContext(request);
    if (!isFor(request)) {
      chain.doFilter(request, response);
    } else if (path.equals(METRICS) && !mayReadMetrics(request)) {
      ErrorPage.explain(request, "error.404");
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      response.setHeader("Allow", "GET, HEAD");
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else if (path.equals(METRICS)) {
      response.setContentType("text/plain;version=0.0.4;charset=utf-8");
      registry.scrape(response.getOutputStream());
    } else if (path.equals(LIVE) || database.check()) {
      response.setContentType("application/json");
      response.setHeader("Cache-Control", "no-store");
      response.getOutputStream().write("{\"status\":\"UP\"}".getBytes(StandardCharsets.UTF_8));
    } else {
      response.setIntHeader("Retry-After", ErrorMapper.OUTAGE_PAUSE_SECONDS);
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
  }
}
