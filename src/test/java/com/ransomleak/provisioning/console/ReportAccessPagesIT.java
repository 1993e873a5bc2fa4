package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Report tokens as an administrator makes them, and roles with the way to their CSV. */
@TestTenant(value = "wonka", administrator = true)
class ReportAccessPagesIT {
  private static final String TENANT = "wonka";

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
  @DisplayName("A report token is shown once, reads reports, and stops working when revoked")
  void reportToken() throws Exception {
    browser.open("/admin/integrations/report-access");
    assertEquals("Report access", browser.heading());
    assertTrue(browser.text().contains("/api/v1/roles?format=csv"), browser.text());
    browser.inspect("report-access");
    browser.submit("generate");
    String token = browser.find("#token").getText();
    assertTrue(token.startsWith("rlreport_"), token);
    browser.inspect("report-access-new");
    ApiClient program = ApiClient.anonymous(TENANT).with("Authorization", "Bearer " + token);
    program.get("/roles").expect(200);

    browser.open("/admin/integrations/report-access");
    assertFalse(browser.text().contains(token));
    assertTrue(browser.text().contains(token.substring(token.length() - 4)), browser.text());
    browser.inspect("report-access-used");
    browser.click("#revoke");
    browser.submitBy(".ui-confirmdialog-yes");
    assertTrue(browser.message().contains("was revoked"), browser.message());
    assertTrue(program.get("/roles").expect(401).detail().contains("revoked"));
    browser.open("/admin/integrations/activity?search=report");
    assertTrue(browser.text().contains("A new report token was generated"), browser.text());
    assertTrue(browser.text().contains("The report token was revoked"), browser.text());
  }

  @Test
  @DisplayName("A role page shows since when members have the role, and a link to them as CSV")
  void roleMembers() throws Exception {
    ScimClient scim = ScimClient.of(TENANT);
    String chell = scim.user(ScimClient.unique() + "-chell");
    String role = scim.group("Testers " + ScimClient.unique(), chell);
    browser.open("/admin/roles/role?id=" + role);
    assertTrue(browser.text().contains("Since"), browser.text());
    assertTrue(
        browser
            .find("a[href*='format=csv']")
            .getAttribute("href")
            .contains("/api/v1/roles/" + role + "/members?format=csv"));
    browser.inspect("role-since");
  }
}
