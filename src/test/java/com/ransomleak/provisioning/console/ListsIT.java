package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns the pages of each list of the console and sorts it, by its links alone. */
@TestTenant(value = "gringotts", administrator = true)
class ListsIT {
  private static final String TENANT = "gringotts";
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  private static final ScimClient OKTA = ScimClient.of(TENANT);
  private static final String RESET = "This link no longer works";

  /** Begins the names of all that the lists are about: 52 of each kind. */
  private static final String NAME = ScimClient.unique();

  private static ConsoleClient admin;
  private static String boss;
  private static String team;
  private static String role;

  @BeforeAll
  static void data() {
    admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    boss = person(NAME + "-boss", "Boss " + NAME, "Head " + NAME, "");
    List<String> members = new ArrayList<>();
    for (int i = 100; i < 152; i++) {
      String lead = NAME + "-lead" + i;
      members.add(person(lead, "Lead " + i, "Vault " + NAME, NAME + "-boss"));
      person(NAME + "-x" + i, "Report " + i, NAME + " desk " + i, lead);
      person(NAME + "-y" + i, "Waits " + i, "", NAME + "-nobody" + i);
      OKTA.group(NAME + " rank " + i);
    }
    role = OKTA.group("Guild " + NAME, members.toArray(String[]::new));
    team = page("reports/teams?search=vault+" + NAME).between("href=\"team?id=", "\"");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "reports/people?search=NAME-lead, Name",
    "reports/people?search=NAME-lead, User name",
    "reports/people?search=NAME-lead&state=active, Created",
    "reports/people?manager=BOSS, Name",
    "reports/managers?search=NAME-lead, Manager",
    "reports/pending?search=NAME-nobody, Manager reference",
    "reports/waiting?search=NAME-y, Since",
    "reports/without-manager?search=NAME-y, Name",
    "reports/without-manager?search=NAME-y&reason=nobody, User name",
    "reports/roles?search=NAME+rank, Role",
    "reports/teams?search=NAME+desk, Team",
    "integrations/finding?kind=pendingManagers&search=NAME-nobody, Manager reference",
    "integrations/finding?kind=withoutExternalId&search=report+1, Person",
    "reports/team?id=TEAM, Name",
    "reports/team?id=TEAM, User name",
    "roles/roles?search=NAME+rank, Role",
    "roles/role?id=ROLE, Name",
    "roles/role?id=ROLE, Since"
  })
  @DisplayName(
      "A list shows where its page is, leads to the next page and back, and is sorted both ways by"
          + " a link in the header")
  void pagesAndOrders(String address, String column) {
    ConsoleClient.Answer first = page(address);
    assertEquals(1, first.body().split("aria-sort=\"(?:ascending|descending)", -1).length - 1);
    walk(first);

    ConsoleClient.Answer ascending = sorted(first, column, "ascending");
    ConsoleClient.Answer descending = sorted(ascending, column, "descending");
    List<String> all = new ArrayList<>(rows(ascending));
    all.addAll(rows(follow(ascending, "next")));
    assertEquals(52, all.stream().distinct().count());
    Collections.reverse(all);
    assertEquals(all.subList(0, 50), rows(descending));

    String shown = descending.response().uri().toString().replaceFirst(".*/admin/", "");
    String foreign = link(ascending, "next").replaceFirst(".*after=", "");
    for (String cursor : List.of(foreign, "nonsense", "A".repeat(5_000))) {
      ConsoleClient.Answer reset = page(shown + "&after=" + cursor);
      assertTrue(reset.body().contains(RESET), reset.body());
      assertEquals("1–50 of 52", range(reset));
      assertEquals(rows(descending), rows(reset), "in the order of the address");
    }
    assertFalse(page(shown + "&sort=nonsense").body().contains(RESET));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"reports/org-chart?root=BOSS", "reports/person?id=BOSS"})
  @DisplayName("The org chart and the timeline of a person have pages too")
  void withoutOrder(String address) {
    for (int i = 0; address.contains("person") && i < 51; i++) {
      OKTA.patch(
              "/Users/" + boss,
              "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Head " + i + "\"}")
          .expect(200);
    }
    walk(page(address));
    assertTrue(page(address + "&after=nonsense").body().contains(RESET));
  }

  @Test
  @DisplayName("The activity has pages in both directions; a search is not counted beforehand")
  void activity() {
    ConsoleClient.Answer first = page("integrations/activity?search=" + NAME + "+rank");
    assertEquals("1–50 of 52", range(first));
    ConsoleClient.Answer last = follow(first, "next");
    assertEquals("51–52 of 52", range(last));
    ConsoleClient.Answer again = follow(last, "prev");
    assertEquals("1–50 of 52", range(again));
    assertFalse(again.body().contains("rel=\"prev\""));
    assertEquals(rows(first), rows(again));
    for (String cursor : List.of(link(first, "next").replaceFirst(".*after=", ""), "nonsense")) {
      ConsoleClient.Answer reset = page("integrations/activity?kind=provisioning&after=" + cursor);
      assertEquals(200, reset.status());
      assertTrue(reset.body().contains(RESET), reset.body());
      assertTrue(range(reset).matches("1–50 of (more than )?[0-9,]{3,}"), range(reset));
    }
  }

  @Test
  @DisplayName("Findings say how many of how many they show, and lead to the list of all")
  void findings() {
    ConsoleClient.Answer findings = page("integrations/findings");
    String missing = findings.between("<h2 id=\"withoutExternalId\">", "</section>");
    String count = missing.replaceFirst("(?s).*>1–10 of ([0-9]{3,})<.*", "$1");
    assertTrue(missing.contains(">" + count + " people<"), missing);
    assertTrue(missing.contains(">Show all " + count + "<"), missing);
    ConsoleClient.Answer all = page("integrations/finding?kind=withoutExternalId");
    assertEquals("1–50 of " + count, range(all));
  }

  /** To the second and last page, and back. */
  private static void walk(ConsoleClient.Answer first) {
    assertEquals("1–50 of 52", range(first));
    assertFalse(first.body().contains("rel=\"prev\""));
    ConsoleClient.Answer last = follow(first, "next");
    assertEquals("51–52 of 52", range(last));
    assertFalse(last.body().contains("rel=\"next\""));
    ConsoleClient.Answer again = follow(last, "prev");
    assertEquals("1–50 of 52", range(again));
    assertFalse(again.body().contains("rel=\"prev\""));
    assertEquals(rows(first), rows(again));
  }

  /** By the link in the header, unless the list has this order. */
  private static ConsoleClient.Answer sorted(
      ConsoleClient.Answer page, String column, String direction) {
    Pattern header =
        Pattern.compile("aria-sort=\"(\\w+)\"><a href=\"([^\"]+)\">" + column + "</a>");
    ConsoleClient.Answer shown = page;
    for (int click = 0; click <= 2; click++) {
      Matcher link = header.matcher(shown.body());
      assertTrue(link.find(), shown.body());
      if (link.group(1).equals(direction)) {
        return shown;
      }
      shown = to(shown, link.group(2));
    }
    throw new AssertionError("not " + direction + ": " + shown.body());
  }

  private static String range(ConsoleClient.Answer page) {
    return page.body().contains("<caption>")
        ? page.between("<caption>", "<")
        : page.between("<div class=\"pager\"", "</div>").replaceAll("(?s).*<span>|<.*", "");
  }

  /** The texts of the first cells. */
  private static List<String> rows(ConsoleClient.Answer page) {
    boolean isTable = page.body().contains("<caption>");
    return Pattern.compile("<(?:tr role=\"row\">\\s*<td|li>)(.*?)</(?:td|a)>", Pattern.DOTALL)
        .matcher(
            isTable
                ? page.between("<caption>", "</table>")
                : page.between("<ul class=\"chart\"", "</ul>"))
        .results()
        .map(row -> row.group(1).replaceAll("(?s)^[^<]*>|<[^>]*>", "").strip())
        .toList();
  }

  private static ConsoleClient.Answer follow(ConsoleClient.Answer page, String relation) {
    return to(page, link(page, relation));
  }

  private static String link(ConsoleClient.Answer page, String relation) {
    return page.between("rel=\"" + relation + "\" href=\"", "\"");
  }

  /** A link that is a query, on the page that has it. */
  private static ConsoleClient.Answer to(ConsoleClient.Answer page, String link) {
    String path = page.response().uri().getPath();
    return admin.get(path + link.replace("&amp;", "&").replaceFirst("#.*", ""));
  }

  private static ConsoleClient.Answer page(String address) {
    return admin.get(
        "/admin/"
            + address
                .replace("NAME", NAME)
                .replace("BOSS", String.valueOf(boss))
                .replace("TEAM", String.valueOf(team))
                .replace("ROLE", String.valueOf(role)));
  }

  private static String person(
      String userName, String displayName, String department, String manager) {
    String externalId =
        department.isEmpty() || department.contains("desk")
            ? ""
            : "\"externalId\":\"%s\",".formatted(userName);
    return OKTA.post(
            "/Users",
            ScimClient.userBody(
                userName,
                """
                ,%s"displayName":"%s","%s":{"department":"%s","manager":{"value":"%s"}}\
                """
                    .formatted(externalId, displayName, ENTERPRISE, department, manager)))
        .expect(201)
        .id();
  }
}
