package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.monitoring.EventLog;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.store.OutageLog;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
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
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Around all other filters: gives each request its id, counts it by tenant, operation, status and
 * reason, measures its time, and logs a rejection. Requests for health and metrics are not counted.
 * The meters are cached, so a request costs two lookups.
 */
public class RequestOutcomeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = System.getLogger(RequestOutcomeFilter.class.getName());

  /** A host that belongs to no tenant, or a node that has not read its tenants yet. */
  private static final String UNKNOWN = "unknown";

  /** As nginx counts a client that disconnects before it has the whole response. */
  private static final int CLIENT_CLOSED_REQUEST = 499;

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  @Inject private transient PublicAddress.Reader addresses;
  @Inject private transient Tenants tenants;
  @Inject private transient TenantSettings settings;
  @Inject private transient MeterRegistry registry;
  @Inject private transient RequestId requestId;
  @Inject private transient EventLog log;

  private final transient Map<Operation, Timer> durations = new EnumMap<>(Operation.class);
  private final transient Map<Outcome, Counter> counters = new ConcurrentHashMap<>();

  private record Outcome(String tenant, Operation operation, String status, String reason) {}

  @Override
  public void init() {
    for (Operation operation : Operation.values()) {
      durations.put(
          operation,
          Timer.builder("provisioning.request.duration")
              .description("Time until the response is written")
              .tag("operation", operation.label())
              .serviceLevelObjectives(BUCKETS)
              .register(registry));
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String id = requestId.of(request);
    boolean monitoring = MonitoringFilter.isFor(request);
    if (monitoring || RequestPath.isConsole(request)) {
      // Elsewhere ResponseFilter or ErrorServlet sets it.
      response.setHeader(RequestId.HEADER, id);
    }
    if (monitoring) {
      chain.doFilter(request, response);
      return;
    }
    long start = System.nanoTime();
    int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    try {
      chain.doFilter(request, response);
      status = response.getStatus();
    } catch (IOException | ServletException | RuntimeException e) {
      status = response.isCommitted() ? response.getStatus() : ErrorServlet.status(e);
      RejectionReason.note(request, e);
      if (isDisconnected(e)) {
        status = CLIENT_CLOSED_REQUEST;
        RejectionReason.noteDisconnected(request);
      }
      if (status != HttpServletResponse.SC_SERVICE_UNAVAILABLE || response.isCommitted()) {
        throw e;
      }
      // The servers would log the stack trace of each exception that leaves the filters.
      LOG.log(
          OutageLog.level(e),
          "{0} {1} was answered with 503, because of the database (request {2}): {3}",
          request.getMethod(),
          request.getRequestURI(),
          request.getAttribute(RequestId.ATTRIBUTE),
          FailureKind.message(e));
      response.setIntHeader("Retry-After", ErrorMapper.OUTAGE_PAUSE_SECONDS);
      response.sendError(status);
    } finally {
      count(request, status, System.nanoTime() - start);
    }
  }

  /** The driver of the database has such exceptions, too. */
  static boolean isDisconnected(Throwable thrown) {
    return FailureKind.of(thrown) == FailureKind.OTHER
        && FailureKind.causes(thrown).anyMatch(IOException.class::isInstance);
  }

  private void count(HttpServletRequest request, int status, long nanos) {
    Operation operation = Operation.of(request);
    String tenant =
        addresses.read(request).tenant(tenants, settings).map(Tenant::subdomain).orElse(UNKNOWN);
    durations.get(operation).record(nanos, TimeUnit.NANOSECONDS);
    counters
        .computeIfAbsent(
            new Outcome(
                tenant, operation, status / 100 + "xx", RejectionReason.of(request, status)),
            this::counter)
        .increment();
    if (status >= 400) {
      logRejection(request, tenant, operation, status);
    }
  }

  private void logRejection(
      HttpServletRequest request, String tenant, Operation operation, int status) {
    String reason = RejectionReason.of(request, status);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", tenant);
    fields.put("operation", operation.label());
    fields.put("status", status);
    fields.put("reason", reason);
    fields.put("request", requestId.of(request));
    fields.put("trace", requestId.trace(request));
    log.write(
        "request " + tenant + " " + reason,
        status >= 500 ? Level.WARNING : Level.INFO,
        "request.rejected",
        fields);
  }

  private Counter counter(Outcome outcome) {
    return Counter.builder("provisioning.requests")
        .description("Requests by tenant, operation, class of the status and reason of a rejection")
        .tag("tenant", outcome.tenant())
        .tag("operation", outcome.operation().label())
        .tag("status", outcome.status())
        .tag("reason", outcome.reason())
        .register(registry);
  }
}
