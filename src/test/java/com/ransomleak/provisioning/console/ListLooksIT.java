package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists in a browser: on a desk, on a tablet and on a phone. */
@TestTenant(value = "gringotts", administrator = true)
@Tag("one-server")
class ListLooksIT {
  private static final String TENANT = "gringotts";
  private static final String NAME = ScimClient.unique();
  private static final ScimClient OKTA =
      ScimClient.of(TENANT).with("User-Agent", "Okta SCIM Client 1.0.0");

  private static final String ALL_COLUMNS =
      "userName,email,title,department,team,manager,userType,country,locality,createdAt,changedAt";

  private static Browser browser;
  private static String role;
  private static String boss;

  @BeforeAll
  static void data() {
    boss = person("boss", "Konstantin Alexandrowitsch Wolkonski-Bagration", "");
    String[] members = new String[52];
    for (int i = 0; i < members.length; i++) {
      members[i] =
          person(
              "maximiliana.featherstonehaugh" + i, "Maximiliana Featherstonehaugh", NAME + "-boss");
    }
    person(
        "waits", "Ada", "somebody.who.never.arrived." + NAME + "@a-rather-long-domain.example.com");
    role = OKTA.group("Department Administrators " + NAME, members);
    OKTA.delete("/Users/" + person("gone.featherstonehaugh", "Ada", "")).expect(204);
    browser = Browser.administrator(TENANT);
    team("Featherstonehaugh Vaults");
    team("Archibald Featherstonehaugh");
    browser.submit("switchArchived");
  }

  private static void team(String name) {
    browser.open("/admin/reports/teams");
    browser.click("#newTeam summary");
    browser.type("newName", name + " " + NAME);
    browser.submit("create");
  }

