package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiAnswer;
import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Teams and their members in the reports API. */
@TestTenant("cyberdyne")
@TestTenant("oscorp")
class TeamsApiIT {
  private static final String TENANT = "cyberdyne";

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
    ServerDatabase.run(
        "delete from provisioning.team_size where team_id = '"
            + id
            + "';insert into provisioning.team_size (tenant_id, team_id, day, people) select"
            + " tenant_id, id, (now() at time zone 'UTC')::date - 40, 7 from provisioning.team"
            + " where id = '"
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
    ServerDatabase.run(
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
  @CsvSource({"/teams/x,404", "/teams/x/members,404", "/teams/X/trend,404"})
  @DisplayName("An id that is none is unknown")
  void noIds(String path, int status) {
    api.get(path).expect(status);
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
    return okta.userIn(department + " " + name, name + "-" + user, more, enterprise);
  }
}
