package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages about managers, pending managers and findings. */
@TestTenant(value = "weyland", administrator = true)
@Tag("one-server")
class ManagerPagesIT {
  private static final String TENANT = "weyland";
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
  @DisplayName("Managers: sorted by direct reports, in another order, and searched")
  void managers() throws Exception {
    String name = ScimClient.unique();
    OKTA.user(name + "-top", "Ada " + name, null, "");
    OKTA.user(name + "-middle", "Bo " + name, name + "-top", "");
    for (int i = 0; i < 3; i++) {
      OKTA.user(name + "-leaf" + i, "Leaf " + name, name + "-middle", "");
    }
    browser.open("/admin/reports/managers?search=" + name);
    assertEquals(
        "Bo " + name,
        browser.find("#managers tbody tr:first-child a").getText(),
        "Most direct reports first");
    assertEquals("1 4 2", numbers("#managers tbody tr:nth-child(2)"));
    browser.inspect("managers");
    browser.submitBy("#managers th a[href*='sort=name']");
    assertEquals("Ada " + name, browser.find("#managers tbody tr:first-child a").getText());
    browser.open("/admin/reports/managers?search=nobody-has-this-name");
    assertTrue(browser.text().contains("No manager matches"), browser.text());
  }

  @Test
  @DisplayName("Pending managers: not found and ambiguous references, with age and affected people")
  void pending() throws Exception {
    String name = ScimClient.unique();
    String ada = OKTA.user(name + "-a", "Ada " + name, "nobody-" + name, "");
    OKTA.user(name + "-b", "Bo " + name, "nobody-" + name, "");
    OKTA.user(name + "-c", "Cy " + name, name + "@twins.example", "");
    for (String twin : new String[] {"x", "y"}) {
      OKTA.post(
              "/Users",
              "{\"userName\":\"%1$s-%2$s\",\"externalId\":\"%1$s-%2$s\",\"emails\":[{\"value\":\"%1$s@twins.example\"}]}"
                  .formatted(name, twin))
          .expect(201);
    }
    browser.open("/admin/reports/pending?search=" + name);
    assertTrue(browser.text().contains("Not found"), browser.text());
    assertTrue(browser.text().contains("2 people have this e-mail address"), browser.text());
    assertEquals(2, browser.text().split("In Okta, assign the manager", -1).length, "once");
    assertEquals("Ada " + name, browser.find("#pending a[href='person?id=" + ada + "']").getText());
    browser.inspect("pending");
    browser.submitBy("#pending tbody tr:first-child a[href^=waiting]");
    assertEquals("People with a pending manager", browser.heading());
    assertTrue(browser.text().contains("Bo " + name), browser.text());
    assertFalse(browser.text().contains("Cy " + name), browser.text());
    browser.inspect("waiting");

    browser.open("/admin/integrations/findings");
    assertTrue(browser.text().contains("Ambiguous"), browser.text());
    OKTA.user("nobody-" + name, "Dee " + name, name + "-x", "");
    browser.reload();
    assertFalse(browser.text().contains("nobody-" + name), "Gone when the manager has arrived");
  }

  @Test
  @DisplayName(
      "Findings: reporting loops, people who are their own manager, references that are too long")
  void findings() throws Exception {
    String name = ScimClient.unique();
    OKTA.user(name + "-1", "One " + name, name + "-2", "");
    OKTA.user(name + "-2", "Two " + name, name + "-3", "");
    OKTA.user(name + "-3", "Three " + name, name + "-1", "");
    OKTA.user(name + "-own", "Own " + name, name + "-own", "");
    OKTA.user(name + "-long", "Long " + name, "long" + "x".repeat(1_000), "");
    browser.open("/admin/integrations/findings");
    assertTrue(
        browser.find("#circlesTable").getText().contains("One " + name + " → Two " + name + " → "));
    assertTrue(browser.find("#selfManagersTable").getText().contains(name + "-own"));
    assertTrue(browser.find("#unusableReferencesTable").getText().contains("1,004"));
    assertEquals(
        "Long " + name, browser.find("#unusableReferencesTable a[href*='/person?id=']").getText());
    browser.inspect("findings-lines");
    browser.submitBy("#circlesTable a");
    assertTrue(browser.text().contains("is in a reporting loop"), browser.text());
    browser.inspect("org-chart-circle");
    browser.open("/admin/reports/org-chart");
    assertTrue(browser.find(".chart .state.warn").getText().contains("Loop"));
  }

  @Test
  @DisplayName("People without a manager: from Findings and People, with the reason of each")
  void withoutManager() throws Exception {
    String name = ScimClient.unique();
    OKTA.user(name + "-head", "Head " + name, null, "");
    OKTA.user(name + "-own", "Own " + name, name + "-own", "");
    OKTA.user(name + "-late", "Late " + name, "nobody-" + name, "");
    browser.open("/admin/reports/people");
    browser.submitBy("a[href='without-manager']");
    assertEquals("People without a manager", browser.heading());
    browser.open("/admin/integrations/findings");
    browser.submitBy("main a[href$='/without-manager']");
    browser.type("search", name);
    browser.submitBy("form[role=search] button");
    for (String reason :
        new String[] {"sent no manager", "Own manager", "The manager is not found"}) {
      assertTrue(browser.text().contains(reason), browser.text());
    }
    browser.inspect("without-manager");
    browser.resize(390, 844);
    browser.inspect("without-manager-phone");
    browser.resize(1280, 900);
    browser.open("/admin/reports/without-manager?reason=self&search=" + name);
    assertEquals("Own " + name, browser.find("#withoutManager tbody tr:only-child a").getText());
    browser.open("/admin/reports/without-manager?reason=self&search=nobody-has-this-name");
    assertTrue(browser.text().contains("nobody without a manager matches"), browser.text());
  }

  private static String numbers(String row) {
    return String.join(
        " ",
        browser.find(row).findElements(org.openqa.selenium.By.cssSelector("td.number")).stream()
            .map(cell -> cell.getText())
            .toList());
  }
}
