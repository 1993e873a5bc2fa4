package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The line of the log that says what started: versions of everything, and the tenants. */
@ApplicationScoped
class StartReport {
  private static final Logger LOG = System.getLogger(StartReport.class.getName());
  private static final String BUILD = "/META-INF/maven/com.ransomleak/provisioning/pom.properties";
  private static final int MAX_NAMES = 20;

  @Inject private Tenants tenants;

  private volatile String product;
  private volatile String database = "";

  /** Reads the versions of the product and of the server, which only the web container knows. */
  void started(ServletContext application) {
    Properties build = new Properties();
    try (InputStream file = application.getResourceAsStream(BUILD)) {
      if (file != null) {
        build.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    product =
        "RansomLeak Provisioning %s on %s, Java %s"
            .formatted(
                build.getProperty("version", "(not packaged)"),
                application.getServerInfo().strip(),
                Runtime.version());
  }

  /**
   * Reads the versions of the database and of the schema.
   *
   * @param handle of the migrator's login, after the migration
   */
  void migrated(Handle handle) {
    database =
        "PostgreSQL %s, schema version %s"
            .formatted(
                handle.createQuery("show server_version").mapTo(String.class).one(),
                handle
                    .createQuery(
                        """
                        select version from provisioning.flyway_schema_history
                        where success and version is not null order by installed_rank desc limit 1
                        """)
                    .mapTo(String.class)
                    .one());
  }

  /**
   * Logs the line when everything is known.
   *
   * @return false when the web container has not started yet
   */
  boolean log() {
    if (product == null) {
      return false;
    }
    List<String> names = tenants.all().stream().map(Tenant::subdomain).toList();
    String listed = names.stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
    LOG.log(
        Level.INFO,
        "{0}, {1}, {2} tenants: {3}",
        product,
        database,
        names.size(),
        names.size() > MAX_NAMES ? listed + ", …" : listed);
    return true;
  }
}
