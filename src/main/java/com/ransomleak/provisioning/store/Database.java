package com.ransomleak.provisioning.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Plain statements on the application's data source. Inside a container-managed transaction they
 * run on the transaction's own connection, the one the EntityManager uses; outside, each is a
 * transaction by itself.
 *
 * <p>Every method throws {@link DatabaseFailure} when PostgreSQL refuses or cannot be reached;
 * {@code sql} has {@code ?} for each parameter. Parameters are strings, numbers, booleans, UUIDs,
 * byte arrays, times or string arrays, or null.
 */
@ApplicationScoped
public class Database {
  @Resource(lookup = "java:comp/env/jdbc/provisioning")
  private DataSource source;

  /** Reads one row of an answer. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** One round trip; the rows in the order of the answer. */
  public <T> List<T> query(String sql, Row<T> row, Object... parameters) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(row.read(rows));
      }
      return result;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** One round trip; how many rows were written. */
  public int update(String sql, Object... parameters) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = prepare(connection, sql, parameters)) {
      return statement.executeUpdate();
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
