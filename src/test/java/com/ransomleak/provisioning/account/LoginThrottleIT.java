package com.ransomleak.provisioning.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Guessing passwords is slowed down. */
@TestTenant(value = "maas", administrator = true)
@TestTenant(value = "primatech", administrator = true)
class LoginThrottleIT {
  /** Nobody else signs in there, whom the guesses from this address would put off. */
  private static final String TENANT = "primatech";

  @Test
  @DisplayName("Guessing is slowed down equally for existing and unknown accounts")
  void guessing() {
    String known = ScimClient.unique();
    ScimClient.of(TENANT).user(known);
    for (String account : List.of(known, ScimClient.unique() + "-nobody")) {
      ConsoleClient.Answer last = null;
      // The wait begins at a second, in which a busy machine may not have asked again.
      for (int i = 0; i < 6 || (i < 10 && last.isRefused()); i++) {
        last = ConsoleClient.at(TENANT).trySignIn(account, "guess " + i);
      }
      assertTrue(last.body().contains("Too many attempts"), last.body());
    }
  }

  @Test
  @DisplayName("Rate-limited attempts leave one activity entry, whatever names they use")
  void manyNames() throws SQLException {
    ConsoleClient client = ConsoleClient.at(TENANT);
    ConsoleClient.Form form = client.get("/sign-in").form("form").with("signIn", "");
    ConsoleClient.Answer last = null;
    for (int i = 0; i < 30 || (i < 60 && last.isRefused()); i++) {
      last = guess(client, form);
    }
    assertTrue(last.body().contains("Too many attempts"), last.body());
    long rows = count("sign_in_failure");
    long lines = count("activity");
    // On a slow machine the wait ends meanwhile, and a guess is looked at.
    int looked = 0;
    for (int i = 0; i < 20; i++) {
      looked += guess(client, form).isRefused() ? 1 : 0;
    }
    assertTrue(looked < 20, "All were looked at");
    assertEquals(rows + 2L * looked, count("sign_in_failure"), looked + " were looked at");
    assertTrue(count("activity") <= lines + looked, looked + " were looked at");
  }

  private static ConsoleClient.Answer guess(ConsoleClient client, ConsoleClient.Form form) {
    return client.post(
        "/sign-in", form.with("userName", ScimClient.unique()).with("password", "guess"));
  }

  private static long count(String table) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        Statement statement = migrator.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from provisioning."
                    + table
                    + " join provisioning.tenant using (tenant_id) where subdomain = '"
                    + TENANT
                    + "'")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  @DisplayName("Parallel guesses are counted one by one")
  void parallelGuesses() {
    String account = ScimClient.unique() + "-nobody";
    ConsoleClient client = ConsoleClient.at(TENANT);
    ConsoleClient.Form form =
        client.get("/sign-in").form("form").with("userName", account).with("signIn", "");
    long begin = System.nanoTime();
    long looked =
        Stream.iterate(0, i -> i + 1)
            .limit(16)
            .parallel()
            .filter(i -> client.post("/sign-in", form.with("password", "x" + i)).isRefused())
            .count();
    // The waits are 1, 2, 4, 8 … seconds: a slow machine sees the ends of some.
    long seconds = 1 + Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    long most = 6L + (63 - Long.numberOfLeadingZeros(seconds + 1));
    assertTrue(looked <= most, looked + " guesses were looked at in " + seconds + " s");
  }

  @Test
  @DisplayName("Guessing the current password of the own account is slowed down and recorded")
  void guessingTheOwnPassword() {
    ScimClient okta = ScimClient.of("maas");
    String name = ScimClient.unique();
    ConsoleClient admin = ConsoleClient.at("maas").signedIn(Browser.ADMINISTRATOR);
    admin.grant(
        "VIEW_REPORTS", "/admin/roles/role?id=" + okta.group("Guessed " + name, okta.user(name)));
    ConsoleClient colleague = ConsoleClient.at("maas").signedIn(name);
    String page = "/admin/account/password";
    String next = "velvet harbour tangent 93";
    ConsoleClient.Form form =
        colleague
            .get(page)
            .form("form")
            .with("password", next)
            .with("repeated", next)
            .with("change", "");
    ConsoleClient.Answer last = colleague.post(page, form.with("current", "guess"));
    assertTrue(last.body().contains("current password is wrong"), last.body());
    for (int i = 0; i < 10 && last.body().contains("current password is wrong"); i++) {
      last = colleague.post(page, form.with("current", "guess " + i));
    }
    assertTrue(last.body().contains("Too many attempts"), last.body());
    String record = admin.get("/admin/integrations/activity?kind=rejected&search=" + name).body();
    assertTrue(record.contains("entered a wrong current password"), record);
    assertTrue(record.contains("are rate-limited"), record);
  }
}
