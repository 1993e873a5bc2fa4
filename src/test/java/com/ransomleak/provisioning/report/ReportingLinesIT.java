package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.ResourceRows;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Managers, reporting lines and the org chart in the reports API. */
@TestTenant("weyland")
class ReportingLinesIT {
  private static final String TENANT = "weyland";

  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private static final int LONG = 1000;
  private final ScimClient okta = ScimClient.of(TENANT);
  private final ApiClient api = ApiClient.of(TENANT);
  private final String name = ScimClient.unique();

  @Test
  @DisplayName(
      "A manager's direct reports come in pages, all levels whole; the span and the totals agree")
  void linesOfAManager() {
    String top = person("top", null);
    String middle = person("middle", quoted("top"));
    String leaf = person("leaf", quoted("middle"));
    person("other", quoted("top"));

    List<JsonObject> direct = api.all("/people/" + top + "/reports?limit=1");
    assertEquals(List.of(name + "-middle", name + "-other"), names(direct));
    List<JsonObject> below = api.get("/people/" + top + "/reports?depth=all").expect(200).items();
    assertEquals(List.of(name + "-middle", name + "-other", name + "-leaf"), names(below));
    assertEquals(List.of(1, 1, 2), below.stream().map(row -> row.getInt("level")).toList());
    assertEquals(middle, below.get(2).getString("managerId"));
    assertEquals(List.of(), api.get("/people/" + leaf + "/reports?depth=all").expect(200).items());

    String level = "/people/" + top + "/reports?depth=all&level=";
    assertEquals(List.of(name + "-leaf"), names(api.get(level + 2).expect(200).items()));
    api.get(level + 0).expect(400);

    List<JsonObject> managers = api.all("/managers?limit=1&search=" + name);
    assertEquals(List.of(name + "-top", name + "-middle"), names(managers));
    assertEquals(2, managers.get(0).getInt("directReports"));
    assertEquals(3, managers.get(0).getInt("totalReports"));
    assertEquals(2, managers.get(0).getInt("depth"));
    assertEquals(
        List.of(name + "-middle", name + "-top"),
        names(api.all("/managers?sort=name&search=" + name)));
    assertEquals(
        List.of(name + "-middle", name + "-top"),
        names(api.all("/managers?limit=1&sort=totalReports&search=" + name)));
    assertEquals(
        List.of(name + "-top", name + "-middle"),
        names(api.all("/managers?limit=1&sort=-totalReports&search=" + name)));
  }

  @Test
  @DisplayName("CSV is the whole list, and no name in it is a formula")
  void csv() {
    String top = person("top", null);
    okta.post(
            "/Users",
            "{\"userName\":\"%1$s-evil\",\"displayName\":\"=cmd|' /C calc'!A1\",\"%2$s\":{\"manager\":\"%1$s-top\"}}"
                .formatted(name, ENTERPRISE))
        .expect(201);
    for (String address :
        List.of(
            "/people/" + top + "/reports?depth=all&format=csv",
            "/people/" + top + "/reports?format=csv&limit=1")) {
      String text = api.get(address).expect(200).body();
      assertTrue(text.contains(",level,managerId,manager\r\n"), text);
      assertTrue(text.contains(",'=cmd|' /C calc'!A1,"), text);
    }
    String managers =
        api.with("Accept", "text/csv").get("/managers?search=" + name).expect(200).body();
    assertTrue(managers.contains(name + "-top," + name + "-top,,true,1,1,1\r\n"), managers);
  }

  @Test
  @DisplayName(
      "The org chart begins with who leads and has no line upwards, and goes down by level")
  void theChart() {
    String top = person("top", null);
    String middle = person("middle", quoted("top"));
    person("leaf", quoted("middle"));
    String alone = person("alone", null);

    List<JsonObject> roots = api.all("/org-chart?limit=7");
    assertEquals(1, roots.stream().filter(row -> row.getString("id").equals(top)).count());
    assertTrue(roots.stream().noneMatch(row -> row.getString("id").equals(middle)));
    assertTrue(roots.stream().noneMatch(row -> row.getString("id").equals(alone)));
    List<JsonObject> level = api.all("/org-chart?root=" + top);
    assertEquals(List.of(name + "-middle"), names(level));
    assertEquals(1, level.get(0).getInt("directReports"));
  }

