package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiAnswer;
import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ReportsOf;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code /api/v1/people}: whom it finds, in which order, and what it says to bad questions. */
@TestTenant(value = "monsters", administrator = true)
class PeopleIT {
  private static final String TENANT = "monsters";
  private static final ScimClient OKTA = ScimClient.of(TENANT);
  private static ReportsOf reports;

  private final String name = ScimClient.unique();

  @BeforeAll
  static void signIn() {
    reports = new ReportsOf(TENANT);
  }

  @Test
  @DisplayName("A person is found by parts of names and addresses, and by complete ids")
  void search() {
    String sulley =
        person(
            name + "-sulley",
            ",\"displayName\":\"James P. Sullivan %1$s\",\"externalId\":\"X-%1$s\"",
            "\"employeeNumber\":\"E-%1$s\"");
    person(name + "-mike", "", "\"department\":\"Scare Floor\"");
    for (String asked :
        List.of(
            name + "-SULL",
            "p. sullivan " + name,
            name + "-sulley@EXAMPLE",
            sulley,
            "X-" + name,
            "e-" + name)) {
      assertEquals(List.of(name + "-sulley"), found("?search=" + asked), asked);
    }
    assertEquals(List.of(), found("?search=x-" + name), "externalIds are case-exact, and whole.");
    assertEquals(List.of(), found("?search=%25"), "% is a letter like any other.");
    assertEquals(2, found("?search=" + name).size());
  }

  @Test
  @DisplayName("A person without displayName is shown and found by given and family name")
  void givenAndFamilyName() {
    String userName = ScimClient.unique();
    OKTA.post(
            "/Users",
            "{\"userName\":\"%s\",\"name\":{\"givenName\":\"Émile\",\"familyName\":\"Zäh %s\"}}"
                .formatted(userName, name))
        .expect(201);
    String question = "/people?search=z%C3%84H%20" + name;
    assertEquals(List.of("Émile Zäh " + name), reports.each(question, "displayName"));
  }

  @Test
  @DisplayName("Words match in any order, without accents, in names, addresses, title and number")
  void words() {
    person(
        name + "-zoe",
        ",\"displayName\":\"Zoë" + " Müller\",\"title\":\"Ingénieure\",\"nickName\":\"Lødér\"",
        "\"employeeNumber\":\"N7-%1$s\"");
    for (String asked :
        List.of(
            "Muller Zoe",
            "muller zoë",
            "M%C3%9CLLER",
            "ingenieure",
            "Loder muller",
            "n7 ZOE",
            "zoe example.com",
            "zo mu inge")) {
      assertEquals(List.of(name + "-zoe"), found("?search=" + asked + " " + name), asked);
    }
    assertEquals(List.of(), found("?search=Zoe Mueller-Smith " + name), "Each word must match.");
  }

  @Test
  @DisplayName(
      "People, teams and roles are sorted as people expect, and found without accents and strokes")
  void lettersWithStrokes() {
    List<String> names = List.of("Ådne", "Lukas", "Łukasz", "Luther", "Ømer", "Zoe", "Żubr");
    for (String each : names) {
      person(
          name + "-" + names.indexOf(each),
          ",\"displayName\":\"%s %%1$s\"".formatted(each),
          "\"department\":\"%s %%1$s\"".formatted(each));
      OKTA.group(each + " " + name);
    }
    List<String> named = names.stream().map(each -> each + " " + name).toList();
    Map<String, String> lists =
        Map.of("/people", "displayName", "/teams", "name", "/roles", "name");
    for (String path : lists.keySet()) {
      String field = lists.get(path);
      String question = path + "?sort=name&limit=2&search=" + name;
      assertEquals(named, reports.eachOfAll(question, field), path);
      List<String> descending = new ArrayList<>(named);
      Collections.reverse(descending);
      assertEquals(
          descending, reports.eachOfAll(question.replace("sort=name", "sort=-name"), field), path);
      for (String word : List.of("lukasz", "łukasz", "ŁUKASZ")) {
        String search = path + "?search=" + word + " " + name;
        assertEquals(List.of("Łukasz " + name), reports.each(search, field), search);
      }
      String accented = path + "?search=zöe " + name;
      assertEquals(List.of("Zoe " + name), reports.each(accented, field), accented);
    }
  }

  @Test
  @DisplayName("People are found by state, team, role, manager, and by what they lack")
  void filters() {
    String boss =
        person(name + "-a", ",\"externalId\":\"B-%1$s\"", "\"department\":\"Floor %1$s\"");
    String report = person(name + "-b", "", "\"manager\":{\"value\":\"B-%1$s\"}");
    person(name + "-c", ",\"active\":false", "\"manager\":{\"value\":\"nobody-%1$s\"}");
    String role = OKTA.group("Scarers " + name, report);
    String team = reports.json("/people/" + boss).getString("teamId");

    assertEquals(List.of(name + "-a", name + "-b"), found("?state=active&search=" + name));
    assertEquals(List.of(name + "-c"), found("?state=inactive&search=" + name));
    assertEquals(3, found("?state=all&search=" + name).size());
    assertEquals(List.of(name + "-a"), found("?team=" + team));
    assertEquals(List.of(name + "-b"), found("?role=" + role));
    assertEquals(List.of(name + "-b"), found("?manager=" + boss));
    assertEquals(List.of(name + "-b", name + "-c"), found("?without=team&search=" + name));
    assertEquals(
        List.of(name + "-a"),
        found("?without=manager&search=" + name),
        "Whoever waits for a manager is not without.");
    assertEquals(List.of(name + "-b", name + "-c"), found("?without=externalId&search=" + name));
    assertEquals(
        List.of(), found("?state=inactive&manager=" + boss), "All that is asked must be true.");
  }

