package com.ransomleak.provisioning.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Runs single SQL statements on the connection of the transaction. A row becomes a value or a
 * record as {@link JdbiProducer} describes.
 *
 * <pre>{@code
 * sql.of(tenant, MEMBERS).bind("role", role).list(Member.class)
 * }</pre>
 */
@ApplicationScoped
public class Sql {
  @Inject private Jdbi jdbi;

  /** A statement with the parameter {@code :tenant}. */
  public Statement of(TenantId tenant, String sql) {
    return new Statement(jdbi, sql).bind("tenant", tenant);
  }

  /** A statement that runs when its result is requested. */
  public static final class Statement {
    private final Jdbi jdbi;
    private final String sql;
    private final Map<String, Object> parameters = new HashMap<>();

    private Statement(Jdbi jdbi, String sql) {
      this.jdbi = jdbi;
      this.sql = sql;
    }

    public Statement bind(String name, Object value) {
      parameters.put(name, value);
      return this;
    }

    public <T> List<T> list(Class<T> type) {
      return jdbi.withHandle(handle -> query(handle).mapTo(type).list());
    }

    /** The first row, if there is one. */
    public <T> Optional<T> first(Class<T> type) {
      return jdbi.withHandle(handle -> query(handle).mapTo(type).findFirst());
    }

    /**
     * The only row.
     *
     * @throws IllegalStateException when there is none or another one
     */
    public <T> T one(Class<T> type) {
      return jdbi.withHandle(handle -> query(handle).mapTo(type).one());
    }

    /** Returns the number of changed rows. */
    public int update() {
      return jdbi.withHandle(handle -> bound(handle.createUpdate(sql)).execute());
    }

    private Query query(Handle handle) {
      return bound(handle.createQuery(sql));
    }

    private <S extends SqlStatement<S>> S bound(S statement) {
      parameters.forEach(statement::bind);
      return statement;
    }
  }
}
