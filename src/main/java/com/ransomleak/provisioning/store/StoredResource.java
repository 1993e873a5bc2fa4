package com.ransomleak.provisioning.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A resource as it is answered.
 *
 * @param json the complete representation; null where only the version was asked for, or where it
 *     is too large for memory
 * @param version counts its changes; the ETag is made of it
 */
public record StoredResource(String id, String json, long version) {

  /** From a row of {@code id, resource, version}. */
  public static StoredResource of(ResultSet row) throws SQLException {
    return new StoredResource(row.getString(1), row.getString(2), row.getLong(3));
  }
}
