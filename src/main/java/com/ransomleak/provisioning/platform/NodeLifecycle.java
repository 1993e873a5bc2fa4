package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.account.FirstAdministrators;
import com.ransomleak.provisioning.monitoring.TimerRuns;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.settings.UnknownSettings;
import com.ransomleak.provisioning.store.DatabaseHealth;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.store.SchemaMigrator;
import com.ransomleak.provisioning.tenant.Nodes;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Prepares the database before the first request, and then reports that this node is running.
 * Several nodes can start at the same time: Flyway's lock lets one of them migrate.
 *
 * <p>An invalid configuration stops the deployment, and the process of Payara Micro. While the
 * database is unavailable, the node tries again after 1, 2, 4, 8 and then every 15 seconds, and
 * {@link AvailabilityFilter} answers 503.
 */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class NodeLifecycle {
  private static final Logger LOG = System.getLogger(NodeLifecycle.class.getName());
  private static final int MAX_PAUSE_SECONDS = 15;

  private static final String PRIVILEGED_LOGIN =
      """
      select current_user from pg_roles
      where rolname = current_user and (rolsuper or rolbypassrls
        or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'provisioning' and pg_has_role(c.relowner, 'member')))
      """;

  private static final String METRICS = "metrics";

  private static final String HAS_NO_TIME_LIMIT =
      "select current_setting('statement_timeout') = '0'";

  @Inject private SchemaMigrator migrator;
  @Inject private Jdbi jdbi;
  @Inject private Tenants tenants;
  @Inject private TenantSettings settings;
  @Inject private DeploymentSettings deployment;
  @Inject private Nodes nodes;
  @Inject private FirstAdministrators firstAdministrators;
  @Inject private StartReport report;
  @Inject private DatabaseHealth database;
  @Inject private TenantMetrics tenantMetrics;
  @Inject private TimerRuns runs;

  // Only everySecond changes these, and a timer does not overlap itself.
  private volatile boolean prepared;
  private volatile int nextPauseSeconds = 1;
  private volatile long nextAttempt;
  private volatile boolean hasSmallTables = true;
  private volatile boolean reported;

  @PostConstruct
  void start() {
    try {
      begin();
    } catch (RuntimeException | Error e) {
      FailedStart.endProcess();
      throw e;
    }
  }

  private void begin() {
    PayaraMicroLog.shorten();
    runs.register(METRICS);
    for (String name :
        UnknownSettings.find(
            ConfigProvider.getConfig(), System.getenv().keySet(), settings.subdomains())) {
      LOG.log(
          Level.WARNING,
          "The setting {0} has no effect: it is misspelt, or it belongs to a tenant that"
              + " provisioning.tenants does not list. See"
              + " server-config/microprofile-config.properties.example.",
          name);
    }
    warnOfUnreadableMetrics();
    attempt(true);
  }

  private void warnOfUnreadableMetrics() {
    List<String> both = deployment.monitoringClients().overlap(deployment.trustedProxies());
    if (!both.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "Monitoring clients cannot read /metrics from addresses that are also in"
              + " provisioning.trusted-proxies: they get 404, because a proxy could forward the"
              + " request of anybody. This concerns {0} in provisioning.monitoring-clients. List"
              + " only the addresses of the proxies in provisioning.trusted-proxies, not the"
              + " network of Prometheus.",
          String.join(", ", both));
    }
  }

  /**
   * Continues the start, and analyses tables that grow for the first time, before autovacuum does
   * (ADR 15).
   */
  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  void everySecond() {
    if (!prepared && System.nanoTime() - nextAttempt >= 0) {
      attempt(false);
      return;
    }
    if (prepared && !reported) {
      reported = report.log();
    }
    if (prepared && hasSmallTables && database.check()) {
      tryTo("analyse small tables", () -> hasSmallTables = analyzeSmallTables());
    }
  }

  /**
   * Keeps other nodes from suspending the tenants that only this node lists, and reads the settings
   * that administrators chose on other nodes, and the metrics that are in the database.
   */
  @Schedule(hour = "*", minute = "*", second = "*/15", persistent = false)
  void heartbeat() {
    tryTo("report that the node runs", () -> jdbi.useHandle(nodes::heartbeat));
    if (prepared) {
      tryTo("read the chosen settings", () -> jdbi.useHandle(tenants::refresh));
      if (database.check()) {
        runs.run(METRICS, this::readMetrics);
      } else {
        runs.failed(METRICS);
      }
    }
  }

  private void readMetrics() {
    try {
      jdbi.useHandle(tenantMetrics::read);
    } catch (RuntimeException e) {
      runs.failed(METRICS);
      FailureKind.warn(LOG, "The metrics of tenants could not be read", e);
    }
  }

  /** Without this report, the node counts as running for a minute, and then as lost for a day. */
  @PreDestroy
  void stop() {
    tryTo("report that the node stops", () -> jdbi.useHandle(nodes::leave));
  }

  private boolean analyzeSmallTables() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select provisioning.analyze_small_tables()")
                .mapTo(Boolean.class)
                .one());
  }

  private static void tryTo(String what, Runnable statement) {
    try {
      statement.run();
    } catch (RuntimeException e) {
      if (FailureKind.of(e) == FailureKind.OTHER) {
        FailureKind.warn(LOG, "Could not " + what, e);
      } else {
        LOG.log(Level.DEBUG, "Could not " + what, e);
      }
    }
  }

  /**
   * Prepares the database once.
   *
   * @param deploying whether an exception still stops the deployment
   */
  private void attempt(boolean deploying) {
    try {
      migrator.migrate();
      requireUnprivilegedLogin();
      warnOfUnlimitedStatements();
      tenants.synchronise(migrator.jdbi());
      firstAdministrators.appoint();
      migrator.jdbi().useHandle(report::migrated);
      prepared = true;
    } catch (RuntimeException e) {
      boolean outage = isOutage(e);
      if (deploying && !outage) {
        if (FailureKind.isConfiguration(e)) {
          throw new IllegalStateException("The database cannot be used: " + reason(e), e);
        }
        // An error of another setting names the setting.
        throw e instanceof JdbiException
            ? new IllegalStateException(
                "The database rejected a step of the start: " + reason(e), e)
            : e;
      }
      int pause = nextPauseSeconds;
      nextPauseSeconds = Math.min(2 * pause, MAX_PAUSE_SECONDS);
      nextAttempt = System.nanoTime() + TimeUnit.SECONDS.toNanos(pause);
      LOG.log(
          outage ? Level.WARNING : Level.ERROR,
          "Requests are answered with 503, because the database cannot be used: {0} The next"
              + " attempt is in {1} s.",
          reason(e),
          pause);
    }
  }

  /**
   * Whether waiting can help. A rejected password (28P01) is an error of the configuration. The
   * pools of the servers wrap it in exceptions without a state, which count as an outage.
   */
  private static boolean isOutage(Throwable thrown) {
    return !FailureKind.isConfiguration(thrown)
        && (FailureKind.of(thrown) != FailureKind.OTHER || FailureKind.isReadOnly(thrown));
  }

  /** Without a value of the URL, some servers complain of something else. */
  private static String reason(Throwable thrown) {
    String message = FailureKind.message(thrown);
    List<String> missing = UnknownSettings.missingDatabase(ConfigProvider.getConfig());
    return (message.endsWith(".") ? message : message + ".")
        + (missing.isEmpty()
            ? ""
            : " These variables have no value: " + String.join(", ", missing) + ".")
        + " See src/docs/database.md.";
  }

  /** Row security does not apply to superusers and owners: tenants would not be separated. */
  private void requireUnprivilegedLogin() {
    jdbi.withHandle(handle -> handle.createQuery(PRIVILEGED_LOGIN).mapTo(String.class).findOne())
        .ifPresent(
            login -> {
              throw new IllegalStateException(
                  "The data source jdbc/provisioning logs in as "
                      + login
                      + ", which is superuser, bypasses row security or owns tables. Let it log in"
                      + " as provisioning_app (db/roles.sql).");
            });
  }

  private void warnOfUnlimitedStatements() {
    if (jdbi.withHandle(
        handle -> handle.createQuery(HAS_NO_TIME_LIMIT).mapTo(Boolean.class).one())) {
      LOG.log(
          Level.WARNING,
          "The statements of requests have no time limit. Set statement_timeout for the login of"
              + " jdbc/provisioning, as db/roles.sql does for provisioning_app.");
    }
  }
}
