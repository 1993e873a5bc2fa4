package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.DatabaseCopy;
import com.ransomleak.provisioning.database.SecondLogin;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.Folders;
import com.ransomleak.provisioning.demo.PrivateFile;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.Certificate;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.PackagedPostgres;
import com.ransomleak.provisioning.server.PgBouncer;
import com.ransomleak.provisioning.server.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Ways to the database, as {@code src/docs/database.md} describes them (O8, O9, O10). */
class DatabaseIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Map<String, String> SETTINGS =
      Map.of("provisioning.base-domain", "localhost", "provisioning.tenants", "acme,globex");
  private static final String PASSWORD = "a=b:c\\d e\"f$g%i&j#k;l'm,{n}";

  @Test
  @DisplayName(
      "A node works through PgBouncer with TLS, with several hosts, any password and the second"
          + " login")
  void otherWays() throws Exception {
    try (Connection superuser = ServerDatabase.superuser()) {
      SecondLogin.create(superuser, PASSWORD);
    }
    DatabaseAccess direct = RunningServer.database().access();
    int port = RunningServer.freePort();
    Path folder = Folders.emptied(ProjectFiles.file("target", "server-tests", "pgbouncer"));
    String url =
        "jdbc:postgresql://localhost:%d,localhost:%d/provisioning?targetServerType=primary&prepareThreshold=0&sslmode=verify-full&sslrootcert=%s"
            .formatted(RunningServer.freePort(), port, folder.resolve("server.crt"));
    DatabaseAccess access =
        direct.with(
            Map.of(
                "PROVISIONING_DATABASE_URL", url,
                "PROVISIONING_DATABASE_USER", SecondLogin.NAME,
                "PROVISIONING_DATABASE_PASSWORD", PASSWORD));
    PgBouncer bouncer = PgBouncer.start(folder, port, direct.port(), SecondLogin.NAME, PASSWORD);
    try (bouncer;
        ServerProcess node = RunningServer.start(access, SETTINGS, "other-database")) {
      node.awaitReady(PATIENCE);
      use(ScimClient.of("acme").on(node.baseUri()), ScimClient.of("globex").on(node.baseUri()));
      assertEquals(
          List.of("20s", "20s"),
          ServerDatabase.strings(
              "select split_part(c, '=', 2) from pg_db_role_setting s join pg_roles r on r.oid ="
                  + " s.setrole cross join unnest(setconfig) c where rolname like"
                  + " 'provisioning_app%'"));
      String log = Files.readString(node.log());
      assertFalse(log.contains("a=b:c"), "The password is in the log.");
      assertFalse(log.contains("no time limit"), "The login has no statement_timeout.");
    }
  }

  @Test
  @DisplayName(
      "With sslmode=verify-full, a node uses TLS, and does not use a server whose certificate has"
          + " another name")
  void verifiedServer() throws Exception {
    Path folder = ProjectFiles.file("target", "server-tests", "database-with-tls");
    try (PackagedPostgres postgres = PackagedPostgres.start(folder)) {
      DatabaseAccess access = postgres.create("provisioning");
      try (Connection superuser = postgres.superuser(access.port(), "provisioning");
          Statement statement = superuser.createStatement()) {
        Certificate certificate = Certificate.make(folder);
        Path root = Files.writeString(folder.resolve("data/server.crt"), certificate.certificate());
        PrivateFile.write(folder.resolve("data/server.key"), certificate.privateKey());
        statement.execute("alter system set ssl = on");
        statement.execute("select pg_reload_conf()");
        try (ServerProcess good =
                RunningServer.start(verified(access, "localhost", root), SETTINGS, "tls-node");
            ServerProcess bad =
                RunningServer.start(verified(access, "127.0.0.1", root), SETTINGS, "tls-refused")) {
          good.awaitReady(PATIENCE);
          assertEquals(
              List.of("t"),
              DatabaseCopy.strings(
                  superuser,
                  """
                  select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid)
                  where usename = 'provisioning_app'
                  """));
          Eventually.holds(
              "the log names the host",
              PATIENCE,
              () ->
                  assertTrue(
                      Files.readString(bad.log())
                          .contains(
                              "because the database cannot be used: The hostname 127.0.0.1 could"
                                  + " not be verified")));
        }
      }
    }
  }

  private static DatabaseAccess verified(DatabaseAccess access, String host, Path root) {
    String url =
        "jdbc:postgresql://%s:%d/%s?sslmode=verify-full&sslrootcert=%s"
            .formatted(host, access.port(), access.name(), root);
    return access.with(
        Map.of("PROVISIONING_DATABASE_URL", url, "PROVISIONING_DATABASE_MIGRATOR_URL", url));
  }

  /** More often than PostgreSQL's driver and PgBouncer have connections. */
  private static void use(ScimClient acme, ScimClient globex) throws SQLException {
    for (int i = 0; i < 30; i++) {
      String name = ScimClient.unique();
      String id = acme.user(name);
      acme.patch("/Users/" + id, "{\"op\":\"replace\",\"value\":{\"title\":\"Keeper\"}}")
          .expect(200);
      assertEquals(1, acme.get("/Users?filter=userName eq \"" + name + "\"").expect(200).total());
      String group = acme.group(name, id);
      assertTrue(acme.get("/Groups/" + group).expect(200).body().contains(id));
      globex.get("/Users/" + id).expect(404);
      acme.delete("/Groups/" + group).expect(204);
      acme.delete("/Users/" + id).expect(204);
    }
    assertTrue(
        ServerDatabase.strings("select distinct usename from pg_stat_activity")
            .contains(SecondLogin.NAME));
  }

  /** So that other tests find the logins of the product only. */
  @AfterAll
  static void dropSecondLogin() throws Exception {
    try (Connection superuser = ServerDatabase.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute("drop role if exists " + SecondLogin.NAME);
    }
  }
}
