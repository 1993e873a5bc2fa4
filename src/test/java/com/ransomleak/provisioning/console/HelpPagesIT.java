package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The glossary and the ways to the guides. */
@TestTenant(value = "hydra", administrator = true)
@Tag("one-server")
class HelpPagesIT {
  private static final String TENANT = "hydra";
  private static final String PAGE = "/admin/help";
  private static final Pattern LINK = Pattern.compile("href=\"(/admin/[^\"]*)\"");

  @Test
  @DisplayName("The menu leads to the glossary, in which each link leads to a page and its section")
  void glossary() throws IOException {
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open("/admin/home");
      browser.submitBy("nav a[href$='/admin/help']");
      assertEquals("Help and glossary", browser.heading());
      assertTrue(browser.has("#finding"), browser.text());
      for (int width : new int[] {1440, 390}) {
        browser.resize(width, 900);
        browser.inspect("help-" + width);
        assertEquals(
            List.of(),
            browser.script(
                """
                const width = element => {
                  const range = document.createRange();
                  range.selectNodeContents(element);
                  return range.getBoundingClientRect().width;
                };
                return [...document.querySelectorAll('dl.facts dt')].filter(term => width(term) > term.clientWidth)
                  .map(term => term.textContent);
                """));
      }
    }
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    List<String> links = links(admin.get(PAGE).between("<main", "</main>"));
    assertTrue(links.size() > 25, links::toString);
    for (String link : links) {
      String[] parts = link.replace("&amp;", "&").split("#", 2);
      ConsoleClient.Answer answer = admin.get(parts[0]);
      assertEquals(200, answer.status(), link);
      assertTrue(parts.length == 1 || answer.body().contains("id=\"" + parts[1] + "\""), link);
    }
  }

  @Test
  @DisplayName("A person sees all words, and links only to pages that the person may open")
  void permissions() {
    ScimClient okta = ScimClient.of(TENANT);
    String name = ScimClient.unique();
    ConsoleClient.at(TENANT)
        .signedIn(Browser.ADMINISTRATOR)
        .grant("VIEW_REPORTS", "/admin/roles/role?id=" + okta.group("R " + name, okta.user(name)));
    ConsoleClient person = ConsoleClient.at(TENANT).signedIn(name);
    ConsoleClient.Answer page = person.get(PAGE);
    assertTrue(page.body().contains("id=\"strict\""), page.body());
    assertFalse(page.body().contains("scim-provisioning"), page.body());
    for (String link : links(page.body())) {
      assertEquals(200, person.get(link.replace("&amp;", "&").split("#", 2)[0]).status(), link);
    }
    assertEquals("/sign-in", ConsoleClient.at(TENANT).get(PAGE).redirect());
  }

  private static List<String> links(String html) {
    return LINK.matcher(html).results().map((MatchResult link) -> link.group(1)).toList();
  }
}
