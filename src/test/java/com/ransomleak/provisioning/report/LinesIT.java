package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiAnswer;
import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.ResourceRows;
import com.ransomleak.provisioning.server.RunningServer;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Managers, reporting lines, the org chart and references that wait, as the API tells them. */
class LinesIT {
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

    List<JsonObject> direct = all("/people/" + top + "/reports?limit=1");
    assertEquals(List.of(name + "-middle", name + "-other"), names(direct));
    List<JsonObject> below = api.get("/people/" + top + "/reports?depth=all").expect(200).items();
    assertEquals(List.of(name + "-middle", name + "-other", name + "-leaf"), names(below));
    assertEquals(List.of(1, 1, 2), below.stream().map(row -> row.getInt("level")).toList());
    assertEquals(middle, below.get(2).getString("managerId"));
    assertEquals(List.of(), api.get("/people/" + leaf + "/reports?depth=all").expect(200).items());

    List<JsonObject> managers = all("/managers?limit=1&search=" + name);
    assertEquals(List.of(name + "-top", name + "-middle"), names(managers));
    assertEquals(2, managers.get(0).getInt("directReports"));
    assertEquals(3, managers.get(0).getInt("totalReports"));
    assertEquals(2, managers.get(0).getInt("depth"));
    assertEquals(
        List.of(name + "-middle", name + "-top"), names(all("/managers?sort=name&search=" + name)));
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
      assertTrue(text.contains(",level,managerId\r\n"), text);
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

