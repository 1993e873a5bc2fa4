package com.ransomleak.provisioning.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How a transaction has read the users so far, in functions too.
 *
 * @param sequential scans of the whole table
 * @param rowsFetched by way of an index
 */
public record Scans(long sequential, long rowsFetched) {
  public static Scans of(Connection transaction) throws SQLException {
    String[] counts =
        TestDatabase.strings(
                transaction,
                "select seq_scan || ' ' || idx_tup_fetch from pg_stat_xact_user_tables"
                    + " where relid = 'provisioning.scim_user'::regclass",
                List.of())
            .get(0)
            .split(" ", -1);
    return new Scans(Long.parseLong(counts[0]), Long.parseLong(counts[1]));
  }
}
