package com.ransomleak.provisioning.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.database.Scans;
import com.ransomleak.provisioning.database.TestDatabase;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.demo.ResourceRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A database that was empty a moment ago: what it planned then must not be kept. */
class FirstImportPlansTest {
  private static final int USERS = 2_000;
  private static final String ID = "00000000-0000-7000-8000-000000000001";

  private static final List<String> LOOKUPS =
      List.of(
          "select 1 from provisioning.read_user(?, '" + ID + "')",
          "select 1 from provisioning.lock_user(?, '" + ID + "')",
          "select 1 from provisioning.find_user_by_user_name(?, 'user77@x')",
          "select 1 from provisioning.find_user_by_external_id(?, 'e77')",
          "select people from provisioning.resolve_manager(?, 'e77', 'e77',"
              + " '{id,externalId,employeeNumber,userName,email}')");

  @Test
  @DisplayName("Lookups planned while the table was empty find one row of it once it is analysed")
  void plansOfTheEmptyTableAreNotKept() throws Exception {
    Path directory = Path.of("target", "first-import-database").toAbsolutePath();
    try (EmbeddedDatabase database = EmbeddedDatabase.startEmpty(directory)) {
      DatabaseAccess access = database.access();
      TestDatabase.migrate(access);
      try (Connection migrator = access.connectAsMigrator();
          Connection application = access.connect()) {
        UUID tenant = TestDatabase.newTenant(migrator);
        TestDatabase.enter(application, tenant);
        for (String lookup : LOOKUPS) {
          TestDatabase.strings(application, lookup, List.of(tenant));
        }
        application.commit();
        importUsers(migrator, tenant);
        assertTrue(rowsFetched(application, tenant) > USERS, "The plans of the empty table");
        assertEquals(List.of("t"), analyse(application));
        assertEquals(LOOKUPS.size(), rowsFetched(application, tenant), "Each found its row");
      }
    }
  }

  private static List<String> analyse(Connection application) throws SQLException {
    List<String> small =
        TestDatabase.strings(application, "select provisioning.analyze_small_tables()", List.of());
    application.commit();
    return small;
  }

  private static long rowsFetched(Connection application, UUID tenant) throws SQLException {
    TestDatabase.enter(application, tenant);
    Scans before = Scans.of(application);
    for (String lookup : LOOKUPS) {
      assertEquals(
          List.of("1"), TestDatabase.strings(application, lookup, List.of(tenant)), lookup);
    }
    Scans after = Scans.of(application);
    application.commit();
    assertEquals(before.sequential(), after.sequential(), "sequential scans");
    return after.rowsFetched() - before.rowsFetched();
  }

  private static void importUsers(Connection migrator, UUID tenant) throws SQLException {
    TestDatabase.update(
        migrator,
        ResourceRows.users(
            """
            select ?, cast('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid), d, d
            from generate_series(1, ?) n, lateral jsonb_build_object(
              'userName', 'user' || n || '@x', 'externalId', 'e' || n, 'active', true) d
            """),
        tenant,
        USERS);
  }
}
