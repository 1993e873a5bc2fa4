package com.ransomleak.provisioning.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Guesses of others stop neither known browsers nor other tenants. */
@TestTenant(value = "weyland", administrator = true)
@TestTenant(value = "veridian", administrator = true)
@Tag("one-server")
class KnownBrowsersIT {
  private static final String TENANT = "veridian";
  private static final String OTHER_TENANT = "weyland";
  private static final int ATTACKERS = 16;
  private static final int ROUNDS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ConsoleClient stranger = ConsoleClient.at(TENANT);
  private String browser;

  @BeforeEach
  void know() throws SQLException {
    forgetFailures();
    stranger.signedIn(Browser.ADMINISTRATOR);
    browser = browserCookie(stranger.trySignIn(Browser.ADMINISTRATOR, Browser.PASSWORD));
  }

  @AfterEach
  void forgetFailures() throws SQLException {
    update("delete from provisioning.sign_in_failure f");
  }

  @Test
  @DisplayName("A known browser is never locked out by the failures of others")
  void neverLockedOut() throws SQLException {
    String colleague = ScimClient.unique();
    ScimClient.of(TENANT).user(colleague);
    lock(Browser.ADMINISTRATOR);
    lock(colleague);
    assertTrue(isWaiting(signIn(stranger, Browser.ADMINISTRATOR, Browser.PASSWORD)));
    ConsoleClient known = stranger.with("Cookie", browser);
    assertEquals(303, signIn(known, Browser.ADMINISTRATOR, Browser.PASSWORD).status());
    assertTrue(isWaiting(signIn(known, colleague, "guess")), "for its own users alone");
    assertTrue(
        isWaiting(
            signIn(
                stranger.with("Cookie", "provisioning-browser=made-up"),
                Browser.ADMINISTRATOR,
                Browser.PASSWORD)));

    // Its own failures count, and only for itself.
    String second = browserCookie(signIn(known, Browser.ADMINISTRATOR, Browser.PASSWORD));
    assertEquals(browser, second, "the same browser, the same cookie");
    ConsoleClient.Answer last = null;
    for (int i = 0; i < 6 || (i < 10 && last.isRefused()); i++) {
      last = signIn(known, Browser.ADMINISTRATOR, "guess " + i);
    }
    assertTrue(isWaiting(last), last.body());
    forgetFailures("subject not like 'browser %'");
    assertEquals(303, signIn(stranger, Browser.ADMINISTRATOR, Browser.PASSWORD).status());
  }

  @Test
  @DisplayName("A new password makes all browsers unknown; a user has at most ten known browsers")
  void bounded() throws SQLException {
    ConsoleClient known = stranger.with("Cookie", browser);
    for (int i = 0; i < 11; i++) {
      assertEquals(303, signIn(stranger, Browser.ADMINISTRATOR, Browser.PASSWORD).status());
    }
    assertEquals(10, count("known_browser"));
    String link =
        OpsCommand.passwordLink(RunningServer.get().access(), TENANT, Browser.ADMINISTRATOR);
    String latest = browserCookie(signIn(stranger, Browser.ADMINISTRATOR, Browser.PASSWORD));
    ConsoleClient.Answer set =
        stranger.post(
            "/set-password",
            stranger
                .get("/set-password")
                .form("form")
                .with("link", link.substring(link.indexOf('#') + 1))
                .with("password", Browser.PASSWORD)
                .with("repeated", Browser.PASSWORD)
                .with("set", ""));
    assertEquals(303, set.status());
    assertEquals(1, count("known_browser"), "the one in which the password was set");
    lock(Browser.ADMINISTRATOR);
    for (String forgotten : List.of(browser, latest)) {
      known = stranger.with("Cookie", forgotten);
      assertTrue(isWaiting(signIn(known, Browser.ADMINISTRATOR, Browser.PASSWORD)));
    }
    known = stranger.with("Cookie", browserCookie(set));
    assertEquals(303, signIn(known, Browser.ADMINISTRATOR, Browser.PASSWORD).status());
  }

