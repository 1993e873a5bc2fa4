package com.ransomleak.provisioning.org;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of departments where the configuration says more: cyberdyne has aliases and archives
 * quickly, in oscorp departments make no teams.
 */
@TestTenant(
    value = "cyberdyne",
    settings = {
      "team-aliases=R&D=Research & Development;T 800=Skynet;T 1000=Genisys",
      "archive-empty-teams-after=PT2S"
    })
@TestTenant(
    value = "oscorp",
    settings = {"create-teams=false", "team-aliases=Lab=Laboratory"})
class TeamsIT {
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private final ScimClient cyberdyne = ScimClient.of("cyberdyne");
  private final ScimClient oscorp = ScimClient.of("oscorp");
  private final String name = ScimClient.unique();

  @AfterAll
  static void everybodyIsWhereTheirDepartmentSays() throws Exception {
    String check =
        Files.readString(ProjectFiles.file("db", "checks", "teams_are_what_departments_say.sql"));
    Eventually.holds("the check finds nothing", () -> assertNull(one(check)));
  }

  @Test
  @DisplayName("An alias leads to its team, made when new; the next time it is one look")
  void aliases() throws SQLException {
    String byAlias = person(cyberdyne, "r&d");
    String byName = person(cyberdyne, "Research  & DEVELOPMENT");
    assertEquals(team(byName), team(byAlias));
    assertEquals("Research & Development", teamName(byAlias), "as the configuration spells it");
    assertEquals(
        "t",
        one(
            "select n.alias from provisioning.team_name n join provisioning.scim_user u on"
                + " u.tenant_id = n.tenant_id and u.team_id = n.team_id where n.name_key = 'r&d'"
                + " and u.id = '%s'",
            byAlias));
  }

  @Test
  @DisplayName("An alias that went frees its name; one that came takes it over, and its people too")
  void aliasesFollowTheConfiguration() throws Exception {
    String stale = person(cyberdyne, "Stale " + name);
    String other = person(cyberdyne, "Other " + name);
    // As if the former configuration had said: Stale = Other, and nothing of T 800.
    execute(
        "update provisioning.team_name set team_id = '%s', alias = true where name_key = 'stale"
            + " %s'",
        team(other), name);
    execute(
        """
        with made as (insert into provisioning.team (tenant_id, id, name, name_key)
          select tenant_id, gen_random_uuid(), 'T 800', 't 800' from provisioning.tenant where subdomain = 'cyberdyne'
          on conflict do nothing returning *)
        insert into provisioning.team_name (tenant_id, name_key, team_id) select tenant_id, name_key, id from made\
        """);
    String robot = person(cyberdyne, "T 800");
    Eventually.holds(
        "all are where the configuration says",
        () -> {
          assertEquals("Stale " + name, teamName(stale));
          assertEquals("Skynet", teamName(robot));
        });
    assertEquals("Skynet", teamName(person(cyberdyne, "t  800")));
    assertTrue(timerSays("cyberdyne", "PEOPLE_MOVED"));
  }

  @Test
  @DisplayName("Where departments make no teams the write succeeds, says so, and is a finding")
  void noTeamsByDepartments() throws SQLException {
    String user = person(oscorp, "Goblins " + name);
    assertNull(team(user));
    assertTrue(consequences(user).contains("DEPARTMENT_WITHOUT_TEAM"), consequences(user));
    String byAlias = person(oscorp, "Lab");
    assertNull(team(byAlias), "the alias' team is not there either");
  }

  @Test
  @DisplayName("An empty team is archived after a while, and back when somebody joins")
  void emptyTeams() throws Exception {
    String user = person(cyberdyne, "Empty " + name);
    String team = team(user);
    cyberdyne.delete("/Users/" + user).expect(204);
    Eventually.holds("archived", () -> assertNotNull(archived(team)));
    assertTrue(timerSays("cyberdyne", "TEAMS_ARCHIVED"));
    String next = person(cyberdyne, "empty " + name);
    assertEquals(team, team(next));
    assertNull(archived(team));
    assertTrue(
        consequences(next).contains("{\"TEAM_RESTORED\": [\"Empty " + name + "\"]}"),
        consequences(next));
  }

  @Test
  @DisplayName("A team that was archived in the moment somebody joined is back by itself")
  void archivedWhileSomebodyJoined() throws Exception {
    String team = team(person(cyberdyne, "Hasty " + name));
    execute(
        "update provisioning.team set archived_at = now(), empty_since = now() where id = '%s'",
        team);
    Eventually.holds("back", () -> assertNull(archived(team)));
  }

