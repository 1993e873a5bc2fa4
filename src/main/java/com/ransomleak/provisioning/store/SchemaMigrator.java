package com.ransomleak.provisioning.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** The login that owns the tables and is not bound by row security, for the start only. */
@ApplicationScoped
public class SchemaMigrator {
  @Resource(lookup = "java:comp/env/jdbc/provisioning-migrator")
  private DataSource source;

  /** Makes the schema that of {@code db/migration}. Several nodes may do this at once. */
  public void migrate() {
    Flyway.configure(SchemaMigrator.class.getClassLoader())
        .dataSource(source)
        .schemas("provisioning")
        .locations("classpath:db/migration")
        .load()
        .migrate();
  }

  /** For statements that no request may make. */
  public Jdbi jdbi() {
    return JdbiProducer.create(source::getConnection);
  }
}