  @Test
  @DisplayName(
      "While the passwords of one tenant are guessed, its known browsers and other tenants can sign"
          + " in; attempts that are not checked leave no rows")
  void parallelGuesses() throws Exception {
    ConsoleClient.at(OTHER_TENANT).signedIn(Browser.ADMINISTRATOR);
    ConsoleClient.Form form =
        stranger.get("/sign-in").form("form").with("password", "guess").with("signIn", "");
    ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        forgetFailures();
        List<Future<ConsoleClient.Answer>> guesses = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
          String account = ScimClient.unique() + "-nobody";
          guesses.add(
              attackers.submit(() -> stranger.post("/sign-in", form.with("userName", account))));
        }
        assertSignsIn(ConsoleClient.at(OTHER_TENANT));
        assertSignsIn(stranger.with("Cookie", browser));
        long looked = 0;
        for (Future<ConsoleClient.Answer> guess : guesses) {
          ConsoleClient.Answer answer = guess.get(30, TimeUnit.SECONDS);
          assertEquals(200, answer.status());
          looked += answer.isRefused() ? 1 : 0;
        }
        assertTrue(looked < ATTACKERS, "all " + looked + " were looked at");
        assertEquals(looked, count("sign_in_failure", "subject like 'account %-nobody'"));
      }
    } finally {
      attackers.shutdownNow();
    }
  }

  private static void assertSignsIn(ConsoleClient client) {
    long begin = System.nanoTime();
    ConsoleClient.Answer answer = signIn(client, Browser.ADMINISTRATOR, Browser.PASSWORD);
    Duration taken = Duration.ofNanos(System.nanoTime() - begin);
    assertEquals(303, answer.status(), answer.body());
    assertTrue(taken.compareTo(LIMIT) < 0, "took " + taken);
  }

  private static ConsoleClient.Answer signIn(
      ConsoleClient client, String userName, String password) {
    return client.trySignIn(userName, password);
  }

  private static boolean isWaiting(ConsoleClient.Answer answer) {
    return answer.body().contains("Too many attempts");
  }

  private static String browserCookie(ConsoleClient.Answer signedIn) {
    String cookie =
        signedIn.response().headers().allValues("Set-Cookie").stream()
            .filter(value -> value.startsWith("provisioning-browser="))
            .findFirst()
            .orElseThrow();
    assertTrue(cookie.contains("HttpOnly"), cookie);
    assertTrue(cookie.contains("SameSite=Strict"), cookie);
    return cookie.split(";", 2)[0];
  }

  /** As after many failures from everywhere. */
  private static void lock(String account) throws SQLException {
    for (String subject :
        List.of("account " + account, "pair " + account + " 127.0.0.1", "source 127.0.0.1")) {
      update(
          "insert into provisioning.sign_in_failure as f (tenant_id, subject, failures, last_at)"
              + " select tenant_id, '"
              + subject
              + "', 100, clock_timestamp() from provisioning.tenant where subdomain = '"
              + TENANT
              + "' on conflict (tenant_id, subject) do update set failures = 100");
    }
  }

  private static void forgetFailures(String condition) throws SQLException {
    update("delete from provisioning.sign_in_failure f where " + condition);
  }

  private static void update(String statement) throws SQLException {
    String ofTenant =
        "tenant_id = (select tenant_id from provisioning.tenant where subdomain = '"
            + TENANT
            + "')";
    String complete =
        statement.startsWith("insert")
            ? statement
            : statement + (statement.contains(" where ") ? " and " : " where ") + ofTenant;
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement update = migrator.prepareStatement(complete)) {
      update.executeUpdate();
    }
  }

  private static long count(String table) throws SQLException {
    return count(
        table,
        "user_id = (select id from provisioning.scim_user u where u.tenant_id = t.tenant_id and"
            + " user_name_key = 'admin@example.com')");
  }

  private static long count(String table, String condition) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement query =
            migrator.prepareStatement(
                "select count(*) from provisioning."
                    + table
                    + " join provisioning.tenant t using (tenant_id) where subdomain = ? and "
                    + condition)) {
      query.setString(1, TENANT);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
