package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The console while the database is down. */
@TestTenant(value = "aperture", administrator = true)
class ConsoleOutageIT {
  private static final String TENANT = "aperture";

  @Test
  @DisplayName(
      "Without the database, pages say so and when to retry; the session works afterwards (H-14,"
          + " H-15)")
  void outage() throws Exception {
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    String page = "/admin/integrations/activity";
    RunningServer.database().stop();
    try {
      for (ConsoleClient.Answer answer :
          List.of(
              admin.get(page),
              ConsoleClient.at(TENANT).trySignIn(Browser.ADMINISTRATOR, Browser.PASSWORD))) {
        assertEquals(503, answer.status(), answer.body());
        assertEquals("5", answer.header("Retry-After"));
        assertTrue(answer.body().contains("Not available at the moment"), answer.body());
      }
    } finally {
      RunningServer.database().start();
    }
    Eventually.holds("pages again", () -> assertEquals(200, admin.get(page).status()));
  }
}
