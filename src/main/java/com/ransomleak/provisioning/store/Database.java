package com.ransomleak.provisioning.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Plain statements. Inside a container-managed transaction they run on the EntityManager's own
 * connection; outside, each is a transaction by itself.
 *
 * <p>Every method throws {@link DatabaseFailure} when PostgreSQL refuses or cannot be reached;
 * {@code sql} has {@code ?} for each parameter. Parameters are strings, numbers, booleans, UUIDs,
 * byte arrays, times or string arrays, or null.
 */
@ApplicationScoped
public class Database {
  private static final int FETCH_SIZE = 500;

  @Resource(lookup = "java:comp/env/jdbc/provisioning")
  private DataSource source;

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Resource private TransactionSynchronizationRegistry transactions;

  /** Reads one row of an answer. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  @FunctionalInterface
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** One round trip; the rows in the order of the answer. */
  public <T> List<T> query(String sql, Row<T> row, Object... parameters) {
    return run(
        connection -> {
          try (PreparedStatement statement = prepare(connection, sql, parameters);
              ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
              result.add(row.read(rows));
            }
            return result;
          }
        });
  }

  /**
   * Hands out rows as they come, {@value #FETCH_SIZE} at a time, so that any number of them fits
   * into memory; in the caller's transaction, since only there PostgreSQL keeps the rest for later.
   */
  public <T> void each(String sql, Row<T> row, Consumer<T> consumer, Object... parameters) {
    each(FETCH_SIZE, sql, row, consumer, parameters);
  }

  /** The same for large rows, of which only so many are fetched at a time. */
  public <T> void each(
      int fetchSize, String sql, Row<T> row, Consumer<T> consumer, Object... parameters) {
    run(
        connection -> {
          try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            statement.setFetchSize(fetchSize);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                consumer.accept(row.read(rows));
              }
            }
          }
          return null;
        });
  }

  /** One round trip; how many rows were written. */
  public int update(String sql, Object... parameters) {
    return run(
        connection -> {
          try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
          }
        });
  }

  /**
   * A transaction that asked the data source for a second handle would, on Payara, take a second
   * connection out of the pool until commit; with the pool exhausted by transactions that wait for
   * this one's row locks, all would stand still until the pool's wait is over.
   */
  private <T> T run(Work<T> work) {
    try {
      if (transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
        return work.on(entities.unwrap(Connection.class));
      }
      try (Connection connection = source.getConnection()) {
        return work.on(connection);
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] instanceof String[] texts) {
        statement.setArray(i + 1, connection.createArrayOf("text", texts));
      } else {
        statement.setObject(i + 1, parameters[i]);
      }
    }
    return statement;
  }
}
