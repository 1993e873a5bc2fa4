package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The console of a tenant in strict mode. */
@TestTenant(value = "gringotts", administrator = true)
@TestTenant(value = "ingen", administrator = true, settings = "strict=true")
class StrictModePageIT {
  private static final String TENANT = "ingen";
  private static final String LINE = "Strict mode is on";

  @Test
  @DisplayName("An administrator sees that strict mode is on, and what it rejected (Dec-1)")
  void strictModeIsShown() throws Exception {
    String name = ScimClient.unique();
    ScimClient.of(TENANT)
        .post("/Users", ScimClient.userBody(name, ",\"favouriteColour\":\"red\""))
        .expect(400);
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open("/admin/integrations/scim-provisioning");
      assertTrue(browser.text().contains(LINE), browser.text());
      browser.inspect("scim-provisioning-strict");
      browser.open("/admin/integrations/activity?search=" + name);
      assertTrue(browser.text().contains("favouriteColour"), browser.text());
    }
    try (Browser browser = Browser.administrator("gringotts")) {
      browser.open("/admin/integrations/scim-provisioning");
      assertFalse(browser.text().contains(LINE), browser.text());
    }
  }
}
