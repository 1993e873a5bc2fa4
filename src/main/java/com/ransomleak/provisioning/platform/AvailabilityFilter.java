package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Comes after {@link RequestGuard} in {@code web.xml}: answers every request with 503 and
 * Retry-After until the database is migrated, and after the process was told to stop. A 404 would
 * tell clients that a user is deleted.
 */
public class AvailabilityFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** Files of the error page, and what operators watch while the node starts or stops. */
  private static final List<String> ALWAYS_OPEN =
      List.of("/jakarta.faces.resource/", "/health/live", "/metrics");

  /**
   * Payara Micro opens its listener when this is true (server-config/payara-micro/post-deploy.txt).
   */
  private static final String STARTED = "ransomleak.provisioning-started";

  private static final Duration MAX_DRAIN = Duration.ofSeconds(2);

  @Inject private transient Tenants tenants;
  @Inject private transient StartReport report;

  private final AtomicInteger active = new AtomicInteger();
  private transient Thread hook;
  private volatile boolean stopping;

  @Override
  public void init() {
    report.started(getServletContext());
    hook = new Thread(this::stop, "provisioning stops");
    Runtime.getRuntime().addShutdownHook(hook);
    System.setProperty(STARTED, "true");
  }

  @Override
  public void destroy() {
    System.clearProperty(STARTED);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException processEnds) {
      // Then the hook runs, or has run.
      stopping = true;
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    active.incrementAndGet();
    try {
      if ((tenants.areLoaded() && !stopping) || isAlwaysOpen(request)) {
        chain.doFilter(request, response);
        return;
      }
      response.setIntHeader("Retry-After", ErrorMapper.OUTAGE_PAUSE_SECONDS);
      if (stopping) {
        response.setHeader("Connection", "close");
      }
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    } finally {
      active.decrementAndGet();
    }
  }

  private static boolean isAlwaysOpen(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return ALWAYS_OPEN.stream().anyMatch(path::startsWith);
  }

  /** Lets running requests end, then closes the listener of Payara Micro. */
  private void stop() {
    stopping = true;
    long deadline = System.nanoTime() + MAX_DRAIN.toNanos();
    while (active.get() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    PayaraMicroListener.close();
  }
}
