package com.ransomleak.provisioning.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

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
  private RetentionSettings settings;
  private volatile List<Tenant> listed = List.of();
  private volatile List<Tenant> pastGrace = List.of();
  private Set<String> told = Set.of();

  protected Nodes() {}

  @Inject
  Nodes(RetentionSettings settings) {
    this.settings = settings;
  }

  /** A row of {@code provisioning.heartbeat}, which says what the columns mean. */
  private record Report(
      String kind,
      UUID tenant,
      String subdomain,
      String node,
      Instant since,
      Instant until,
      boolean retained,
      long number) {

    static Report of(ResultSet row) throws SQLException {
      return new Report(
          row.getString("kind"),
          row.getObject("tenant_id", UUID.class),
          row.getString("subdomain"),
          row.getString("node"),
          instant(row.getObject("since", OffsetDateTime.class)),
          instant(row.getObject("until", OffsetDateTime.class)),
          row.getBoolean("retained"),
          row.getLong("number"));
    }

    private static Instant instant(OffsetDateTime time) {
      return time == null ? null : time.toInstant().truncatedTo(ChronoUnit.SECONDS);
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
   * @param connection in the transaction that made the tenants
   */
  void join(Connection connection, Collection<Tenant> tenants) throws SQLException {
    heartbeat(connection, List.copyOf(tenants));
    listed = List.copyOf(tenants);
  }

  /**
   * Says that this node runs; nothing before it has joined, when it does not know its tenants yet.
   * Never waits for other nodes: while one of them starts or looks at the lists of all, this call
   * only says that this node runs.
   *
   * @param connection of either login, with auto-commit
   */
  public void heartbeat(Connection connection) throws SQLException {
    List<Tenant> tenants = listed;
    if (!tenants.isEmpty()) {
      heartbeat(connection, tenants);
    }
  }

  private void heartbeat(Connection connection, List<Tenant> tenants) throws SQLException {
    List<Report> reports = new ArrayList<>();
    try (PreparedStatement beat =
        connection.prepareStatement(
            "select * from provisioning.heartbeat(?, ?, ?, ?, cast(? as interval))")) {
      beat.setObject(1, id);
      beat.setString(2, name);
      beat.setArray(
          3, connection.createArrayOf("uuid", tenants.stream().map(t -> t.id().value()).toArray()));
      beat.setArray(
          4, connection.createArrayOf("text", tenants.stream().map(Tenant::subdomain).toArray()));
      beat.setString(5, settings.removedTenantGrace().toString());
      try (ResultSet rows = beat.executeQuery()) {
        while (rows.next()) {
          reports.add(Report.of(rows));
        }
      }
    }
    if (reports.stream().noneMatch(report -> report.kind().equals("busy"))) {
      tell(reports);
    }
  }

  /** Synchronized only here, after the query: nobody waits for the database and holds a monitor. */
  private synchronized void tell(List<Report> reports) {
    pastGrace =
        reports.stream()
            .filter(Report::isPastGrace)
            .map(report -> new Tenant(new TenantId(report.tenant()), report.subdomain()))
            .toList();
    Set<String> sentences = new TreeSet<>();
    reports.forEach(report -> sentences.add(report.sentence()));
    sentences.stream()
        .filter(sentence -> !told.contains(sentence))
        .forEach(sentence -> LOG.log(Level.WARNING, sentence));
    told = sentences;
  }

  /** Says that this node stops. */
  public void leave(Connection connection) throws SQLException {
    try (PreparedStatement leave = connection.prepareStatement("select provisioning.leave(?)")) {
      leave.setObject(1, id);
      leave.execute();
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }
}
