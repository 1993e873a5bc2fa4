package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiAnswer;
import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Teams, their people and the overview below {@code /api/v1}; each answer is as OpenAPI says. */
class TeamsApiIT {
  private static final String TENANT = "cyberdyne";
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private final ScimClient okta = ScimClient.of(TENANT);
  private final ApiClient api = ApiClient.of(TENANT);
  private final String name = ScimClient.unique();

  @Test
  @DisplayName(
      "Head-counts are as of now: active people, inactive ones apart, change by the figures")
  void headCounts() throws SQLException {
    person("Alpha", "a");
    String second = person("Alpha", "b");
    person("Beta", "c");
    okta.patch("/Users/" + second, "{\"op\":\"replace\",\"value\":{\"active\":false}}").expect(200);
    List<JsonObject> teams = api.get("/teams?search=" + name).expect(200).items();
    assertEquals(List.of("Alpha " + name, "Beta " + name), names(teams));
    assertEquals(1, teams.get(0).getInt("people"));
    assertEquals(1, teams.get(0).getInt("inactive"));
    assertEquals(1, teams.get(0).getInt("change30"), "It was not there thirty days ago.");
    String id = teams.get(0).getString("id");
    execute(
        "delete from provisioning.team_size where team_id = '" + id + "'",
        "insert into provisioning.team_size (tenant_id, team_id, day, people) select tenant_id, id,"
            + " (now() at time zone 'UTC')::date - 40, 7 from provisioning.team where id = '"
            + id
            + "'");
    assertEquals(-6, api.get("/teams/" + id).expect(200).json().getInt("change30"));
    List<JsonObject> trend = api.get("/teams/" + id + "/trend?days=3").expect(200).items();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    LocalDate last = LocalDate.parse(trend.get(trend.size() - 1).getString("day"));
    assertTrue(
        last.equals(today) || last.equals(today.minusDays(1)), "It may be past midnight now");
    assertEquals(1, trend.get(trend.size() - 1).getInt("people"));
    assertEquals(7, trend.get(0).getInt("people"), trend::toString);
    assertEquals(4, trend.size());
    assertTrue(
        api.get("/teams/" + id + "/trend?format=csv")
            .expect(200)
            .body()
            .startsWith("\uFEFFday,people"));
  }

  @Test
  @DisplayName("The list goes by name, head-count or age, forwards and backwards, page by page")
  void orders() {
    person("One", "a");
    for (String user : List.of("b", "c", "d")) {
      person("Three", user);
    }
    for (String user : List.of("e", "f")) {
      person("Two", user);
    }
    assertEquals(List.of("One", "Three", "Two"), paged("name"));
    assertEquals(List.of("Two", "Three", "One"), paged("-name"));
    assertEquals(List.of("One", "Two", "Three"), paged("people"));
    assertEquals(List.of("Three", "Two", "One"), paged("-people"));
    assertEquals(List.of("One", "Three", "Two"), paged("created"));
    String csv = api.get("/teams?format=csv&search=" + name).expect(200).body();
    assertEquals(4, csv.strip().split("\r\n", -1).length, csv);
    assertEquals(
        List.of("Three", "Two", "One"),
        api.get("/teams?format=csv&sort=-people&limit=1&search=" + name)
            .body()
            .lines()
            .skip(1)
            .map(line -> line.split(",", -1)[1].replace(" " + name, ""))
            .toList());
    String three = api.get("/teams?search=Three " + name).items().get(0).getString("id");
    assertEquals(
        List.of(name + "-d", name + "-c", name + "-b"),
        api.get("/teams/" + three + "/members?format=csv&sort=-userName")
            .body()
            .lines()
            .skip(1)
            .map(line -> line.split(",", -1)[1])
            .toList());
  }

  @Test
  @DisplayName("Each list that is wanted as CSV in an order that it does not know is a problem")
  void badOrdersOfFiles() {
    String person = person("Odd", "a");
    String team = api.get("/teams?search=" + name).items().get(0).getString("id");
    String role = okta.group("Odd " + name, person);
    for (String list :
        List.of(
            "/people",
            "/people/" + person + "/reports",
            "/teams",
            "/teams/" + team + "/members",
            "/roles",
            "/roles/" + role + "/members",
            "/managers",
            "/org-chart",
            "/pending-managers",
            "/pending-managers/people")) {
      ApiAnswer answer = api.get(list + "?format=csv&sort=x").expect(400);
      assertTrue(answer.detail().startsWith("sort:"), answer::toString);
      assertEquals("", answer.header("Content-Disposition"));
      api.get(list + "?format=csv").expect(200);
    }
  }

