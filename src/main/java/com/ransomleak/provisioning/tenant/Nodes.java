package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.monitoring.EventLog;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * This node among the nodes that share the database. Each node reports which tenants it lists, and
 * the database suspends tenants that no running node lists. The log names differences and suspended
 * tenants, at the start and after each change.
 */
@ApplicationScoped
public class Nodes {
  private static final Logger LOG = System.getLogger(Nodes.class.getName());

  private final UUID id = UUID.randomUUID();
  private final String name = hostName() + ", process " + ProcessHandle.current().pid();
  private DeploymentSettings settings;
  private EventLog events;
  private volatile List<Tenant> listed = List.of();
  private volatile List<Tenant> pastGrace = List.of();
  private volatile int suspended;
  private Set<String> logged = Set.of();

  protected Nodes() {}

  @Inject
  Nodes(DeploymentSettings settings, EventLog events) {
    this.settings = settings;
    this.events = events;
  }

  /** A row of the SQL function {@code heartbeat}, which documents the columns. */
  record Report(
      String kind,
      UUID tenantId,
      String subdomain,
      String node,
      Instant since,
      Instant until,
      boolean retained,
      long number) {

    /** The log shows times to the second. */
    Report {
      since = since == null ? null : since.truncatedTo(ChronoUnit.SECONDS);
      until = until == null ? null : until.truncatedTo(ChronoUnit.SECONDS);
    }

    boolean isPastGrace() {
      return kind.equals("suspended") && !retained;
    }

    String sentence() {
      return switch (kind) {
        case "resumed" ->
            "The tenant \"%s\" is listed again. It was suspended since %s. "
                    .formatted(subdomain, since)
                + (number == 0
                    ? "None of its deleted users was anonymised meanwhile."
                    : number
                        + " of its deleted users were anonymised meanwhile, which cannot be"
                        + " undone.");
        case "suspended" ->
            """
            The tenant "%1$s" is suspended since %2$s, because provisioning.tenants of no running node lists it. Nobody can use it; \
            its data is kept. %3$s If it was removed by mistake, add "%1$s" to provisioning.tenants and restart. If it was renamed, \
            set tenant.<new name>.formerly=%1$s.\
            """
                .formatted(subdomain, since, retention());
        case "only elsewhere" ->
            """
            The node %s, started %s, lists tenants that this node does not list and rejects with 503 or 401 (%d): %s. \
            Give all nodes the same provisioning.tenants, and restart this one.\
            """
                .formatted(node, since, number, examples());
        case "only here" ->
            """
            The node %s, started %s, does not list tenants that this node lists, and rejects them with 503 or 401 (%d): %s. \
            Give all nodes the same provisioning.tenants, and restart that one.\
            """
                .formatted(node, since, number, examples());
        default -> throw new IllegalStateException(kind);
      };
    }

    private String retention() {
      return retained
          ? "Nothing of it is deleted or anonymised before %s (provisioning.removed-tenant-grace); after that its own last retention settings apply."
              .formatted(until)
          : "Its own last retention settings apply since %s, when the time of provisioning.removed-tenant-grace was over."
              .formatted(until);
    }

    private String examples() {
      return number > subdomain.split(", ", -1).length ? subdomain + ", …" : subdomain;
    }
  }

  /**
   * Suspended tenants whose grace period had ended at the last heartbeat. Their own retention
   * settings apply again.
   */
  public List<Tenant> pastGrace() {
    return pastGrace;
  }

  /** How many tenants were suspended at the last heartbeat. */
  public int suspended() {
    return suspended;
  }

  /**
   * Reports for the first time which tenants this node lists.
   *
   * @param handle in the transaction that created the tenants
   */
  void join(Handle handle, Collection<Tenant> tenants) {
    heartbeat(handle, List.copyOf(tenants));
    listed = List.copyOf(tenants);
  }

  /**
   * Reports that this node runs, after it has joined. Never waits for other nodes: while one of
   * them starts or compares the lists, this node only reports that it runs.
   *
   * @param handle of either login, without a transaction
   */
  public void heartbeat(Handle handle) {
    List<Tenant> tenants = listed;
    if (!tenants.isEmpty()) {
      heartbeat(handle, tenants);
    }
  }

  private void heartbeat(Handle handle, List<Tenant> tenants) {
    List<Report> reports =
        handle
            .createQuery(
                """
                select * from provisioning.heartbeat(:node, :name, cast(:tenants as uuid[]), cast(:subdomains as text[]),
                  cast(:grace as interval))
                """)
            .bind("node", id)
            .bind("name", name)
            .bind("tenants", array(tenants, Tenant::id))
            .bind("subdomains", array(tenants, Tenant::subdomain))
            .bind("grace", settings.removedTenantGrace().toString())
            .map(ConstructorMapper.of(Report.class))
            .list();
    if (reports.stream().noneMatch(report -> report.kind().equals("busy"))) {
      log(reports);
    }
  }

  /** An array literal. Neither ids nor subdomains contain characters with a meaning in it. */
  static String array(Collection<Tenant> tenants, Function<Tenant, ?> element) {
    return tenants.stream()
        .map(tenant -> element.apply(tenant).toString())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Synchronized after the query only, so that no thread holds the monitor during a query. */
  private synchronized void log(List<Report> reports) {
    pastGrace =
        reports.stream()
            .filter(Report::isPastGrace)
            .map(report -> new Tenant(new TenantId(report.tenantId()), report.subdomain()))
            .toList();
    suspended = (int) reports.stream().filter(report -> report.kind().equals("suspended")).count();
    SortedMap<String, Report> sentences = new TreeMap<>();
    reports.forEach(report -> sentences.put(report.sentence(), report));
    sentences.forEach(
        (sentence, report) -> {
          if (!logged.contains(sentence)) {
            LOG.log(Level.WARNING, sentence);
            logEvent(report);
          }
        });
    logged = Set.copyOf(sentences.keySet());
  }

  private void logEvent(Report report) {
    if (report.tenantId() != null) {
      String event = "tenant." + report.kind();
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("tenant", report.subdomain());
      fields.put("since", report.since());
      events.write(event, Level.WARNING, event, fields);
    }
  }

  /** Reports that this node stops. */
  public void leave(Handle handle) {
    handle
        .createQuery("select cast(provisioning.remove_node(:node) as text)")
        .bind("node", id)
        .mapTo(String.class)
        .list();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }
}
