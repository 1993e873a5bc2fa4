package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.LargeTenant;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lists with more rows than are counted, and with rows that no index finds. */
@TestTenant(value = "longbottom", administrator = true)
@Tag("one-server")
class LongListsIT {
  private static final String TENANT = "longbottom";
  private static final int PEOPLE = 10_100;
  private static final String PAGE = "/admin/reports/people?search=";
  private static final Pattern RANGE = Pattern.compile("[\\d,]+–[\\d,]+ of (more than )?[\\d,]+");

  private static final ScimClient OKTA =
      ScimClient.of(TENANT).with("User-Agent", "Okta SCIM Client 1.0.0");

  private static LargeTenant data;
  private static ConsoleClient console;

  @BeforeAll
  static void load() throws Exception {
    RunningServer.get();
    data = new LargeTenant(TENANT);
    data.load(0, 1, 1, PEOPLE);
    console = ConsoleClient.at(TENANT).signedIn("admin@example.com");
  }

  @AfterAll
  static void remove() throws Exception {
    data.remove();
  }

  @Test
  @DisplayName("A search that finds up to 10,000 people shows their number on each page, both ways")
  void counted() {
    String first = body(PAGE + "small-1");
    assertEquals("1–50 of 1,212", range(first));
    assertTrue(first.contains("small-10001"), first);
    String second = body(other(first, "next"));
    assertEquals("51–100 of 1,212", range(second));
    assertEquals("1–50 of 1,212", range(body(other(second, "prev"))));
  }

  @Test
  @DisplayName("Of more than 10,000 people a search and a role show that there are more")
  void notCounted() {
    String first = body(PAGE + "small");
    assertEquals("1–50 of more than 10,000", range(first));
    assertEquals("51–100 of more than 10,000", range(body(other(first, "next"))));
    String role = "/admin/roles/role?id=" + data.largeGroup();
    assertEquals("1–50 of more than 10,000", range(body(role)));
    assertEquals("1–50 of more than 10,000", range(body(role + "&sort=name")));
    assertEquals("1–50 of 1,212", range(body(role + "&search=small-1")));
  }

  @Test
  @DisplayName("A search that finds nobody shows an empty list, and one with a single hit shows it")
  void fewOrNone() {
    assertTrue(body(PAGE + "nobody-like-this").contains("class=\"empty\""));
    String one = body(PAGE + "small-10099");
    assertTrue(one.contains("small-10099"), one);
    String hits = body("/admin/search?q=small-10099");
    assertTrue(hits.contains("Small 10099"), hits);
  }

  @Test
  @DisplayName("Everybody below a manager in a loop: the first level fills the first page")
  void belowLoop() throws Exception {
    String name = ScimClient.unique();
    String manager = OKTA.user(name + "-a", "A " + name, name + "-b", "");
    OKTA.user(name + "-b", "B " + name, name + "-a", "");
    for (int i = 0; i < 51; i++) {
      OKTA.user(name + "-r" + i, "R" + i + " " + name, name + "-a", "");
    }
    OKTA.user(name + "-below", "Below " + name, name + "-b", "");
    String address = "/admin/reports/all-reports?id=" + manager;
    String first = body(address);
    assertEquals("1–50 of 53", range(first));
    String second = body("/admin/reports/all-reports" + query(first, "next"));
    assertEquals("51–53 of 53", range(second));
    assertTrue(second.contains("Below " + name), second);
    assertTrue(body(address + "&search=below").contains("Below " + name));
  }

  private static String body(String page) {
    ConsoleClient.Answer answer = console.get(page);
    assertEquals(200, answer.status(), page);
    return answer.body();
  }

  private static String range(String body) {
    Matcher range = RANGE.matcher(body);
    assertTrue(range.find(), body);
    return range.group();
  }

  /** The address of the next or the previous page. */
  private static String other(String body, String rel) {
    return "/admin/reports/people" + query(body, rel);
  }

  private static String query(String body, String rel) {
    Matcher link = Pattern.compile("rel=\"" + rel + "\" href=\"([^\"#]*)").matcher(body);
    assertTrue(link.find(), body);
    return link.group(1).replace("&amp;", "&");
  }
}
