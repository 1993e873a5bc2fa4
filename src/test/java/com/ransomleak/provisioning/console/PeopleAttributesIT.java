package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiAnswer;
import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ReportsOf;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The attributes by which programmes choose people, in the console and in {@code /api/v1}. */
@TestTenant(
    value = "yoyodyne",
    administrator = true,
    settings =
        "schemas=[{\"id\": \"urn:yoyodyne:scim:User\", \"attributes\": [{\"name\": \"badge\"},"
            + " {\"name\": \"level\", \"type\": \"integer\"}]}]")
@Tag("one-server")
class PeopleAttributesIT {
  private static final String TENANT = "yoyodyne";
  private static final String BADGE = "urn:yoyodyne:scim:User:badge";
  private static final ScimClient OKTA = ScimClient.of(TENANT);
  private static ReportsOf reports;
  private final String name = ScimClient.unique();

  @BeforeAll
  static void connect() {
    reports = new ReportsOf(TENANT);
  }

  @Test
  @DisplayName("People have their attributes in JSON and can be filtered by each of them")
  void filters() {
    john();
    OKTA.user(name + "-other");
    JsonObject john = item("?search=" + name + "-john");
    Map<String, String> values =
        Map.of(
            "title", "Propulsion Engineer",
            "department", "Lectroids " + name,
            "userType", "Contractor",
            "country", "NO",
            "locality", "Tromsø",
            "preferredLanguage", "nb-NO",
            "timezone", "Europe/Oslo",
            "costCenter", "CC-7",
            "division", "Flight");
    values.forEach(
        (attribute, value) -> {
          assertEquals(value, john.getString(attribute), attribute);
          String asked = "?search=" + name + "&" + attribute + "=";
          assertEquals(
              List.of(name + "-john"), found(asked + value.toLowerCase(Locale.ROOT)), attribute);
          assertEquals(List.of(), found(asked + "x" + value), attribute);
        });
    assertEquals(List.of(name + "-john"), found("?employeeNumber=n-" + name));
    assertEquals("Blue", john.getJsonObject("extensions").getString(BADGE));
    assertEquals(List.of(name + "-john"), found("?" + BADGE + "=BLUE&search=" + name));
    assertEquals(List.of(name + "-john"), found("?urn:yoyodyne:scim:User:level=3&search=" + name));
    assertEquals(List.of(), found("?" + BADGE + "=Red&search=" + name));
  }

  @Test
  @DisplayName(
      "CSV has all columns, or the name and those that are chosen in their order; JSON too")
  void csv() {
    john();
    String question = "/people?format=csv&search=" + name;
    List<String> plain = reports.get(question).body().lines().toList();
    assertTrue(
        plain
            .get(0)
            .endsWith(
                ",createdAt,changedAt,userType,country,locality,preferredLanguage,timezone,costCenter,"
                    + "division,organization,employeeNumber"),
        plain.get(0));
    List<String> more = reports.get(question + "&columns=title," + BADGE).body().lines().toList();
    // Behind the byte order mark.
    assertEquals("displayName,title," + BADGE, more.get(0).substring(1));
    assertEquals("Given Family,Propulsion Engineer,Blue", more.get(1));
    String turned = reports.get(question + "&columns=" + BADGE + ",title").body();
    assertTrue(turned.contains("Given Family,Blue,Propulsion Engineer"), turned);
    JsonObject some = item("?search=" + name + "&columns=country," + BADGE);
    assertEquals("NO", some.getString("country"));
    assertFalse(some.containsKey("title") || some.containsKey("email"), some.toString());
    String active = reports.get(question + "&columns=id,active").body().lines().toList().get(0);
    assertEquals("displayName,id,active", active.substring(1));
    assertEquals(Set.of(BADGE), some.getJsonObject("extensions").keySet());
    for (String format : List.of("json", "csv")) {
      ApiAnswer bad = reports.get("/people?columns=shoe-size&format=" + format);
      assertEquals(400, bad.status());
      assertTrue(bad.body().contains("columns: expected one or more of userName, "), bad.body());
      assertTrue(bad.body().contains(BADGE), bad.body());
    }
    assertEquals(400, new ReportsOf("monsters").get("/people?" + BADGE + "=Blue").status());
  }

  @Test
  @DisplayName("A user of the page chooses columns and filters, which stay in the address")
  void page() throws Exception {
    john();
    OKTA.user(name + "-other");
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open("/admin/reports/people?search=" + name);
      assertTrue(header(browser).contains("Manager"), header(browser));
      browser.click("details.more + details.more summary");
      browser.click("input[name=columns][value=country]");
      browser.click("input[name=columns][value='" + BADGE + "']");
      browser.click("input[name=columns][value=manager]");
      browser.submitBy("details.more + details.more button");
      assertFalse(header(browser).contains("Manager"), header(browser));
      assertTrue(header(browser).contains("Country"), header(browser));
      assertTrue(browser.find("#people").getText().contains("Blue"), browser.text());
      browser.inspect("people-columns");
      browser.submitBy("#people th a");
      assertTrue(header(browser).contains("badge"), header(browser));
      browser.click("details.more summary");
      assertEquals(List.of("Propulsion Engineer"), offered(browser, "title"));
      assertEquals(List.of("Tromsø"), offered(browser, "locality"));
      assertEquals(List.of("NO"), offered(browser, "country"));
      assertEquals(List.of("CC-7"), offered(browser, "costCenter"));
      browser.type("by-country", "no");
      browser.submitBy("details.more button");
      assertEquals(
          1L, browser.script("return document.querySelectorAll('#people tbody tr').length"));
      assertTrue(browser.path().contains("country=no"), browser.path());
      assertTrue(header(browser).contains("badge"), header(browser));
      assertTrue(browser.find(".chips").getText().contains("Country: no"), browser.text());
      assertTrue(browser.find("details.more .badge").getText().startsWith("1"));
      browser.resize(390, 844);
      browser.inspect("people-columns-phone");
      browser.resize(1440, 900);
      browser.open("/admin/reports/people?columns=shoe-size,title");
      assertTrue(browser.text().contains("There is no column shoe-size"), browser.text());
      assertTrue(header(browser).contains("Title"), header(browser));
      browser.inspect("people-columns-unknown");
    }
  }

  /** The values that the input of a filter offers. */
  private static Object offered(Browser browser, String filter) {
    return browser.script(
        "return [...document.getElementById(arguments[0]).list.options].map(option =>"
            + " option.value)",
        "by-" + filter);
  }

  private static String header(Browser browser) {
    return browser.find("#people thead").getText();
  }

  private List<String> found(String question) {
    return reports.each("/people" + question.replace("ø", "%C3%B8"), "userName");
  }

  private static JsonObject item(String question) {
    return reports.json("/people" + question).getJsonArray("items").getJsonObject(0);
  }

  private void john() {
    OKTA.post(
            "/Users",
            ScimClient.userBody(
                name + "-john",
                """
                ,"title":"Propulsion Engineer","userType":"Contractor","preferredLanguage":"nb-NO","timezone":"Europe/Oslo",
                "addresses":[{"type":"home","country":"SE","locality":"Kiruna"},
                  {"type":"work","country":"NO","locality":"Tromsø","primary":true}],
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Lectroids %1$s","division":"Flight",
                  "costCenter":"CC-7","employeeNumber":"N-%1$s"},
                "urn:yoyodyne:scim:User":{"badge":"Blue","level":3}
                """
                    .formatted(name)))
        .expect(201);
  }
}
