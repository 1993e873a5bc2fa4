package com.ransomleak.provisioning.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** Uses the login that owns the tables, without row security, at the start only. */
@ApplicationScoped
public class SchemaMigrator {
  @Resource(lookup = "java:comp/env/jdbc/provisioning-migrator")
  private DataSource source;

  /**
   * Migrates the schema to {@code db/migration}. Several nodes can do this at the same time. A
   * statement waits at most five seconds for the lock of a table ({@code afterConnect.sql}).
   *
   * @throws org.flywaydb.core.api.FlywayException when a statement fails; {@link
   *     FailureKind#CONFLICT} when it waited in vain, and another attempt can succeed
   */
  public void migrate() {
    Flyway.configure(SchemaMigrator.class.getClassLoader())
        .dataSource(source)
        .schemas("provisioning")
        .locations("classpath:db/migration")
        .load()
        .migrate();
  }

  /** A connection for statements that requests cannot run. */
  public Jdbi jdbi() {
    return JdbiProducer.create(source::getConnection);
  }
}
