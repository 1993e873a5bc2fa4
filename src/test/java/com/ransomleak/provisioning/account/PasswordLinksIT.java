package com.ransomleak.provisioning.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Links with which users set their passwords. */
@TestTenant(value = "aperture", administrator = true)
class PasswordLinksIT {
  private static final String TENANT = "aperture";

  private static final String ACCOUNT = "/admin/account/password";
  private static final String NOTICE = "A link to set your password was created.</strong>";

  private static final String WAITS_FOR_THIS =
      "pg_backend_pid() = any (pg_blocking_pids(first.pid))";

  private static final String WAITS_FOR_THE_FIRST =
      "exists (select from pg_stat_activity second where first.pid = any"
          + " (pg_blocking_pids(second.pid)))";

  @Test
  @DisplayName("Two links of a user without a password, used at the same time, both set it")
  void twoLinksAtOnce() throws Exception {
    String name = ScimClient.unique();
    String id = ScimClient.of(TENANT).user(name);
    try (Connection database = RunningServer.get().access().connectAsMigrator()) {
      String first = link(name);
      String second = link(name);
      // As if both were made at the same time, when neither replaces the other.
      execute(
          database,
          "update provisioning.password_link set expires_at = now() + interval '1 hour'"
              + " where expires_at <= now() and user_id::text = ?",
          id);
      execute(
          database,
          "insert into provisioning.known_browser (tenant_id, id, user_id, digest)"
              + " select tenant_id, gen_random_uuid(), id, sha256('x')"
              + " from provisioning.scim_user where id::text = ?",
          id);
      database.setAutoCommit(false);
      // The first request has written the password when it waits for this row.
      execute(
          database,
          "update provisioning.known_browser set last_used_at = now() where user_id::text = ?",
          id);
      CompletableFuture<ConsoleClient.Answer> one = use(first);
      await(database, WAITS_FOR_THIS);
      CompletableFuture<ConsoleClient.Answer> other = use(second);
      await(database, WAITS_FOR_THIS + " and " + WAITS_FOR_THE_FIRST);
      database.rollback();
      for (CompletableFuture<ConsoleClient.Answer> request : List.of(one, other)) {
        ConsoleClient.Answer answer = request.get(30, TimeUnit.SECONDS);
        assertFalse(answer.sessionCookie().isEmpty(), answer.status() + " " + answer.body());
      }
    }
  }

  @Test
  @DisplayName("A link that does not work says why and what to do, and asks for no password")
  void saysWhy() throws SQLException {
    String name = ScimClient.unique();
    ScimClient okta = ScimClient.of(TENANT);
    String id = okta.user(name);
    String replaced = link(name);
    String used = link(name);
    assertFalse(ConsoleClient.at(TENANT).setPassword(used).sessionCookie().isEmpty());
    assertRejected("Open the newest link that you received", replaced);
    assertRejected("Sign in with that password", used);
    String expired = link(name);
    ServerDatabase.run(
        "update provisioning.password_link set created_at = created_at - interval '24 hours',"
            + " expires_at = expires_at - interval '24 hours'"
            + " where used_at is null and expires_at > now() and user_id = ?::uuid",
        id);
    assertRejected("has expired", expired);
    String deleted = link(name);
    okta.patch("/Users/" + id, "{\"op\":\"replace\",\"value\":{\"active\":false}}").expect(200);
    assertRejected("when your account is deactivated", deleted);
    assertRejected("Make sure that you opened the whole link", "nonsense");
  }

  @Test
  @DisplayName("After a first sign-in by a newer link, the unused one before it is not announced")
  void replacedBeforeTheFirstSignIn() {
    String name = ScimClient.unique();
    ScimClient.of(TENANT).user(name);
    link(name);
    ConsoleClient person = signedInBy(link(name));
    assertFalse(person.get(ACCOUNT).body().contains(NOTICE));
    String sessions = person.get("/admin/account/sessions").body();
    assertTrue(sessions.contains("replaced by a newer link"), sessions);
  }

  @Test
  @DisplayName("The notice names who created the link that was used elsewhere, not the newest link")
  void namesTheLinkThatWasUsedElsewhere() throws SQLException {
    String name = ScimClient.unique();
    String id = ScimClient.of(TENANT).user(name);
    signedInBy(link(name));
    ServerDatabase.run(
        "update provisioning.password_link set created_by = 'eve', created_by_id = user_id"
            + " where user_id = ?::uuid",
        id);
    ConsoleClient.Answer page = signedInBy(link(name)).get(ACCOUNT);
    assertTrue(page.between(NOTICE, "</section>").contains("By eve,"), page.body());
  }

  private static String link(String userName) {
    return OpsCommand.passwordLink(RunningServer.get().access(), TENANT, userName);
  }

  private static ConsoleClient signedInBy(String link) {
    ConsoleClient client = ConsoleClient.at(TENANT);
    return client.with("Cookie", client.setPassword(link).cookies());
  }

  /** When it is opened, and when somebody who opened it before sets a password. */
  private static void assertRejected(String why, String link) {
    ConsoleClient client = ConsoleClient.at(TENANT);
    ConsoleClient.Form form = client.get("/set-password").form("form");
    String secret = link.substring(link.indexOf('#') + 1);
    for (ConsoleClient.Answer answer :
        List.of(
            client.post("/set-password", form.with("link", secret)), client.setPassword(link))) {
      assertTrue(answer.between("id=\"rejection\"", "</div>").contains(why), answer.body());
      assertFalse(answer.body().contains("type=\"password\""), answer.body());
    }
  }

  private static CompletableFuture<ConsoleClient.Answer> use(String link) {
    return CompletableFuture.supplyAsync(() -> ConsoleClient.at(TENANT).setPassword(link));
  }

  private static void execute(Connection connection, String change, String user)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(change)) {
      statement.setString(1, user);
      assertEquals(1, statement.executeUpdate());
    }
  }

  private static void await(Connection blocker, String condition) throws Exception {
    Eventually.holds(
        condition,
        () -> {
          try (Statement statement = blocker.createStatement();
              ResultSet row =
                  statement.executeQuery(
                      "select exists (select from pg_stat_activity first where "
                          + condition
                          + ")")) {
            assertTrue(row.next() && row.getBoolean(1));
          }
        });
  }
}