  @Test
  @DisplayName("A level of the org chart and somebody's time line are files too, as on the pages")
  void theOtherFiles() {
    String boss = person("Chart", "boss", ",\"externalId\":\"" + name + "\"");
    for (String user : List.of("a", "b")) {
      person("Chart", user, "", ",\"manager\":\"" + name + "\"");
    }
    assertEquals(
        List.of(name + "-b", name + "-a"),
        api.get("/org-chart?format=csv&limit=1&sort=-userName&root=" + boss)
            .body()
            .lines()
            .skip(1)
            .map(line -> line.split(",", -1)[1])
            .toList());
    String roots = api.with("Accept", "text/csv").get("/org-chart").expect(200).body();
    assertTrue(roots.contains(boss), roots);
    okta.patch("/Users/" + boss, "{\"op\":\"replace\",\"value\":{\"title\":\"Boss\"}}").expect(200);
    String path = "/people/" + boss + "/timeline?limit=1";
    String newest = api.get(path).items().get(0).getString("sentence");
    List<String> lines = api.get(path + "&format=csv").expect(200).body().lines().toList();
    assertEquals(3, lines.size(), lines::toString);
    assertTrue(lines.get(1).contains(newest), lines::toString);
    api.get(path + "&format=x").expect(400);
  }

  @Test
  @DisplayName("Members come with title, state and manager; searched, paged, and as CSV")
  void members() {
    String boss =
        person("Crew", "boss", ",\"displayName\":\"=Boss\",\"externalId\":\"" + name + "\"");
    person("Crew", "worker", ",\"title\":\"Welder\"", ",\"manager\":\"" + name + "\"");
    String team = api.get("/teams?search=" + name).items().get(0).getString("id");
    List<JsonObject> members = api.get("/teams/" + team + "/members").expect(200).items();
    assertEquals(2, members.size());
    JsonObject worker = members.get(1);
    assertEquals("Welder", worker.getString("title"));
    assertEquals("=Boss", worker.getString("manager"));
    assertEquals(boss, worker.getString("managerId"));
    assertFalse(members.get(0).containsKey("manager"));
    ApiAnswer first = api.get("/teams/" + team + "/members?limit=1").expect(200);
    ApiAnswer second = api.get("/teams/" + team + "/members?limit=1&after=" + first.next());
    assertEquals(worker, second.expect(200).items().get(0));
    assertEquals(
        1, api.get("/teams/" + team + "/members?search=WORKER").expect(200).items().size());
    String csv =
        api.with("Accept", "text/csv").get("/teams/" + team + "/members").expect(200).body();
    assertTrue(csv.contains("'=Boss"), csv);
  }

  @Test
  @DisplayName("A renamed team tells its former name; another tenant's team is unknown")
  void otherNames() throws SQLException {
    person("Formerly", "a");
    String team = api.get("/teams?search=" + name).items().get(0).getString("id");
    execute(
        "insert into provisioning.team_name (tenant_id, name_key, team_id) select tenant_id, 'nick "
            + name
            + "', id from provisioning.team where id = '"
            + team
            + "'");
    assertEquals(
        1,
        api.get("/teams/" + team + "/trend").expect(200).items().size(),
        "no days before the first figures");
    JsonObject found = api.get("/teams/" + team).expect(200).json();
    assertEquals(
        "nick " + name, found.getJsonArray("otherNames").getJsonObject(0).getString("name"));
    ApiClient other = ApiClient.of("oscorp");
    String unknown = other.get("/teams/01890000-0000-7000-8000-000000000000").expect(404).detail();
    for (String below : List.of("", "/members", "/trend")) {
      assertEquals(unknown, other.get("/teams/" + team + below).expect(404).detail());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/teams?state=gone",
        "/teams?sort=size",
        "/teams?limit=0",
        "/teams?after=x",
        "/teams?sort=people&after=cGVvcGxlCjAxODkwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMAp4",
        "/teams?format=xml",
        "/overview/days?from=yesterday",
        "/overview/days?to=2026-13-01",
        "/overview/days?from=%2B123456789-01-01"
      })
  @DisplayName("A parameter that means nothing is told, not guessed")
  void badParameters(String path) {
    api.get(path).expect(400);
  }

