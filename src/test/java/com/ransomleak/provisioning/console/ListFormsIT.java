package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms above the lists of the console. */
@TestTenant(value = "narcissus", administrator = true)
@Tag("one-server")
class ListFormsIT {
  private static final String NAME = ScimClient.unique();

  private static Browser browser;

  @BeforeAll
  static void people() {
    ScimClient okta = ScimClient.of("narcissus");
    String head =
        okta.user(
            NAME,
            "Ellen Ripley",
            null,
            ",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"department\":\"Bridge\"}");
    okta.user(NAME + "-dallas", "Dallas", NAME, "");
    okta.user(NAME + "-ash", "Ash", NAME + "-nobody", "");
    okta.group("Crew " + NAME, head);
    browser = Browser.administrator("narcissus");
  }

  @AfterAll
  static void leave() {
    browser.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "reports/changes, #changes",
    "integrations/activity, #entries",
    "integrations/finding?kind=pendingManagers, #findings",
    "reports/people, #people",
    "reports/teams?state=all, #teams",
    "reports/managers, #managers",
    "reports/roles, #roles",
    "reports/pending, #pending",
    "reports/waiting, #waiting",
    "reports/without-manager, #withoutManager",
    "roles/roles, #roles"
  })
  @DisplayName("Search without a choice shows the rows that the list has without the form")
  void defaults(String page, String table) {
    browser.open("/admin/" + page);
    String rows = names(table);
    assertFalse(rows.isEmpty(), page);
    browser.submitBy("main form[role=search] button[type=submit]");
    assertEquals(rows, names(table), browser.path());
  }

  /** The links of a table, because times change. */
  private static String names(String table) {
    return String.valueOf(
        browser.script(
            "return [...document.querySelectorAll('%s tbody td.main')].map(c => c.innerText).join('|')"
                .formatted(table)));
  }
}