  @Test
  @DisplayName(
      "Pages in every order contain each person once; CSV contains all of them in that order")
  void orders() {
    List<String> created = new ArrayList<>();
    for (int i : new int[] {3, 1, 4, 2, 5}) {
      String display = i == 2 ? "" : ",\"displayName\":\"" + name + " " + (9 - i) + "\"";
      created.add(name + "-" + i);
      OKTA.post("/Users", ScimClient.userBody(name + "-" + i, display)).expect(201);
    }
    List<String> byName = List.of(2, 5, 4, 3, 1).stream().map(i -> name + "-" + i).toList();
    assertOrder("", created.stream().sorted().toList());
    assertOrder("userName", created.stream().sorted().toList());
    assertOrder("name", byName);
    assertOrder("created", created);
    List<String> newest = new ArrayList<>(created);
    Collections.reverse(newest);
    assertOrder("-created", newest);
  }

  private void assertOrder(String sort, List<String> expected) {
    String list = "/people?search=" + name + (sort.isEmpty() ? "" : "&sort=" + sort);
    assertEquals(expected, reports.eachOfAll(list + "&limit=2", "userName"), sort);
    String csv = reports.get(list + "&format=csv&limit=2").body();
    assertTrue(csv.startsWith("\uFEFFid,userName,displayName,email,title,"), csv);
    assertEquals(
        expected,
        csv.lines().skip(1).map(line -> line.split(",", -1)[1]).toList(),
        "CSV is whole, by " + sort);
  }

  @Test
  @DisplayName("CSV cells contain no formulas")
  void formulas() {
    OKTA.post("/Users", ScimClient.userBody(name, ",\"displayName\":\"=1+1\",\"title\":\"@SUM\""))
        .expect(201);
    String csv = reports.get("/people?format=csv&search=" + name).body();
    assertTrue(csv.contains(",'=1+1,") && csv.contains(",'@SUM,"), csv);
    assertEquals("=1+1", reports.each("/people?search=" + name, "displayName").get(0));
  }

  @Test
  @DisplayName("An invalid parameter is rejected with a sentence that explains it")
  void badQuestions() {
    String cursor =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                ("created\n" + UUID.randomUUID() + "\n2026-99-99")
                    .getBytes(StandardCharsets.UTF_8));
    for (String asked :
        List.of(
            "?sort=shoe-size",
            "?sort=shoe-size&format=csv",
            "?after=x",
            "?sort=name&after=" + cursor,
            "?sort=created&after=" + cursor,
            "?limit=0",
            "?limit=many",
            "?state=asleep",
            "?without=shoes",
            "?format=pdf")) {
      assertEquals(400, reports.get("/people" + asked).status(), asked);
    }
    for (String unknown : List.of("x", UUID.randomUUID().toString())) {
      for (String asked : List.of("team", "role", "manager")) {
        assertEquals(
            404, reports.get("/people?" + asked + "=" + unknown).status(), asked + unknown);
      }
      assertEquals(404, reports.get("/people/" + unknown).status());
      assertEquals(404, reports.get("/people/" + unknown + "/timeline").status());
    }
    String somebody = OKTA.user(name);
    for (String asked : List.of("?after=x", "?after=" + cursor, "?limit=-1")) {
      assertEquals(400, reports.get("/people/" + somebody + "/timeline" + asked).status(), asked);
    }
    assertEquals(List.of(), found("?search=%00%00" + name + "%00zz"));
  }

  @Test
  @DisplayName("Data of another tenant gives the same responses as unknown data (N-01)")
  void wall() {
    String theirs = ScimClient.of("globex").user(name);
    String nobodys = UUID.randomUUID().toString();
    for (String path : List.of("/people/%s", "/people/%s/timeline", "/people?manager=%s")) {
      ApiAnswer answer = reports.get(path.formatted(theirs));
      assertEquals(404, answer.status());
      assertEquals(
          reports.get(path.formatted(nobodys)).body().replace(nobodys, theirs), answer.body());
    }
    assertEquals(List.of(), found("?search=" + theirs));
    ConsoleClient page = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    ConsoleClient.Answer answer = page.get("/admin/reports/person?id=" + theirs);
    assertEquals(404, answer.status());
    assertEquals(
        page.get("/admin/reports/person?id=" + nobodys).bodyWithoutNonce(),
        answer.bodyWithoutNonce());
  }

  @Test
  @DisplayName("A deleted person is not found")
  void deleted() {
    String id = OKTA.user(name);
    OKTA.delete("/Users/" + id).expect(204);
    assertEquals(404, reports.get("/people/" + id).status());
    assertEquals(List.of(), found("?search=" + name));
  }

  private List<String> found(String question) {
    return reports.each("/people" + question, "userName");
  }

  /** A person; {@code %1$s} in what is added is this test's own name. */
  private String person(String userName, String more, String enterprise) {
    return OKTA.post(
            "/Users",
            ScimClient.userBody(
                userName,
                (more
                        + ",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{"
                        + enterprise
                        + "}")
                    .formatted(name)))
        .expect(201)
        .id();
  }
}