  @Test
  @DisplayName("A misspelt parameter is told with those there are, not taken for none")
  void unknownParameters() {
    String list = api.get("/people?Team=x").expect(400).detail();
    assertEquals(
        "Unknown parameter 'Team'. Known parameters: after, format, limit, manager, role,"
            + " search, sort, state, team, without.",
        list);
    String document = api.get("/openapi.json?pretty").expect(400).detail();
    assertEquals("Unknown parameter 'pretty'. There are no parameters.", document);
  }

  @ParameterizedTest
  @CsvSource({"/teams/x,404", "/teams/x/members,404", "/teams/X/trend,404"})
  @DisplayName("An id that is none is unknown")
  void noIds(String path, int status) {
    api.get(path).expect(status);
  }

  @Test
  @DisplayName("The overview counts now; its days are those between the given ones")
  void overview() throws SQLException {
    JsonObject before = api.get("/overview").expect(200).json();
    person("Counted", "a", "", ",\"manager\":\"nobody-" + name + "\"");
    okta.post("/Users", ScimClient.userBody(name + "-a", "")).expect(409);
    JsonObject after = api.get("/overview").expect(200).json();
    assertEquals(before.getInt("activePeople") + 1, after.getInt("activePeople"));
    assertEquals(before.getInt("pendingManagers") + 1, after.getInt("pendingManagers"));
    assertTrue(after.getInt("exchanges") >= before.getInt("exchanges") + 2, after::toString);
    assertTrue(after.getInt("refused") >= before.getInt("refused") + 1, after::toString);
    assertTrue(after.getJsonObject("findings").getInt("pendingManagers") > 0, after::toString);
    execute(
        """
        insert into provisioning.daily_metrics (tenant_id, day, active_people, inactive_people, teams, pending_managers, exchanges, refused, last_activity)
        select tenant_id, date '2020-02-01' + n, n, 0, 1, 0, 5, 1, null from provisioning.tenant, generate_series(1, 9) n
        where subdomain = 'cyberdyne' on conflict do nothing
        """);
    List<JsonObject> days =
        api.get("/overview/days?from=2020-02-03&to=2020-02-05").expect(200).items();
    assertEquals(3, days.size());
    assertEquals("2020-02-03", days.get(0).getString("day"));
    assertEquals(2, days.get(0).getInt("activePeople"));
    String csv = api.get("/overview/days?from=2020-02-03&to=2020-02-05&format=csv").body();
    assertEquals(4, csv.strip().split("\r\n", -1).length, csv);
  }

  @Test
  @DisplayName("What the reports themselves refuse is no exchange of provisioning")
  void refusedReaders() throws SQLException {
    okta.user(name);
    JsonObject before = api.get("/overview").expect(200).json();
    ApiClient.anonymous(TENANT)
        .with("Authorization", "Bearer " + RunningServer.get().token(TENANT))
        .get("/overview")
        .expect(401);
    JsonObject after = api.get("/overview").expect(200).json();
    for (String figure : List.of("exchanges", "refused", "lastExchange")) {
      assertEquals(before.get(figure), after.get(figure), figure);
    }
  }

  private List<String> paged(String sort) {
    List<JsonObject> all = new ArrayList<>();
    String after = "";
    do {
      ApiAnswer page =
          api.get("/teams?limit=1&sort=" + sort + "&search=" + name + after).expect(200);
      assertEquals(1, page.items().size(), page::toString);
      all.addAll(page.items());
      after = page.next() == null ? null : "&after=" + page.next();
    } while (after != null);
    return names(all).stream().map(team -> team.replace(" " + name, "")).toList();
  }

  private static List<String> names(List<JsonObject> teams) {
    return teams.stream().map(team -> team.getString("name")).toList();
  }

  private String person(String department, String user) {
    return person(department, user, "", "");
  }

  private String person(String department, String user, String more) {
    return person(department, user, more, "");
  }

  private String person(String department, String user, String more, String enterprise) {
    return okta.post(
            "/Users",
            ScimClient.userBody(
                name + "-" + user,
                more
                    + ",\"%s\":{\"department\":\"%s %s\"%s}"
                        .formatted(ENTERPRISE, department, name, enterprise)))
        .expect(201)
        .id();
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var update = database.createStatement()) {
      for (String statement : statements) {
        update.execute(statement);
      }
    }
  }
}