  @Test
  @DisplayName("A circle of 1,000: entered once, walked once around, counted once")
  void aLongCircle() throws Exception {
    circle();
    List<JsonObject> entries =
        api.all("/org-chart?limit=1000").stream()
            .filter(row -> row.getString("userName").startsWith(name + "-ring"))
            .toList();
    assertEquals(1, entries.size());
    assertTrue(entries.get(0).getBoolean("cycle"));
    List<JsonObject> members = api.all("/managers?limit=1000&search=" + name + "-ring");
    assertEquals(LONG, members.size());
    assertEquals(
        members.stream().map(row -> row.getString("id")).min(String::compareTo).orElseThrow(),
        entries.get(0).getString("id"));
    for (JsonObject member : members) {
      assertEquals(LONG - 1, member.getInt("totalReports"));
      assertEquals(LONG - 1, member.getInt("depth"));
    }
    List<JsonObject> below =
        api.get("/people/" + entries.get(0).getString("id") + "/reports?depth=all")
            .expect(200)
            .items();
    assertEquals(
        IntStream.range(1, LONG).boxed().toList(),
        below.stream().map(row -> row.getInt("level")).toList());
    assertEquals(1, api.all("/org-chart?root=" + entries.get(0).getString("id")).size());
  }

  @Test
  @DisplayName(
      "Who reports to themselves is not below themselves, and begins the chart as a circle")
  void oneself() {
    String own = person("own", quoted("own"));
    assertEquals(List.of(), api.get("/people/" + own + "/reports").expect(200).items());
    assertEquals(List.of(), api.get("/people/" + own + "/reports?depth=all").expect(200).items());
    assertEquals(List.of(), api.all("/managers?search=" + name));
    JsonObject entry =
        api.all("/org-chart?limit=1000").stream()
            .filter(row -> row.getString("id").equals(own))
            .findFirst()
            .orElseThrow();
    assertTrue(entry.getBoolean("cycle"));
    person("below", quoted("own"));
    assertEquals(1, api.all("/managers?search=" + name + "-own").get(0).getInt("totalReports"));
    assertEquals(List.of(name + "-below"), names(api.all("/people?manager=" + own)));
  }

  @Test
  @DisplayName("Another tenant's manager is unknown, in the same words as one who never was")
  void anotherTenantsManager() {
    String theirs = ScimClient.of("globex").user(name + "-theirs");
    String nobody = "01890000-0000-7000-8000-000000000000";
    for (String address :
        List.of("/people/%s/reports", "/people/%s/reports?depth=all", "/org-chart?root=%s")) {
      assertEquals(
          api.get(address.formatted(nobody)).expect(404).body(),
          api.get(address.formatted(theirs)).expect(404).body());
    }
    api.get("/people/nonsense/reports").expect(404);
  }

  /** Each has the next as manager, the last the first; as the application would write them. */
  private void circle() throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement people =
            migrator.prepareStatement(
                ResourceRows.users(
                    """
                    select t.tenant_id, gen_random_uuid(),
                      jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User', urn),
                        'userName', name || n, 'externalId', name || n, 'active', true, urn, jsonb_build_object('manager', jsonb_build_object('value', name || n % ? + 1))),
                      jsonb_build_object('userName', name || n, 'externalId', name || n, 'active', true, urn || ':manager',
                        jsonb_build_object('value', name || n % ? + 1, 'valueKey', name || n % ? + 1))
                    from provisioning.tenant t, generate_series(1, ?) n,
                      cast(? as text) name, cast('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User' as text) urn
                    where t.subdomain = 'weyland'
                    """));
        PreparedStatement lines =
            migrator.prepareStatement(
                """
                update provisioning.scim_user u set manager_id = m.id from provisioning.scim_user m
                where m.tenant_id = u.tenant_id and m.external_id = u.manager_reference and u.user_name_key like ? || '%'
                """)) {
      migrator.setAutoCommit(false);
      for (int parameter = 1; parameter <= 4; parameter++) {
        people.setInt(parameter, LONG);
      }
      people.setString(5, name + "-ring");
      people.executeUpdate();
      lines.setString(1, name + "-ring");
      assertEquals(LONG, lines.executeUpdate());
      migrator.commit();
    }
  }

  private String person(String suffix, String manager) {
    return okta.userWithManager(name + "-" + suffix, manager);
  }

  private String quoted(String suffix) {
    return "\"" + name + "-" + suffix + "\"";
  }

  private static List<String> names(List<JsonObject> people) {
    return people.stream().map(row -> row.getString("userName")).toList();
  }
}