  @AfterAll
  static void leave() {
    browser.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "people, reports/people?search=NAME",
    "teams, reports/teams",
    "managers, reports/managers",
    "pending, reports/pending",
    "waiting, reports/waiting",
    "without-manager, reports/without-manager?search=NAME",
    "administrators, roles/administrators",
    "roles, roles/roles",
    "role, roles/role?id=ROLE",
    "person, reports/person?id=BOSS",
    "activity, integrations/activity?kind=provisioning"
  })
  @DisplayName(
      "A list fits its window, breaks no word that fits a line, and keeps its header in sight")
  void fits(String name, String address) throws IOException {
    for (int width : new int[] {1440, 768, 390}) {
      browser.resize(width, 900);
      browser.open(
          "/admin/" + address.replace("NAME", NAME).replace("ROLE", role).replace("BOSS", boss));
      browser.inspect("list-" + name + "-" + width);
      assertEquals(
          true,
          browser.script("return document.documentElement.scrollWidth <= innerWidth"),
          name + " at " + width);
      assertEquals(
          List.of(),
          browser.script(
              """
              const broken = element => [...element.childNodes].filter(node => node.nodeType === 3).flatMap(node =>
                [...node.data.matchAll(/[^\\s-]+/g)].filter(word => {
                  const range = document.createRange();
                  range.setStart(node, word.index);
                  range.setEnd(node, word.index + word[0].length);
                  return word[0].length < 40 && new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
                }).map(word => word[0]));
              return [...document.querySelectorAll('.list th, .list td, .list td *:not(code), .list th *')].flatMap(broken);
              """),
          name + " at " + width);
      assertEquals(
          List.of(),
          browser.script(
              """
              return [...document.querySelectorAll('.tenant, .list th, .list td.when > div:has(time)')]
                .filter(part => part.scrollWidth > part.clientWidth).map(part => part.textContent);
              """),
          name + " at " + width);
      if (width > 600 && browser.has(".list tbody tr:nth-child(30)")) {
        browser.script("document.querySelector('.list tbody tr:nth-child(30)').scrollIntoView()");
        assertEquals(
            0L,
            browser.script(
                "return Math.round(document.querySelector('.list"
                    + " th').getBoundingClientRect().top)"));
      }
    }
  }

  @ParameterizedTest(name = "at {0} px")
  @CsvSource({"1440", "768"})
  @DisplayName("A list with all columns scrolls in the window, and keeps its header in sight")
  void allColumns(int width) throws IOException {
    browser.resize(width, 900);
    browser.open("/admin/reports/people?search=" + NAME + "&columns=" + ALL_COLUMNS);
    browser.script("document.querySelector('.list tbody tr:nth-child(30)').scrollIntoView()");
    assertEquals(
        true,
        browser.script(
            """
            const part = document.querySelector('.panel > div'), box = part.getBoundingClientRect();
            const header = document.querySelector('.list th').getBoundingClientRect();
            const pager = document.querySelector('.panel .pager').getBoundingClientRect();
            return part.scrollWidth > part.clientWidth && part.scrollTop > 0 && Math.abs(header.top - box.top) < 2
              && box.top >= 0 && box.bottom <= innerHeight && pager.bottom <= box.bottom && pager.left >= box.left;
            """));
    browser.inspect("list-all-columns-" + width);
  }

  @ParameterizedTest(name = "at {0} px")
  @CsvSource({"1440", "390"})
  @DisplayName("A header is a link that sorts, also on a phone")
  void headers(int width) {
    browser.resize(width, 900);
    browser.open("/admin/reports/people?search=" + NAME);
    assertEquals("ascending", order("Name"), "the first column, by default");
    assertEquals("none", order("User name"));
    browser.submitBy(".list th:first-child a");
    assertEquals("descending", order("Name"));
    assertTrue(browser.path().contains("search=" + NAME), browser.path());
  }

  @Test
  @DisplayName("The focus in a row shows its values whole")
  void cut() {
    browser.resize(768, 900);
    browser.open("/admin/reports/people?search=" + NAME);
    String isCut =
        "const cell = document.querySelector('.list tr:nth-child(3) td.login > div > div'); return"
            + " cell.scrollWidth > cell.clientWidth";
    assertEquals(true, browser.script(isCut));
    browser.script("document.querySelector('.list tr:nth-child(3) td.main a').focus()");
    assertEquals(false, browser.script(isCut));
  }

  @Test
  @DisplayName("A long name ends with an ellipsis and has the whole name as its title")
  void names() {
    browser.resize(1280, 900);
    browser.open("/admin/reports/people?search=" + NAME + "-boss");
    browser.hover(".list td.main a");
    assertEquals(
        "Konstantin Alexandrowitsch Wolkonski-Bagration " + NAME,
        browser.find(".list td.main > div").getAttribute("title"));
    assertEquals(
        true,
        browser.script(
            "const link = document.querySelector('.list td.main a'); return link.scrollWidth >"
                + " link.clientWidth && link.getBoundingClientRect().height < 30"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "reports/teams?search=NAME, Featherstonehaugh, Edited in the console",
    "reports/teams?state=archived&search=NAME, Archibald, Archived",
    "reports/changes?search=NAME-gone, gone, Deleted"
  })
  @DisplayName("A name is legible beside what stands behind it")
  void besidePills(String address, String name, String pill) throws IOException {
    for (int width : new int[] {768, 620, 390}) {
      browser.resize(width, 900);
      browser.open("/admin/" + address.replace("NAME", NAME));
      browser.inspect("list-" + name + "-" + width);
      assertEquals(
          List.of(),
          browser.script(
              """
              const cells = [...document.querySelectorAll('.list td.main:not(.words) > div > div')]
                .filter(cell => cell.textContent.includes(arguments[0]) && cell.textContent.includes(arguments[1]));
              const shown = (cell, part) => {
                const [outer, inner] = [cell, part].map(element => element.getBoundingClientRect());
                return Math.min(outer.right, inner.right) - Math.max(outer.left, inner.left);
              };
              return cells.length === 0 ? ['missing'] : cells.map(cell => shown(cell, cell.firstElementChild)).filter(width => width < 96);
              """,
              name,
              pill),
          address + " at " + width);
    }
  }

  @Test
  @DisplayName("On a phone each row is a card of its own, and the count is outside of them")
  void cards() {
    browser.resize(390, 900);
    browser.open("/admin/reports/people?search=" + NAME);
    assertEquals(
        true,
        browser.script(
            """
            const [count, first, second] = ['caption', 'tbody tr:first-child', 'tbody tr:nth-child(2)']
              .map(part => document.querySelector('.list ' + part).getBoundingClientRect());
            const filled = part => getComputedStyle(document.querySelector(part)).backgroundColor !== 'rgba(0, 0, 0, 0)';
            return count.bottom <= first.top && first.bottom < second.top && filled('.list tbody tr') && !filled('.list');
            """));
  }

  @Test
  @DisplayName(
      "On paper a list says what it is, by whom and when, with absolute times, and no forms")
  void paper() {
    browser.resize(900, 900);
    browser.open("/admin/integrations/activity");
    assertTrue(browser.find("time.ago").getText().endsWith("ago"), browser.text());
    browser.print();
    String year = String.valueOf(Year.now(ZoneOffset.UTC));
    assertTrue(browser.find("time.ago").getText().contains(year), browser.text());
    browser.prefer("light");
    browser.open("/admin/reports/people?state=active&search=" + NAME);
    browser.print();
    assertFalse(browser.find("main form").isDisplayed());
    assertEquals(
        "light",
        browser.script(
            """
            document.documentElement.dataset.theme = 'dark';
            const scheme = getComputedStyle(document.documentElement).colorScheme;
            delete document.documentElement.dataset.theme;
            return scheme;
            """));
    String printed = browser.find("#printed").getText();
    assertTrue(printed.startsWith(TENANT + " · People · "), printed);
    assertTrue(printed.contains("Printed by " + Browser.ADMINISTRATOR + " on "), printed);
    assertTrue(printed.endsWith("(UTC+0)"), printed);
    assertTrue(printed.contains("State: Active") && printed.contains(": " + NAME), printed);
    assertTrue(browser.text().contains("one page of the list"), browser.text());
    assertEquals(
        "normal",
        browser.script(
            "return getComputedStyle(document.querySelector('.list td > div > div')).whiteSpace"));
    browser.prefer("light");
    assertTrue(browser.find("main form").isDisplayed());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "people,"
        + " reports/people?search=NAME&columns=userName&columns=title&columns=team&columns=manager&columns=createdAt",
    "changes, reports/changes?search=NAME",
    "activity, integrations/activity?kind=provisioning",
    "without-manager, reports/without-manager?search=NAME",
    "administrators, roles/administrators",
    "role, roles/role?id=ROLE",
    "findings, integrations/findings",
    "person, reports/person?id=BOSS"
  })
  @DisplayName(
      "A printed list shows all columns but the actions, fits its card, breaks between rows and"
          + " breaks no word that fits a line")
  void printedList(String name, String address) {
    browser.resize(718, 900);
    browser.open(
        "/admin/" + address.replace("NAME", NAME).replace("ROLE", role).replace("BOSS", boss));
    browser.print();
    try {
      assertEquals(
          List.of(),
          browser.script(
              """
              const problems = [];
              const shown = element => element.checkVisibility();
              for (const list of document.querySelectorAll('.list')) {
                const card = list.closest('.card');
                if (getComputedStyle(card).breakInside !== 'auto') problems.push('The card is not broken.');
                if (list.getBoundingClientRect().right > card.getBoundingClientRect().right) problems.push('The list is wider than its card.');
                for (const part of list.querySelectorAll('tr')) {
                  if (getComputedStyle(part).breakInside !== 'avoid') problems.push('A row is broken.');
                }
                for (const part of list.querySelectorAll('th, td')) {
                  if (shown(part) === part.matches('.act')) problems.push('shown or hidden: ' + part.textContent);
                  if (shown(part) && part.scrollWidth > part.clientWidth) problems.push('overflows: ' + part.textContent);
                }
              }
              const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                if (!node.parentElement.closest('.list')) continue;
                for (const word of node.data.matchAll(/[^\\s-]+/g)) {
                  const range = document.createRange();
                  range.setStart(node, word.index);
                  range.setEnd(node, word.index + word[0].length);
                  if (word[0].length < 20 && new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) problems.push('broken: ' + word[0]);
                }
              }
              problems.push(...[...document.querySelectorAll('main :is(button, .ui-button, .menu, .bar, a[href*=ignore-finding])')].filter(shown).map(part => part.outerHTML));
              const caption = document.querySelector('.panel.card caption');
              if (caption && parseFloat(getComputedStyle(caption).paddingTop) < 4) problems.push('The caption touches the border.');
              return problems;
              """));
    } finally {
      browser.prefer("light");
    }
  }

  private static Object order(String header) {
    return browser.script(
        "return [...document.querySelectorAll('.list th')].find(th => th.textContent ==="
            + " arguments[0]).ariaSort",
        header);
  }

  private static String person(String userName, String displayName, String manager) {
    return OKTA.post(
            "/Users",
            ScimClient.userBody(
                NAME + "-" + userName,
                """
                ,"externalId":"%1$s-%2$s","displayName":"%3$s %1$s","title":"Vice President of Goblin Relations",
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
                   {"department":"Curse Breaking and Vault Security","manager":{"value":"%4$s"}}\
                """
                    .formatted(NAME, userName, displayName, manager)))
        .expect(201)
        .id();
  }
}
