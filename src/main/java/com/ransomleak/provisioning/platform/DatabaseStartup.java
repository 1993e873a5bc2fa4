package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.account.FirstAdministrators;
import com.ransomleak.provisioning.settings.UnknownSettings;
import com.ransomleak.provisioning.store.SchemaMigrator;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Before the first request: migrates the schema, checks that the application's login is harmless,
 * and makes the tenants agree with the configuration. Several nodes may start at once: Flyway's
 * lock lets one migrate.
 *
 * <p>A fault of the configuration stops the deployment with its reason. A database that is away
 * does not: it is tried again after 1, 2, 4, 8 and then every 15 seconds, and meanwhile {@link
 * AvailabilityFilter} answers 503.
 */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class DatabaseStartup {
  private static final Logger LOG = System.getLogger(DatabaseStartup.class.getName());
  private static final Duration MAX_PAUSE = Duration.ofSeconds(15);

  @Inject private SchemaMigrator migrator;
  @Inject private Jdbi jdbi;
  @Inject private Tenants tenants;
  @Inject private TenantSettings settings;
  @Inject private FirstAdministrators firstAdministrators;

  private final Duration[] pauses = {
    Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8)
  };

  record Login(String name, boolean privileged) {}

  private boolean prepared;
  private int failures;
  private long nextAttempt;

  @PostConstruct
  void start() {
    warnAboutUnknownSettings();
    attempt(true);
  }

  private void warnAboutUnknownSettings() {
    Set<String> unknown =
        UnknownSettings.find(
            ConfigProvider.getConfig(), System.getenv().keySet(), settings.subdomains());
    for (String key : unknown) {
      LOG.log(
          Level.WARNING,
          "The setting {0} has no effect: it is misspelt, or it belongs to a tenant that"
              + " provisioning.tenants does not list. See"
              + " server-config/microprofile-config.properties.example.",
          key);
    }
  }

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  void tick() {
    if (!prepared && System.nanoTime() - nextAttempt >= 0) {
      attempt(false);
    }
  }

  /**
   * Tries once.
   *
   * @param deploying whether an exception still stops the deployment; later, all that is left is to
   *     say what is wrong and to try again
   */
  private void attempt(boolean deploying) {
    try {
      prepare();
      prepared = true;
      LOG.log(Level.INFO, "Provisioning serves {0} tenants", tenants.all().size());
    } catch (RuntimeException e) {
      boolean outage = StartupFailure.isOutage(e);
      if (deploying && !outage) {
        throw e;
      }
      Duration pause = failures < pauses.length ? pauses[failures++] : MAX_PAUSE;
      nextAttempt = System.nanoTime() + pause.toNanos();
      LOG.log(
          outage ? Level.WARNING : Level.ERROR,
          "Requests are answered with 503, because the database cannot be used: {0} The next"
              + " attempt is in {1} s.",
          StartupFailure.reason(e),
          pause.toSeconds());
    }
  }

  private void prepare() {
    try {
      migrator.migrate();
      requireUnprivilegedLogin();
      tenants.synchronise(migrator.jdbi());
    } catch (JdbiException e) {
      throw new IllegalStateException(
          "The database cannot be used: " + StartupFailure.reason(e), e);
    }
    firstAdministrators.appoint();
  }

  /**
   * Row security does not bind superusers, owners and those who bypass it: with such a login the
   * tenants would not be separated.
   */
  private void requireUnprivilegedLogin() {
    Login login =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select current_user as name, rolsuper or rolbypassrls
                          or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                            where n.nspname = 'provisioning' and pg_has_role(c.relowner, 'member')) as privileged
                        from pg_roles where rolname = current_user
                        """)
                    .mapTo(Login.class)
                    .one());
    if (login.privileged()) {
      throw new IllegalStateException(
          "The data source jdbc/provisioning logs in as "
              + login.name()
              + ", which is superuser, bypasses row security or owns tables. Let it log in as"
              + " provisioning_app (db/roles.sql).");
    }
  }
}
