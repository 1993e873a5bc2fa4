package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.http.RequestSettings;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import com.ransomleak.provisioning.throttle.ThrottleSettings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Before the first request: migrates the schema, checks that the application's login is harmless,
 * and makes the tenants agree with the configuration. Whatever fails stops the deployment with its
 * reason. Several nodes may start at once: Flyway's lock lets one migrate.
 */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class DatabaseStartup {
  private static final Logger LOG = System.getLogger(DatabaseStartup.class.getName());

  @Resource(lookup = "java:comp/env/jdbc/provisioning-migrator")
  private DataSource migrator;

  @Resource(lookup = "java:comp/env/jdbc/provisioning")
  private DataSource application;

  @Inject private Tenants tenants;
  @Inject private TenantSettings settings;
  @Inject private PlatformSettings platform;
  @Inject private RequestSettings requests;
  @Inject private ThrottleSettings throttle;

  @PostConstruct
  void start() {
    checkSettings();
    try {
      migrate();
      refuseMightyLogin();
      try (Connection connection = migrator.getConnection()) {
        tenants.synchronise(connection);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The database cannot be used: " + e.getMessage(), e);
    }
    for (String key : settings.unknown()) {
      LOG.log(
          Level.WARNING,
          "The setting {0} has no effect: it is misspelt, or of a tenant that provisioning.tenants"
              + " does not list. See server-config/microprofile-config.properties.example.",
          key);
    }
    LOG.log(Level.INFO, "Provisioning serves {0} tenants", tenants.all().size());
  }

  /** A wrong value of a setting stops the deployment, not the first request. */
  private void checkSettings() {
    requests.json();
    if (throttle.requestBytesInFlight() < platform.maxRequestSize()) {
      throw new IllegalStateException(
          "provisioning.request-bytes-in-flight: "
              + throttle.requestBytesInFlight()
              + " is less than provisioning.max-request-size, "
              + platform.maxRequestSize()
              + ", so the largest request would never be accepted. Raise it.");
    }
  }

  private void migrate() {
    Flyway.configure(DatabaseStartup.class.getClassLoader())
        .dataSource(migrator)
        .schemas("provisioning")
        .locations("classpath:db/migration")
        .load()
        .migrate();
  }

  /**
   * Row security does not bind superusers, owners and those who bypass it: with such a login
   * tenants would not be walls.
   */
  private void refuseMightyLogin() throws SQLException {
    try (Connection connection = application.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select current_user, rolsuper or rolbypassrls
                  or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = 'provisioning' and pg_has_role(c.relowner, 'member'))
                from pg_roles where rolname = current_user
                """)) {
      row.next();
      if (row.getBoolean(2)) {
        throw new IllegalStateException(
            "The data source jdbc/provisioning logs in as "
                + row.getString(1)
                + ", which is superuser, bypasses row security or owns tables. Let it log in as"
                + " provisioning_app (db/roles.sql).");
      }
    }
  }
}
