package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The activity page finds what it shows. */
@TestTenant(value = "gringotts", administrator = true, settings = "record-values=true")
@Tag("one-server")
class ActivitySearchIT {
  private static final String TENANT = "gringotts";
  private static final String PAGE = "/admin/integrations/activity?";

  private final ScimClient okta = ScimClient.of(TENANT);
  private final String name = withoutStatus();
  private final ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
  private String id;

  /** Ada Lovelace is created, deactivated, and sent a second time, which is rejected. */
  @BeforeEach
  void write() {
    id =
        okta.post(
                "/Users",
                ScimClient.userBody(name, ",\"displayName\":\"Ada Lovelace " + name + "x\""))
            .expect(201)
            .id();
    okta.patch("/Users/" + id, "{\"op\":\"Replace\",\"path\":\"active\",\"value\":false}")
        .expect(200);
    okta.post("/Users", ScimClient.userBody(name, "")).expect(409);
    okta.put("/Users/" + id, "{").expect(400);
  }

  @ParameterizedTest
  @CsvSource({
    // created, deactivated, POST rejected, PUT rejected
    "Ada Lovelace {0}x, 1, 1, 1, 1",
    "{0}X lovelace ADA, 1, 1, 1, 1",
    "409 post {0}, 0, 0, 1, 0",
    "{0} put, 0, 0, 0, 1",
    "put 400 Lovelace {0}x, 0, 0, 0, 1",
    "{0} 127.0.0.1, 1, 1, 1, 1",
    "{0} deactivated, 0, 1, 0, 0",
    "was rejected {0}, 0, 0, 1, 1",
    "uniqueness {0}, 0, 0, 1, 0",
    "{0} nobody, 0, 0, 0, 0",
    "Babbage {0}x, 0, 0, 0, 0",
  })
  @DisplayName("Each word of a search is found in anything that an entry shows")
  void words(String search, int created, int deactivated, int posted, int put) {
    String text = search.replace("{0}", name);
    assertFound(
        admin.get(PAGE + "search=" + ConsolePage.encoded(text)).body(),
        created,
        deactivated,
        posted,
        put);
    String csv =
        ApiClient.ofActivity(TENANT).get("/activity?format=csv&search=" + text).expect(200).body();
    assertEquals(1 + created + deactivated + posted + put, csv.lines().count(), csv);
  }

  @Test
  @DisplayName("Kind, status and dates select too, and are kept in each link")
  void filters() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    String search = PAGE + "search=" + name;
    assertFound(admin.get(search + "&status=409").body(), 0, 0, 1, 0);
    assertFound(admin.get(search + "&status=4xx").body(), 0, 0, 1, 1);
    assertFound(admin.get(search + "&status=2xx").body(), 1, 1, 0, 0);
    assertFound(admin.get(search + "&kind=rejected").body(), 0, 0, 1, 1);
    assertFound(admin.get(search + "&from=" + today.minusDays(1)).body(), 1, 1, 1, 1);
    assertFound(admin.get(search + "&to=" + today.minusDays(1)).body(), 0, 0, 0, 0);
    assertFound(admin.get(search + "&from=yesterday").body(), 0, 0, 0, 0);
    assertFound(admin.get(search + "&status=abc").body(), 0, 0, 0, 0);
    String reversed = search + "&from=" + today + "&to=" + today.minusDays(1);
    assertTrue(
        admin.get(reversed).body().contains("The first day is after the last one"),
        "A period that cannot match is a mistake, and not an empty list.");
    assertTrue(
        admin.get(PAGE + "kind=warnings").body().contains("is not a deviation"), "what it lists");
    String query = "kind=rejected&from=" + today.minusDays(1) + "&status=409&search=" + name;
    ConsoleClient.Answer page = admin.get(PAGE + query);
    ApiClient session = ApiClient.anonymous(TENANT).with("Cookie", admin.cookie());
    for (String start : new String[] {"/activity?format=csv&amp;", "/activity?limit=1000&amp;"}) {
      String link = start + page.between("/api/v1" + start, "\"");
      String body = session.get(link.replace("&amp;", "&")).expect(200).body();
      assertTrue(body.contains("POST /Users was rejected: " + name), body);
      assertFalse(body.contains("was created"), body);
    }
    String tabs = page.between("<div class=\"tabs\"", "</div>");
    assertTrue(Pattern.compile("href=\"activity[^\"]*kind=warnings").matcher(tabs).find(), tabs);
    assertEquals(6, tabs.split("search=" + name, -1).length - 1, tabs);
    assertEquals(6, tabs.split("status=409", -1).length - 1, tabs);
  }

  @Test
  @DisplayName("The word all is no filter for a kind, and a word like any other for the rest")
  void all() {
    okta.user(name + "-call");
    String found = admin.get(PAGE + "kind=all&search=" + name + "+ALL").body();
    assertTrue(found.contains(name + "-call was created"), found);
    String other = admin.get(PAGE + "search=all").body();
    assertFalse(other.contains(name + " was created"), other);
    assertTrue(other.contains("name=\"search\" value=\"all\""), other);
    String status = admin.get(PAGE + "status=all").body();
    assertTrue(status.contains("role=\"alert\"") && status.contains("status"), status);
    assertFalse(status.contains(name + " was created"), status);
  }

  @Test
  @DisplayName("The page of a person leads to all activity about the person, also rejected")
  void ofPerson() {
    okta.user(name + "-other");
    ConsoleClient.Answer person = admin.get("/admin/reports/person?id=" + id);
    String link = person.between("href=\"" + PAGE.replace("?", "") + "?person=", "\"");
    String body = admin.get(PAGE + "person=" + link).body();
    assertFound(body, 1, 1, 1, 1);
    assertFalse(body.contains(name + "-other"), body);
    assertTrue(body.contains("Ada Lovelace " + name + "x</a>"), body);
  }

  @Test
  @DisplayName("The page fits a phone and is accessible with all filters")
  void looks() throws Exception {
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.resize(1440, 900);
      browser.open(PAGE + "search=" + name + "&status=4xx&person=" + id);
      browser.inspect("activity-filtered");
      browser.resize(390, 844);
      browser.inspect("activity-filtered-phone");
      assertEquals(
          true, browser.script("return document.documentElement.scrollWidth <= innerWidth"));
    }
  }

  /** A name that a search for a status does not find. */
  private static String withoutStatus() {
    String unique = ScimClient.unique();
    return unique.contains("409") ? withoutStatus() : unique;
  }

  private void assertFound(String body, int created, int deactivated, int posted, int put) {
    assertEquals(created == 1, body.contains(name + " was created"), body);
    assertEquals(deactivated == 1, body.contains(name + " was deactivated"), body);
    assertEquals(posted == 1, body.contains("POST /Users was rejected: " + name), body);
    assertEquals(put == 1, body.contains("PUT /Users was rejected: " + name), body);
  }
}