  @Test
  @DisplayName("People whom two writes at once left without their team join it later")
  void orphans() throws Exception {
    String user = person(cyberdyne, "Orphans " + name);
    String team = team(user);
    execute("update provisioning.scim_user set team_id = null where id = '%s'", user);
    Eventually.holds("joined", () -> assertEquals(team, team(user)));
    assertEquals(
        "timer",
        one(
            "select source from provisioning.assignment_change where kind = 'team' and user_id ="
                + " '%s' order by id desc limit 1",
            user));
  }

  @Test
  @DisplayName("Departments that waited get a team once they may make one")
  void departmentsThatWaited() throws Exception {
    String user = person(cyberdyne, "Waiting " + name);
    String team = team(user);
    execute("update provisioning.scim_user set team_id = null where id = '%s'", user);
    execute("delete from provisioning.team where id = '%s'", team);
    Eventually.holds("made", () -> assertEquals("Waiting " + name, teamName(user)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\\t\\u00a0\\u2003 ", "\\u3000"})
  @DisplayName("A department of blanks is none")
  void blanks(String department) throws SQLException {
    assertNull(team(person(cyberdyne, department)));
  }

  @Test
  @DisplayName("A department of 5,000 characters is refused, one of 256 makes a team")
  void longDepartments() throws SQLException {
    ScimAnswer refused =
        cyberdyne
            .post("/Users", body(ScimClient.unique(), "x".repeat(5_000)))
            .expect(400, "invalidValue");
    assertTrue(refused.detail().contains("department"), refused.detail());
    // Three bytes each, and no repetition that could be compressed.
    String longest =
        name
            + IntStream.range(0, 256 - name.length())
                .mapToObj(i -> Character.toString(0x4e00 + i * 7919 % 20_000))
                .collect(Collectors.joining());
    assertEquals(longest, teamName(person(cyberdyne, longest)));
  }

  @Test
  @DisplayName("Unicode composition, case and white space make no other team")
  void spellings() throws SQLException {
    String team = team(person(cyberdyne, "Ångström Café " + name));
    for (String spelling :
        List.of(
            "A\u030angstro\u0308m Cafe\u0301 %s",
            "\u212bNGSTRÖM CAFÉ %s", "  ångström\\u00a0 café\\n%s ")) {
      assertEquals(team, team(person(cyberdyne, spelling.formatted(name))), spelling);
    }
  }

  @Test
  @DisplayName("Many requests that create one team at once end with one")
  void atOnce() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> requests = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        String department = (i % 2 == 0 ? "Crowd " : "CROWD  ") + name;
        requests.add(() -> team(person(cyberdyne, department)));
      }
      List<String> teams = new ArrayList<>();
      for (var answer : clients.invokeAll(requests)) {
        teams.add(answer.get());
      }
      assertEquals(1, List.copyOf(new java.util.HashSet<>(teams)).size(), teams::toString);
    } finally {
      clients.shutdownNow();
    }
  }

  private static String person(ScimClient client, String department) {
    return client.post("/Users", body(ScimClient.unique(), department)).expect(201).id();
  }

  private static String body(String userName, String department) {
    return ScimClient.userBody(
        userName, ",\"%s\":{\"department\":\"%s\"}".formatted(ENTERPRISE, department));
  }

  private static String team(String user) throws SQLException {
    return one("select team_id from provisioning.scim_user where id = '%s'", user);
  }

  private static String teamName(String user) throws SQLException {
    return one(
        "select t.name from provisioning.scim_user u join provisioning.team t on t.tenant_id ="
            + " u.tenant_id and t.id = u.team_id where u.id = '%s'",
        user);
  }

  private static String archived(String team) throws SQLException {
    return one("select archived_at from provisioning.team where id = '%s'", team);
  }

  private static String consequences(String user) throws SQLException {
    return one(
        "select consequences from provisioning.activity where resource_id = '%s' order by id limit"
            + " 1",
        user);
  }

  private static boolean timerSays(String tenant, String what) throws SQLException {
    return one(
            "select 1 from provisioning.activity a join provisioning.tenant t using (tenant_id)"
                + " where t.subdomain = '%s' and a.action = 'teams.maintained' and"
                + " a.consequences::text like '%' || '%s' || '%' limit 1",
            tenant, what)
        != null;
  }

  private static String one(String question, Object... parameters) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query = database.createStatement();
        var row = query.executeQuery(filled(question, parameters))) {
      return row.next() ? row.getString(1) : null;
    }
  }

  /** With a parameter, none of which is hostile, in place of each %s. */
  private static String filled(String sql, Object... parameters) {
    String text = sql;
    for (Object parameter : parameters) {
      text = text.replaceFirst("%s", Matcher.quoteReplacement(parameter.toString()));
    }
    return text;
  }

  private static void execute(String statement, Object... parameters) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var update = database.createStatement()) {
      update.execute(filled(statement, parameters));
    }
  }
}