    List<JsonObject> roots = all("/org-chart?limit=7");
    assertEquals(1, roots.stream().filter(row -> row.getString("id").equals(top)).count());
    assertTrue(roots.stream().noneMatch(row -> row.getString("id").equals(middle)));
    assertTrue(roots.stream().noneMatch(row -> row.getString("id").equals(alone)));
    List<JsonObject> level = all("/org-chart?root=" + top);
    assertEquals(List.of(name + "-middle"), names(level));
    assertEquals(1, level.get(0).getInt("directReports"));
  }

  @Test
  @DisplayName("A circle of 1,000: entered once, walked once around, counted once")
  void aLongCircle() throws Exception {
    circle();
    List<JsonObject> entries =
        all("/org-chart?limit=1000").stream()
            .filter(row -> row.getString("userName").startsWith(name + "-ring"))
            .toList();
    assertEquals(1, entries.size());
    assertTrue(entries.get(0).getBoolean("cycle"));
    List<JsonObject> members = all("/managers?limit=1000&search=" + name + "-ring");
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
    assertEquals(1, all("/org-chart?root=" + entries.get(0).getString("id")).size());
  }

  @Test
  @DisplayName(
      "Who reports to themselves is not below themselves, and begins the chart as a circle")
  void oneself() {
    String own = person("own", quoted("own"));
    assertEquals(List.of(), api.get("/people/" + own + "/reports").expect(200).items());
    assertEquals(List.of(), api.get("/people/" + own + "/reports?depth=all").expect(200).items());
    assertEquals(List.of(), all("/managers?search=" + name));
    JsonObject entry =
        all("/org-chart?limit=1000").stream()
            .filter(row -> row.getString("id").equals(own))
            .findFirst()
            .orElseThrow();
    assertTrue(entry.getBoolean("cycle"));
    person("below", quoted("own"));
    assertEquals(1, all("/managers?search=" + name + "-own").get(0).getInt("totalReports"));
    assertEquals(List.of(name + "-below"), names(all("/people?manager=" + own)));
  }

  @Test
  @DisplayName(
      "Odd managers: two at once are refused with a reason; none, and too long a text, are taken")
  void oddManagers() {
    ScimAnswer two =
        okta.post(
            "/Users",
            "{\"userName\":\"%1$s-two\",\"%2$s\":{\"manager\":[{\"value\":\"a\"},{\"value\":\"b\"}]}}"
                .formatted(name, ENTERPRISE));
    assertTrue(two.expect(400).detail().contains("send one value"), two.detail());
    String empty = person("empty", "{}");
    String tooLong = person("long", "{\"value\":\"" + "y".repeat(1_000) + "\"}");
    // It can mean nobody: that is a finding, and nobody needs to wait.
    assertEquals(List.of(), all("/pending-managers/people?search=" + name));
    for (String id : List.of(empty, tooLong)) {
      assertEquals(List.of(), api.get("/people/" + id + "/reports?depth=all").expect(200).items());
      assertEquals(List.of(), all("/org-chart?root=" + id));
    }
  }

  @Test
  @DisplayName(
      "Pending: unknown and ambiguous are told apart, by which key, and who waits; gone when"
          + " mended")
  void pending() {
    person("a", quoted("ghost"));
    person("b", quoted("ghost"));
    person("c", "\"" + name + "@twins.example\"");
    person("d", "\"E-" + name + "\"");
    String first = twin("x");
    twin("y");

    List<JsonObject> references = all("/pending-managers?limit=1&search=" + name);
    assertEquals(3, references.size());
    JsonObject ghost = references.get(0);
    assertEquals(name + "-ghost", ghost.getString("reference"));
    assertEquals("nobody", ghost.getString("reason"));
    assertEquals(2, ghost.getInt("waiting"));
    assertEquals(List.of(name + "-a", name + "-b"), strings(ghost, "people"));
    JsonObject email = only(references, name + "@twins.example");
    assertEquals("ambiguous", email.getString("reason"));
    assertEquals("email", email.getString("key"));
    assertEquals(2, email.getInt("matches"));
    assertEquals("employeeNumber", only(references, "E-" + name).getString("key"));
    assertEquals(
        List.of(name + "-a", name + "-b"),
        names(all("/pending-managers/people?limit=1&reference=" + name + "-ghost")));
    assertEquals(
        List.of(), all("/pending-managers/people?reference=" + name + "-nobody-names-this"));
    String csv = api.get("/pending-managers?format=csv&search=" + name).expect(200).body();
    assertTrue(csv.contains(",ambiguous,employeeNumber,2,"), csv);

    okta.patch(
            "/Users/" + first,
            "{\"op\":\"replace\",\"path\":\"%s:employeeNumber\",\"value\":\"other\"}"
                .formatted(ENTERPRISE))
        .expect(200);
    person("ghost", null);
    assertEquals(
        List.of(name + "@twins.example"),
        all("/pending-managers?search=" + name).stream()
            .map(row -> row.getString("reference"))
            .toList());
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

  @Test
  @DisplayName("Parameters that mean nothing are told, never a 500")
  void parameters() {
    String top = person("top", null);
    String forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("-directReports\n" + top + "\nmany").getBytes(StandardCharsets.UTF_8));
    String forgedTime =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("since\n" + top + "\n2026-13-45").getBytes(StandardCharsets.UTF_8));
    for (String address :
        List.of(
            "/people/" + top + "/reports?depth=deep",
            "/people/" + top + "/reports?sort=level",
            "/managers?sort=totalReports",
            "/managers?limit=0",
            "/managers?after=nonsense",
            "/managers?after=" + forged,
            "/managers?format=pdf",
            "/pending-managers?sort=since&after=" + forgedTime,
            "/org-chart?sort=level")) {
      assertFalse(api.get(address).expect(400).detail().isEmpty(), address);
    }
    assertNull(api.get("/managers?search=%00'%25_" + name).expect(200).next());
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
    String block = manager == null ? "" : ",\"" + ENTERPRISE + "\":{\"manager\":" + manager + "}";
    return okta.post(
            "/Users",
            "{\"userName\":\"%1$s-%2$s\",\"externalId\":\"%1$s-%2$s\"%3$s}"
                .formatted(name, suffix, block))
        .expect(201)
        .id();
  }

  /** Somebody who shares an e-mail address and an employeeNumber. */
  private String twin(String suffix) {
    return okta.post(
            "/Users",
            """
            {"userName":"%1$s-%2$s","externalId":"%1$s-%2$s","emails":[{"value":"%1$s@twins.example"}],"%3$s":{"employeeNumber":"E-%1$s"}}\
            """
                .formatted(name, suffix, ENTERPRISE))
        .expect(201)
        .id();
  }

  private String quoted(String suffix) {
    return "\"" + name + "-" + suffix + "\"";
  }

  /** All pages; nobody is on two of them. */
  private List<JsonObject> all(String address) {
    List<JsonObject> items = new ArrayList<>();
    ApiAnswer page = api.get(address).expect(200);
    items.addAll(page.items());
    while (page.next() != null) {
      page =
          api.get(address + (address.contains("?") ? "&" : "?") + "after=" + page.next())
              .expect(200);
      items.addAll(page.items());
    }
    assertEquals(items.size(), new HashSet<>(items).size(), address);
    return items;
  }

  private static List<String> names(List<JsonObject> people) {
    return people.stream().map(row -> row.getString("userName")).toList();
  }

  private static List<String> strings(JsonObject row, String member) {
    return row.getJsonArray(member).getValuesAs(jakarta.json.JsonString.class).stream()
        .map(jakarta.json.JsonString::getString)
        .toList();
  }

  private static JsonObject only(List<JsonObject> references, String reference) {
    return references.stream()
        .filter(row -> row.getString("reference").equals(reference))
        .findFirst()
        .orElseThrow();
  }
}
