package com.ransomleak.provisioning.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.demo.StartFailure;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scheduled maintenance: retention, links, expiry. */
@TestTenant(value = "aperture", administrator = true)
@TestTenant(value = "tessier", administrator = true, settings = "token-lifetime=P30D")
class AccountHousekeepingIT {
  private static final String TENANT = "aperture";
  private static final Duration TWO_TICKS = Duration.ofMinutes(2);

  @Test
  @DisplayName(
      "A scheduled job deletes entries older than the retention in batches and keeps newer ones")
  void retention() throws Exception {
    write(
        """
        insert into provisioning.activity (tenant_id, id, at, actor, action)
        select tenant_id, provisioning.first_id_at(now() - interval '91 days' + n * interval '1 ms'), now() - interval '91 days', 'scim', 'past'
        from provisioning.tenant, generate_series(1, 2500) n where subdomain = ?
        """,
        TENANT);
    write(
        """
        insert into provisioning.activity (tenant_id, id, at, actor, action)
        select tenant_id, provisioning.first_id_at(now() - interval '89 days'), now() - interval '89 days', 'scim', 'kept' from provisioning.tenant where subdomain = ?
        """,
        TENANT);
    write(
        """
        insert into provisioning.assignment_change (tenant_id, id, at, user_id, kind, source)
        select tenant_id, provisioning.first_id_at(now() - interval '1 day' * least(88 + n, 91) + n * interval '1 ms'),
          now() - interval '1 day' * least(88 + n, 91), gen_random_uuid(), 'team', 'past'
        from provisioning.tenant, generate_series(1, 2501) n where subdomain = ?
        """,
        TENANT);
    Eventually.holds(
        "nothing is older than 90 days",
        TWO_TICKS,
        () -> {
          assertEquals("0", count("activity", "action = 'past'"));
          assertEquals("1", count("assignment_change", "source = 'past'"));
        });
    assertEquals("1", count("activity", "action = 'kept'"));
  }

  @Test
  @DisplayName(
      "A newer link replaces the previous one; a link is for an active user and expires after a"
          + " day")
  void links() throws Exception {
    String name = ScimClient.unique();
    String id = ScimClient.of(TENANT).user(name);
    String first = link(name);
    String second = link(name.toUpperCase(java.util.Locale.ROOT));
    assertTrue(use(first).body().contains("a newer one was created for you"));
    write(
        "update provisioning.password_link set created_at = created_at - interval '1 day',"
            + " expires_at = expires_at - interval '1 day' where user_id = cast(? as uuid)",
        id);
    assertTrue(use(second).body().contains("This link has expired"));
    ScimClient.of(TENANT)
        .patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}")
        .expect(200);
    StartFailure refused = Assertions.assertThrows(StartFailure.class, () -> link(name));
    assertTrue(refused.getMessage().contains("no active user"), refused.getMessage());
  }

  @Test
  @DisplayName("A session ends after its lifetime, used or not")
  void sessionsEnd() throws Exception {
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    String page = "/admin/account/password";
    assertEquals(200, admin.get(page).status());
    write(
        "update provisioning.console_session s set last_seen_at = now() - interval '31 minutes'"
            + " from provisioning.tenant t where t.tenant_id = s.tenant_id and subdomain = ?",
        TENANT);
    assertEquals("/sign-in", admin.get(page).redirect());

    ConsoleClient again = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    write(
        "update provisioning.console_session s set expires_at = now() - interval '1 second' from"
            + " provisioning.tenant t where t.tenant_id = s.tenant_id and subdomain = ?",
        TENANT);
    assertEquals("/sign-in", again.get(page).redirect());
  }

  @Test
  @DisplayName(
      "A token with a lifetime shows when it expires, and then stops working with a clear error")
  void tokensExpire() throws Exception {
    ConsoleClient admin = ConsoleClient.at("tessier").signedIn(Browser.ADMINISTRATOR);
    String page = "/admin/integrations/scim-provisioning";
    String token =
        admin
            .post(page, admin.get(page).form("form").with("generate", ""))
            .between("<code id=\"token\">", "</code>");
    ScimClient client = ScimClient.anonymous("tessier").with("Authorization", "Bearer " + token);
    client.get("/Users?count=1").expect(200);
    String expires = admin.get(page).between("<dt>Expires</dt>", "</dd>");
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    assertTrue(
        // The token may have been made before midnight.
        Stream.of(today, today.minusDays(1))
            .anyMatch(day -> expires.contains(day.plusDays(30).toString())),
        expires);
    write(
        "update provisioning.api_token a set expires_at = now() - interval '1 second' from"
            + " provisioning.tenant t where t.tenant_id = a.tenant_id and subdomain = ?",
        "tessier");
    // A token that was checked is trusted for a second.
    Eventually.holds(
        "expiry",
        () -> assertTrue(client.get("/Users?count=1").expect(401).detail().contains("expired")));
    ConsoleClient.Answer after = admin.get(page);
    assertTrue(after.body().contains("has expired"), after.body());
    assertTrue(after.body().contains("a token of this tenant"), after.body());
  }

  @Test
  @DisplayName("Secrets of the console are nowhere in the database or the log (known bug 25)")
  void secretsAreHashed() throws Exception {
    String name = ScimClient.unique();
    ScimClient.of(TENANT).user(name);
    String secret = link(name).replace("/set-password#", "");
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    String cookie = admin.cookie().replace("provisioning-session=", "");
    for (String hidden : new String[] {secret, cookie, Browser.PASSWORD}) {
      for (String table :
          new String[] {"activity", "credential", "password_link", "console_session"}) {
        assertEquals(
            "0",
            read(
                "select count(*) from provisioning."
                    + table
                    + " t where position(? in cast(t as text)) > 0",
                hidden),
            table);
      }
      Assertions.assertFalse(
          java.nio.file.Files.readString(RunningServer.get().log()).contains(hidden));
    }
    assertTrue(
        read("select min(password_hash) from provisioning.credential where ? <> ''", "x")
            .startsWith("PBKDF2WithHmacSHA512:210000:"));
  }

  private static String count(String table, String condition) throws SQLException {
    return read(
        "select count(*) from provisioning."
            + table
            + " join provisioning.tenant using (tenant_id) where subdomain = ? and "
            + condition,
        TENANT);
  }

  private static String link(String userName) {
    return OpsCommand.passwordLink(RunningServer.get().access(), TENANT, userName);
  }

  private static ConsoleClient.Answer use(String link) {
    ConsoleClient client = ConsoleClient.at(TENANT);
    return client.post(
        "/set-password",
        client
            .get("/set-password")
            .form("form")
            .with("link", link.replace("/set-password#", ""))
            .with("password", Browser.PASSWORD)
            .with("repeated", Browser.PASSWORD)
            .with("set", ""));
  }

  private static void write(String sql, String parameter) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement statement = migrator.prepareStatement(sql)) {
      statement.setString(1, parameter);
      statement.executeUpdate();
    }
  }

  private static String read(String sql, String parameter) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement statement = migrator.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
