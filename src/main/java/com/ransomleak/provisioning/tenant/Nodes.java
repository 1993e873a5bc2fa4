package com.ransomleak.provisioning.tenant;

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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * This node among those that share the database: it says which tenants it lists, and the database
 * suspends those that no running node lists. The log tells what differs and what is suspended, at
 * the start and whenever that changes.
 */
@ApplicationScoped
public class Nodes {
  private static final Logger LOG = System.getLogger(Nodes.class.getName());

  private final UUID id = UUID.randomUUID();
  private final String name = hostName() + ", process " + ProcessHandle.current().pid();
  private DeploymentSettings settings;
  private volatile List<Tenant> listed = List.of();
  private volatile List<Tenant> pastGrace = List.of();
  private Set<String> told = Set.of();

  protected Nodes() {}

  @Inject
  Nodes(DeploymentSettings settings) {
    this.settings = settings;
  }

  /** A row of {@code provisioning.heartbeat}, which says what the columns mean. */
  record Report(
      String kind,
      UUID tenantId,
      String subdomain,
      String node,
      Instant since,
      Instant until,
      boolean retained,
      long number) {

    /** Times are for the log, to the second. */
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
            The node %s, started %s, lists tenants that this node does not list and answers as unknown (%d): %s. \
            Give all nodes the same provisioning.tenants, and restart this one.\
            """
                .formatted(node, since, number, some());
        case "only here" ->
            """
            The node %s, started %s, does not list tenants that this node lists, and answers them as unknown (%d): %s. \
            Give all nodes the same provisioning.tenants, and restart that one.\
            """
                .formatted(node, since, number, some());
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

    private String some() {
      return number > subdomain.split(", ", -1).length ? subdomain + ", …" : subdomain;
    }
  }

  /**
   * Suspended tenants whose grace period was over at the last heartbeat: their own retention
   * applies again.
   */
  public List<Tenant> pastGrace() {
    return pastGrace;
  }

  /**
   * Says for the first time which tenants this node lists.
   *
   * @param handle in the transaction that made the tenants
   */
  void join(Handle handle, Collection<Tenant> tenants) {
    heartbeat(handle, List.copyOf(tenants));
    listed = List.copyOf(tenants);
  }

  /**
   * Says that this node runs; nothing before it has joined, when it does not know its tenants yet.
   * Never waits for other nodes: while one of them starts or looks at the lists of all, this call
   * only says that this node runs.
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
      tell(reports);
    }
  }

  /** As an array literal; neither ids nor subdomains have characters with a meaning in one. */
  private static String array(List<Tenant> tenants, Function<Tenant, ?> element) {
    return tenants.stream()
        .map(tenant -> element.apply(tenant).toString())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Synchronized only here, after the query: nobody waits for the database and holds a monitor. */
  private synchronized void tell(List<Report> reports) {
    pastGrace =
        reports.stream()
            .filter(Report::isPastGrace)
            .map(report -> new Tenant(new TenantId(report.tenantId()), report.subdomain()))
            .toList();
    Set<String> sentences = new TreeSet<>();
    reports.forEach(report -> sentences.add(report.sentence()));
    sentences.stream()
        .filter(sentence -> !told.contains(sentence))
        .forEach(sentence -> LOG.log(Level.WARNING, sentence));
    told = sentences;
  }

  /** Says that this node stops. */
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
