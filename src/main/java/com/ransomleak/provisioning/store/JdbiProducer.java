package com.ransomleak.provisioning.store;

import com.ransomleak.provisioning.scim.json.ScimJson;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.transaction.CMTTransactionHandler;

/**
 * Produces the {@link Jdbi} for SQL that JPQL cannot express; {@link Sql} runs single statements
 * with it. Parameters are named, {@code :tenant}. A row becomes a record whose components have the
 * names of the columns, {@code user_name} as {@code userName}.
 *
 * <p>In a container-managed transaction, statements run on the connection of the EntityManager, so
 * both see the same. Without one, each handle is a connection of its own and each statement a
 * transaction by itself. Jdbi binds an open handle to the thread, so the callback of {@code
 * withHandle} must not call a use case that begins a new transaction: its statements would run on
 * the connection of the outer one.
 */
@ApplicationScoped
public class JdbiProducer implements ConnectionFactory {
  @Resource(lookup = "java:comp/env/jdbc/provisioning")
  private DataSource source;

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Resource private TransactionSynchronizationRegistry transactions;

  @Inject private DatabaseHealth health;
  @Inject private MeterRegistry registry;

  private Timer connectionWait;

  @PostConstruct
  void createMeters() {
    connectionWait =
        Timer.builder("provisioning.database.connection.wait")
            .description("Waiting for a connection of the pool, once in each transaction")
            .serviceLevelObjectives(
                Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1))
            .register(registry);
    Gauge.builder("provisioning.database.up", health, it -> it.wasUp() ? 1 : 0)
        .description("Whether the database answered last time; 1 or 0")
        .strongReference(true)
        .register(registry);
  }

  @Produces
  @Singleton
  Jdbi jdbi() {
    Jdbi jdbi = create(this).setTransactionHandler(new CMTTransactionHandler());
    jdbi.setSqlLogger(health);
    // A handle ends before the transaction of the container does.
    jdbi.getConfig(Handles.class).setForceEndTransactions(false);
    return jdbi;
  }

  /**
   * Creates a Jdbi for our types. Its exceptions contain neither SQL nor values, because exceptions
   * are logged and values can be names.
   */
  static Jdbi create(ConnectionFactory connections) {
    Jdbi jdbi = Jdbi.create(connections);
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    jdbi.registerRowMapper(JdbiProducer::recordMapper);
    jdbi.registerRowMapper(ResourceRow.class, (row, context) -> ResourceRow.of(row));
    jdbi.registerArgument(new TenantArgument());
    jdbi.registerColumnMapper(
        OffsetDateTime.class, (row, column, context) -> ResourceRow.time(row.getTimestamp(column)));
    jdbi.registerColumnMapper(JsonObject.class, JdbiProducer::json);
    jdbi.registerArrayType(String.class, "text");
    jdbi.registerArrayType(UUID.class, "uuid");
    jdbi.registerArrayType(Integer.class, "int4");
    return jdbi;
  }

  @Override
  public Connection openConnection() throws SQLException {
    // A second handle of the data source would, on Payara, take a second connection out of the pool
    // until commit: with the pool exhausted, transactions would wait for each other (ADR 4).
    boolean inTransaction = isInTransaction();
    if (inTransaction) {
      if (transactions.getResource(this) != null) {
        return entities.unwrap(Connection.class);
      }
      transactions.putResource(this, connectionWait);
    }
    long start = System.nanoTime();
    try {
      return inTransaction ? entities.unwrap(Connection.class) : source.getConnection();
    } finally {
      connectionWait.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void closeConnection(Connection connection) throws SQLException {
    if (!isInTransaction()) {
      connection.close();
    }
  }

  private boolean isInTransaction() {
    return transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
  }

  /** {@code bind("tenant", tenant)}. */
  private static class TenantArgument extends AbstractArgumentFactory<TenantId> {
    TenantArgument() {
      super(Types.OTHER);
    }

    @Override
    protected Argument build(TenantId tenant, ConfigRegistry config) {
      return (position, statement, context) -> statement.setObject(position, tenant.value());
    }
  }

  private static JsonObject json(ResultSet row, int column, StatementContext context)
      throws SQLException {
    String text = row.getString(column);
    return text == null ? null : ScimJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<RowMapper<?>> recordMapper(Type type, ConfigRegistry config) {
    Class<?> raw = GenericTypes.getErasedType(type);
    return raw.isRecord() ? Optional.of(ConstructorMapper.of(raw)) : Optional.empty();
  }
}
