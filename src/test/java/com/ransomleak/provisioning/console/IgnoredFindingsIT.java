package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings that an administrator ignores for a while, and the badge in the menu. */
@TestTenant(value = "sevastopol", administrator = true)
@Tag("one-server")
class IgnoredFindingsIT {
  private static final String TENANT = "sevastopol";
  private static final ScimClient OKTA = ScimClient.of(TENANT);
  private static final ApiClient API = ApiClient.of(TENANT);
  private static final String LIST = "/admin/integrations/finding?kind=";
  private static final String IGNORE = "/admin/integrations/ignore-finding?kind=";
  private static ConsoleClient admin;

  @BeforeAll
  static void people() {
    admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    OKTA.user("ada", "Ada", "ghost", "");
    OKTA.user("bo", "Bo", "ghost", "");
    OKTA.user("cy", "Cy", "phantom", "");
    OKTA.user("dee", "Dee", "dee", "");
    OKTA.user("eve", "Eve", "eve", "");
  }

  @Test
  @DisplayName(
      "An ignored finding is not counted anywhere, is shown with who, when and why, and comes back")
  void one() throws Exception {
    String ghost = API.all("/findings/pendingManagers?search=ghost").get(0).getString("id");
    String address = IGNORE + "pendingManagers&finding=" + ghost;
    ConsoleClient.Form secondTab = admin.get(address).form("ignoring").with("choice", "90");
    ConsoleClient.Answer done =
        admin.post(
            IGNORE + "pendingManagers&finding=" + ghost,
            admin
                .get(IGNORE + "pendingManagers&finding=" + ghost)
                .form("ignoring")
                .with("choice", "30")
                .with("why", "Contractors of ACME")
                .with("ignore", ""));
    assertTrue(done.body().contains("Ignored until the end of"), done.body());
    assertFalse(done.body().contains(">ghost<"), done.body());
    ConsoleClient.Answer second =
        admin.post(address, secondTab.with("why", "Again").with("ignore", ""));
    assertTrue(second.body().contains("Nothing was changed"), second.body());
    badgeIsTheSum(done);
    JsonObject numbers = numbers("pendingManagers");
    assertEquals(1, numbers.getInt("count"));
    assertEquals(1, numbers.getInt("people"));
    assertEquals(1, numbers.getInt("ignored"));
    ConsoleClient.Answer findings = admin.get("/admin/integrations/findings");
    assertTrue(findings.body().contains("1 reference, 1 person"), findings.body());
    assertTrue(findings.between("id=\"ignored\"", "</section>").contains("Pending managers"));
    badgeIsTheSum(findings);
    badgeIsTheSum(admin.get("/admin/reports/people"));

    ConsoleClient.Answer ignored = admin.get(LIST + "pendingManagers&state=ignored");
    String lastDay = "the end of " + LocalDate.now(ZoneOffset.UTC).plusDays(30) + " (UTC)";
    for (String part : new String[] {"ghost", "Contractors of ACME", "Admin", lastDay}) {
      assertTrue(ignored.body().contains(part), part + " in " + ignored.body());
    }
    String pending = admin.get("/admin/reports/pending").body();
    assertTrue(pending.contains("1 of these references is ignored in Findings."), pending);
    String home = admin.get("/admin/home").between("id=\"tile-pending\"", "</section>");
    assertTrue(
        home.contains("2 manager references (1 ignored)"), "as many as the page has: " + home);
    JsonObject row = API.all("/findings/pendingManagers?state=ignored").get(0);
    assertEquals("Contractors of ACME", row.getString("ignoredReason"));
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open("/admin/integrations/findings");
      browser.inspect("findings-ignored");
      browser.resize(390, 844);
      browser.inspect("findings-phone");
      assertEquals(
          0L,
          browser.script(
              "return Math.max(0, document.documentElement.scrollWidth - window.innerWidth)"));
      browser.resize(1280, 900);
      browser.open(LIST + "pendingManagers&state=ignored");
      browser.inspect("finding-ignored");
      browser.open(IGNORE + "selfManagers");
      browser.type("why", " ");
      browser.submit("ignore");
      assertTrue(browser.message().contains("Enter a reason"), browser.message());
      browser.inspect("ignore-finding");
      browser.open(LIST + "pendingManagers&state=ignored");
      browser.submitBy("button[name=restore]");
      assertTrue(browser.message().contains("shown again"), browser.message());
      browser.open("/admin/integrations/activity?kind=console");
      assertTrue(browser.text().contains("A finding was ignored: Pending managers"));
      assertTrue(browser.text().contains("A finding is no longer ignored: Pending managers"));
    }
    assertEquals(2, numbers("pendingManagers").getInt("count"));
    ConsoleClient.Answer again =
        admin.post(
            LIST + "pendingManagers",
            admin.get(LIST + "pendingManagers").form("restoring").with("restore", ghost));
    assertTrue(again.body().contains("it was not ignored"), again.body());
  }

  @Test
  @DisplayName("A whole kind can be ignored until a chosen day; it ends by itself")
  void kind() throws Exception {
    LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(7);
    ConsoleClient.Answer done = ignoreKind("selfManagers", "date", day.toString(), "Known");
    assertTrue(done.body().contains("Ignored until the end of " + day), done.body());
    assertEquals(0, numbers("selfManagers").getInt("count"));
    assertEquals(2, numbers("selfManagers").getInt("ignored"));
    assertTrue(
        admin.get(LIST + "selfManagers").body().contains("Good news"), "An empty list is good.");
    assertTrue(API.all("/findings/selfManagers?state=all").get(0).getBoolean("kindIgnored"));
    String end =
        "update provisioning.ignored_finding set until = now() where kind = 'selfManagers'";
    ServerDatabase.run(end);
    assertEquals(2, numbers("selfManagers").getInt("count"));
    ignoreKind("selfManagers", "90", "", "Still known");
    assertEquals(0, numbers("selfManagers").getInt("count"));
    ServerDatabase.run(end);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "31, '', Known, 'Choose 30 days'",
    "date, '', Known, 'Choose 30 days'",
    "date, nonsense, Known, 'Choose 30 days'",
    "date, 2020-01-01, Known, 'Choose a day from'",
    "date, 9999-12-31, Known, 'Choose a day from'",
    "30, '', '', 'Enter a reason'"
  })
  @DisplayName("A wrong day and a missing reason are explained, and the input is kept")
  void mistakes(String choice, String day, String reason, String error) {
    ConsoleClient.Answer answer = ignoreKind("selfManagers", choice, day, reason);
    assertTrue(answer.body().contains(error), answer.body());
    String kept = answer.between("id=\"why\"", ">");
    assertEquals(!reason.isEmpty(), kept.contains("value=\"Known\""), kept);
  }

  @Test
  @DisplayName(
      "Somebody without a manager can be ignored; the list, the menu, the API and CSV agree")
  void withoutManager() {
    String hal = OKTA.user("hal", "Hal", null, "");
    OKTA.user("l1", "L1", "l2", "");
    OKTA.user("l2", "L2", "l1", "");
    assertEquals(1, numbers("withoutManager").getInt("count"));
    int withoutExternalId = numbers("withoutExternalId").getInt("count");
    String administrator =
        OKTA.get("/Users?filter=userName eq \"" + Browser.ADMINISTRATOR + "\"")
            .text("/Resources/0/id");
    OKTA.patch(
            "/Users/" + administrator, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}")
        .expect(409);
    assertEquals(1, numbers("withoutManager").getInt("count"), "The request was rejected.");
    assertEquals(withoutExternalId, numbers("withoutExternalId").getInt("count"));
    String list = "/admin/reports/without-manager?search=hal";
    String link = "ignore-finding?kind=withoutManager&amp;finding=" + hal;
    assertTrue(admin.get(list).body().contains(link), admin.get(list).body());
    ignoreOne("withoutManager", hal, "Head of the crew");
    ignoreOne(
        "circles",
        API.get("/findings/circles").expect(200).items().get(0).getString("id"),
        "Known");
    String phantom = API.all("/findings/pendingManagers?search=phantom").get(0).getString("id");
    ignoreOne("pendingManagers", phantom, "Known");

    assertEquals(0, numbers("withoutManager").getInt("count"));
    assertEquals(1, numbers("withoutManager").getInt("ignored"));
    badgeIsTheSum(admin.get("/admin/integrations/findings"));
    badgeIsTheSum(admin.get("/admin/home"));
    ConsoleClient.Answer marked = admin.get(list);
    assertFalse(marked.body().contains(link), marked.body());
    assertTrue(
        marked.body().contains("Ignored until " + LocalDate.now(ZoneOffset.UTC).plusDays(30)),
        marked.body());
    assertEquals("Cy Hal L1 L2", names("ignored=true"));
    assertFalse(names("ignored=false").contains("Hal"), names("ignored=false"));
    String csv = API.get("/people-without-manager?ignored=true&format=csv").expect(200).body();
    assertTrue(csv.contains("Head of the crew"), csv);
    admin.post(
        LIST + "pendingManagers",
        admin.get(LIST + "pendingManagers").form("restoring").with("restore", phantom));
    assertEquals("Hal L1 L2", names("ignored=true"));
  }

  @Test
  @DisplayName("Only a tenant without findings gets good news")
  void allIgnored() throws Exception {
    String empty = admin.get(LIST + "circles&state=ignored").body();
    assertTrue(empty.contains("Nothing of this kind is ignored."), empty);
    List<String> kinds =
        API.get("/findings").expect(200).items().stream()
            .filter(numbers -> numbers.getInt("count") > 0)
            .map(numbers -> numbers.getString("kind"))
            .toList();
    kinds.forEach(kind -> ignoreKind(kind, "30", "", "Known"));
    String page = admin.get("/admin/integrations/findings").body();
    assertTrue(page.contains("Nothing is open."), page);
    assertFalse(page.contains("Good news"), page);
    ServerDatabase.run("update provisioning.ignored_finding set until = now()");
  }

  @Test
  @DisplayName("Cancel leads to the findings of the kind, and going back shows the form again")
  void cancel() {
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open(IGNORE + "selfManagers");
      browser.submit("cancel");
      assertEquals("Own manager", browser.heading());
      // The page may come back as it was left, so nothing tells when it is there.
      browser.script("history.back()");
      browser.visible("#why");
      assertEquals("Ignore findings", browser.heading());
    }
    ConsoleClient.Answer bare = admin.get("/admin/integrations/ignore-finding");
    assertEquals("/admin/integrations/findings", bare.redirect());
  }

  @Test
  @DisplayName("Who ignores from the people without a manager comes back to the same list")
  void origin() {
    String ivy = OKTA.user("ivy", "Ivy", "nobody-of-ivy", "");
    String jan = OKTA.user("jan", "Jan", "nobody-of-ivy", "");
    String query = "search=ivy&sort=-name&reason=nobody&state=active&ignored=false";
    String list = "/admin/reports/without-manager?" + query;
    String page =
        "/admin/integrations/ignore-finding"
            + admin
                .get(list)
                .between("/admin/integrations/ignore-finding", "\"")
                .replace("&amp;", "&");
    ConsoleClient.Answer asked = admin.get(page);
    assertTrue(asked.body().contains("This finding concerns 2 people."), asked.body());
    assertTrue(asked.body().contains("href=\"" + list.replace("&", "&amp;") + "\""), asked.body());
    ConsoleClient.Form form = asked.form("ignoring").with("choice", "30").with("ignore", "");
    ConsoleClient.Answer mistake = admin.post(page, form.with("why", ""));
    assertTrue(mistake.body().contains(list.replace("&", "&amp;")), mistake.body());
    ConsoleClient.Answer done = admin.post(page, form.with("why", "Known"));
    assertEquals(list, done.response().uri().getPath() + "?" + done.response().uri().getQuery());
    assertTrue(done.body().contains("Ignored until the end of"), done.body());
    String elsewhere = IGNORE + "selfManagers&from=https://evil.example/&search=%0d%0aX:y";
    assertFalse(admin.get(elsewhere).between("id=\"cancel\"", ">").contains("evil"));
    for (String counted : new String[] {ivy, jan}) {
      OKTA.delete("/Users/" + counted).expect(204);
    }
  }

  @Test
  @DisplayName("An unknown kind is answered with 404, a finding that is gone with a message")
  void unknown() {
    for (String page : new String[] {LIST + "nonsense", IGNORE + "nonsense"}) {
      assertEquals(404, admin.get(page).status(), page);
    }
    ConsoleClient.Answer gone =
        admin.get(IGNORE + "selfManagers&finding=01890000-0000-7000-8000-000000000001");
    assertEquals("/admin/integrations/finding", gone.redirect());
  }

  private static void ignoreOne(String kind, String id, String reason) {
    String page = IGNORE + kind + "&finding=" + id;
    admin.post(
        page,
        admin
            .get(page)
            .form("ignoring")
            .with("choice", "30")
            .with("why", reason)
            .with("ignore", ""));
  }

  private static String names(String filter) {
    return API.all("/people-without-manager?sort=name&" + filter).stream()
        .map(row -> row.getString("displayName"))
        .collect(Collectors.joining(" "));
  }

  private static ConsoleClient.Answer ignoreKind(
      String kind, String choice, String day, String reason) {
    return admin.post(
        IGNORE + kind,
        admin
            .get(IGNORE + kind)
            .form("ignoring")
            .with("choice", choice)
            .with("day", day)
            .with("why", reason)
            .with("ignore", ""));
  }

  private static JsonObject numbers(String kind) {
    return API.get("/findings").expect(200).items().stream()
        .filter(numbers -> numbers.getString("kind").equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static void badgeIsTheSum(ConsoleClient.Answer page) {
    int sum =
        API.get("/findings").expect(200).items().stream()
            .mapToInt(numbers -> numbers.getInt("count"))
            .sum();
    assertEquals(String.valueOf(sum), page.between("class=\"badge\">", "<"));
  }
}
