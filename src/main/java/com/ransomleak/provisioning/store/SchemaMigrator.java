package com.ransomleak.provisioning.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Jdbi;

/** Uses the login that owns the tables, without row security, at the start only. */
@ApplicationScoped
public class SchemaMigrator {
  private static final Logger LOG = System.getLogger(SchemaMigrator.class.getName());

  private static final Set<MigrationState> FUTURE =
      EnumSet.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

  private static final String SERIALIZATION_FAILURE = "40001";

  /** One a second. A node that waits in vain answers 503 and tries again (CONFLICT). */
  private static final int LOCK_RETRIES = 20;

  @Resource(lookup = "java:comp/env/jdbc/provisioning-migrator")
  private DataSource source;

  /**
   * Migrates the schema to {@code db/migration}. Several nodes can do this at the same time. A
   * statement waits at most five seconds for the lock of a table ({@code afterConnect.sql}).
   *
   * <p>A database that a newer release has migrated stays as it is: Flyway would replace the newer
   * functions ({@code R__*}) by those of this WAR, under the nodes of the newer release.
   *
   * @throws FlywayException when a statement fails; {@link FailureKind#CONFLICT} when it waited in
   *     vain or a newer release migrates, and another attempt can succeed
   */
  public void migrate() {
    FluentConfiguration configuration =
        Flyway.configure(SchemaMigrator.class.getClassLoader())
            .dataSource(source)
            .schemas("provisioning")
            .locations("classpath:db/migration")
            .lockRetryCount(LOCK_RETRIES);
    List<MigrationInfo> migrations = List.of(configuration.load().info().all());
    List<String> newer =
        versions(migrations.stream().filter(m -> FUTURE.contains(m.getState()))).toList();
    if (newer.isEmpty()) {
      String[] known = versions(migrations.stream()).toArray(String[]::new);
      migrate(configuration.callbacks(new NewerVersionCheck(known)).load());
      return;
    }
    LOG.log(
        Level.WARNING,
        "The database has migrations of a newer release ({0}). This node migrates nothing and"
            + " serves with the previous release and the functions of the newer one. Replace its"
            + " WAR.",
        String.join(", ", newer));
  }

  private static void migrate(Flyway flyway) {
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      // Flyway has no exception of its own for this.
      if (String.valueOf(e.getMessage()).contains("retries exceeded")) {
        throw new FlywayException(
            "Another node migrates the database.",
            new SQLException(e.getMessage(), SERIALIZATION_FAILURE));
      }
      throw e;
    }
  }

  private static Stream<String> versions(Stream<MigrationInfo> migrations) {
    return migrations.filter(MigrationInfo::isVersioned).map(m -> m.getVersion().getVersion());
  }

  /** A connection for statements that requests cannot run. */
  public Jdbi jdbi() {
    return JdbiProducer.create(source::getConnection);
  }

  /** Looks again under Flyway's lock, because a node can wait for it while a newer one migrates. */
  private static final class NewerVersionCheck extends BaseCallback {
    private static final String UNKNOWN_VERSION =
        """
        select from provisioning.flyway_schema_history
        where version is not null and not (version = any(?))
        """;

    private final String[] known;

    NewerVersionCheck(String[] known) {
      this.known = known;
    }

    @Override
    public boolean supports(Event event, Context context) {
      return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public void handle(Event event, Context context) {
      try (PreparedStatement statement =
          context.getConnection().prepareStatement(UNKNOWN_VERSION)) {
        Array versions = context.getConnection().createArrayOf("text", known);
        statement.setArray(1, versions);
        try (ResultSet unknown = statement.executeQuery()) {
          if (unknown.next()) {
            throw new SQLException("A node of a newer release migrates.", SERIALIZATION_FAILURE);
          }
        }
      } catch (SQLException e) {
        throw new FlywayException(e.getMessage(), e);
      }
    }
  }
}
