package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The logins of {@code db/roles.sql} in a PostgreSQL without a superuser, as clouds manage it. The
 * database of all tests was prepared by such a login.
 */
class LoginsIT {
  private static final String LOGINS =
      "select rolname || ': ' || concat_ws(', ', case when rolcanlogin then 'login' end, case when"
          + " rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end, case when"
          + " rolcreatedb then 'createdb' end, case when rolcreaterole then 'createrole' end) from"
          + " pg_roles where rolname like 'provisioning%' or rolname = 'administrator' order by 1";

  private static final List<String> EXPECTED =
      List.of(
          "administrator: createdb, createrole",
          "provisioning_app: login",
          "provisioning_migrator: login");

  @Test
  @DisplayName("Neither login has a privilege that only a superuser can give (O6)")
  void noSuperuserIsNecessary() throws SQLException {
    assertEquals(EXPECTED, ServerDatabase.strings(LOGINS));
  }

  @Test
  @DisplayName("roles.sql can run again, by the login that ran it before, and changes nothing (O6)")
  void runsAgain() throws Exception {
    String members =
        "select r.rolname || ' ' || m::text from pg_auth_members m join pg_roles r on r.oid ="
            + " m.member order by 1";
    List<String> before = ServerDatabase.strings(members);
    try (Connection superuser = ServerDatabase.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute("set session authorization " + EmbeddedDatabase.ADMINISTRATOR);
      statement.execute(Files.readString(ProjectFiles.file("db", "roles.sql")));
    }
    assertEquals(before, ServerDatabase.strings(members));
    assertEquals(EXPECTED, ServerDatabase.strings(LOGINS));
  }
}
