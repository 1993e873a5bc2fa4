package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The check of all reporting lines, on the pages that start and show it. */
@TestTenant(value = "weyland", administrator = true)
class ReconciliationPagesIT {
  private static final String TENANT = "weyland";
  private static final String OF_TENANT = ServerDatabase.ofTenant(TENANT);
  private static final ScimClient OKTA = ScimClient.of(TENANT);
  private static Browser browser;

  @BeforeAll
  static void signIn() {
    browser = Browser.administrator(TENANT);
  }

  @AfterAll
  static void leave() {
    browser.close();
  }

  @Test
  @DisplayName("The button checks all reporting lines, once for a double click")
  void checkNow() throws Exception {
    String name = ScimClient.unique();
    OKTA.user(name + "-boss", "Ada " + name, null, "");
    OKTA.user(name + "-report", "Bo " + name, name + "-boss", "");
    ConsoleClient twin = ConsoleClient.at(TENANT).with("Cookie", browser.cookie());
    AtomicReference<ConsoleClient.Form> stale = new AtomicReference<>();
    Eventually.holds(
        "begun, as soon as no round of the timer is under way",
        () -> {
          browser.open("/admin/integrations/findings");
          stale.set(twin.get("/admin/integrations/findings").form("checkForm"));
          browser.submit("checkNow");
          assertTrue(browser.message().contains("The check was started"), browser.message());
        });
    long asked = Long.parseLong(stale.get().fields().get("expected"));
    assertTrue(
        twin.post("/admin/integrations/findings", stale.get().with("checkNow", ""))
            .body()
            .contains("No new check was started"),
        "The second click begins nothing.");
    Eventually.holds(
        "seen to be over",
        () -> {
          String words = browser.find("#live").getText();
          assertTrue(words.contains("Done"), words);
          assertTrue(
              words.matches(
                  "(?s).*Checked [1-9][0-9,]* of [1-9][0-9,]* manager references, 0 lines"
                      + " changed.*"),
              words);
        });
    assertEquals(
        Long.toString(asked + 1),
        ServerDatabase.string(
            "select request_count from provisioning.reconciliation where " + OF_TENANT));
    browser.open("/admin/integrations/activity?kind=console");
    assertTrue(
        browser.text().contains("A check of all reporting lines was started"), browser.text());
  }

  @Test
  @DisplayName("The progress of a check is shown live to every administrator")
  void progress() throws Exception {
    browser.open("/admin/reports/pending");
    try (Connection busy = RunningServer.get().access().connectAsMigrator();
        Statement statement = busy.createStatement()) {
      busy.setAutoCommit(false);
      // As of a round of another node, whose present batch takes a while.
      do {
        statement.execute(
            "update provisioning.reconciliation set total = 9812, checked = 4000, changed = 12,"
                + " cause = 'order', finished_at = null, cursor = '' where "
                + OF_TENANT);
        busy.commit();
        statement.execute(
            "select from provisioning.reconciliation where " + OF_TENANT + " for update");
      } while (!"4000"
          .equals(
              ServerDatabase.string(
                  "select checked from provisioning.reconciliation where " + OF_TENANT)));
      Eventually.holds(
          "the numbers",
          () -> {
            String words = browser.find("#live").getText();
            assertTrue(
                words.contains("4,000 of 9,812 references checked, 12 lines changed"), words);
            assertTrue(words.contains("The order of keys was changed"), words);
          });
      assertEquals("4000", browser.find("progress").getAttribute("value"));
      browser.inspect("pending-progress");
      busy.rollback();
    }
    Eventually.holds(
        "the timer went on, and the page shows it",
        () -> assertTrue(browser.find("#live").getText().contains("Done")));
  }
}
