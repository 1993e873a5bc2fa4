package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.http.NodeShutdown;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Comes after {@link RequestGuard} in {@code web.xml}: answers every request with 503 and
 * Retry-After until the database is migrated, and while the process stops. A 404 would tell clients
 * that a user is deleted.
 *
 * <p>After SIGTERM, only the readiness check is 503 for {@code provisioning.drain-time}, while
 * proxies take the node out. The node serves longer while requests still come or run, but bulk
 * requests start no further operation ({@link NodeShutdown}). Each response closes its connection,
 * so that clients behind a balancer of connections leave, too. After another end of the process,
 * for example Ctrl-C, and on a node that has not served, there is no drain.
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

  private static final Set<String> READINESS = Set.of("/health", "/health/ready");

  /**
   * For proxies that are late, and for running requests. {@code TimeoutStopSec} and {@code
   * stop_grace_period} in server-config are longer.
   */
  private static final Duration MAX_FINISH = Duration.ofSeconds(10);

  /** Without a request for so long, the proxies have taken the node out. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** Shorter than {@code --shutdowngrace}. */
  private static final Duration MAX_STOP = Duration.ofSeconds(2);

  private static final Logger LOG = System.getLogger(AvailabilityFilter.class.getName());

  @Inject private transient Tenants tenants;
  @Inject private transient DeploymentSettings settings;
  @Inject private transient StartReport report;
  @Inject private transient NodeShutdown shutdown;

  private final AtomicInteger active = new AtomicInteger();
  private transient Thread hook;
  private transient TerminationSignal signal;
  private volatile long lastServed = System.nanoTime();
  private volatile boolean hasServed;
  private volatile boolean draining;
  private volatile boolean finishing;
  private volatile boolean stopping;

  @Override
  public void init() {
    report.started(getServletContext());
    shutdown.watch(() -> finishing || stopping);
    hook = new Thread(this::stop, "provisioning stops");
    Runtime.getRuntime().addShutdownHook(hook);
    signal = TerminationSignal.before(this::drain);
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
    } finally {
      signal.remove();
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    active.incrementAndGet();
    try {
      String path = RequestPath.belowContext(request);
      boolean serves = tenants.areLoaded() && !stopping && !(draining && READINESS.contains(path));
      if (serves) {
        hasServed = true;
        if (!MonitoringFilter.isFor(request)) {
          lastServed = System.nanoTime();
        }
      }
      if (draining || stopping) {
        response.setHeader("Connection", "close");
      }
      if (serves || ALWAYS_OPEN.stream().anyMatch(path::startsWith)) {
        chain.doFilter(request, response);
        return;
      }
      response.setIntHeader("Retry-After", ErrorMapper.OUTAGE_PAUSE_SECONDS);
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    } finally {
      active.decrementAndGet();
    }
  }

  /**
   * Serves until proxies have taken the node out. The thread of the signal has no context class
   * loader of the application, so proxies of CDI fail here and would end the drain.
   */
  private void drain() {
    draining = true;
    if (hasServed) {
      LOG.log(
          Level.INFO,
          "SIGTERM: /health/ready is 503, and the node serves for {0} s more.",
          settings.drainTime().toSeconds());
      pauseWhile(() -> true, settings.drainTime());
      finishing = true;
      pauseWhile(this::isInUse, MAX_FINISH);
    } else {
      LOG.log(Level.INFO, "SIGTERM: the node has not served yet, so it stops at once.");
    }
    stop();
  }

  private boolean isInUse() {
    return active.get() > 0 || System.nanoTime() - lastServed < QUIET.toNanos();
  }

  /** Lets running requests end, then closes the listener of Payara Micro. */
  private void stop() {
    if (stopping) {
      return;
    }
    stopping = true;
    pauseWhile(() -> active.get() > 0, MAX_STOP);
    PayaraMicroListener.close();
  }

  private static void pauseWhile(BooleanSupplier condition, Duration max) {
    long deadline = System.nanoTime() + max.toNanos();
    while (condition.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
