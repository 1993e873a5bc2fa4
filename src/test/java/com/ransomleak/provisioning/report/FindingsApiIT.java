package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Findings in the reports API. */
@TestTenant("nostromo")
class FindingsApiIT {
  private static final String TENANT = "nostromo";
  private static final ScimClient OKTA = ScimClient.of(TENANT);
  private static final ApiClient API = ApiClient.of(TENANT);

  @BeforeAll
  static void people() {
    OKTA.user("ada", "Ada", "ghost", "");
    OKTA.user("bo", "Bo", "ghost", "");
    OKTA.user("cy", "Cy", "phantom", "");
    OKTA.user("dee", "Dee", "dee", "");
    OKTA.user("eve", "Eve", "fay", "");
    OKTA.user("fay", "Fay", "eve", "");
    OKTA.user("gus", "Gus", "x".repeat(1_000), "");
    OKTA.user("hal", "Hal", "ada", ",\"active\":false");
    OKTA.user("ida", "Ida", "hal", "");
    OKTA.user("jim", "Jim", "hal", "");
    OKTA.user("kim", "Kim", "hal", ",\"active\":false");
    OKTA.user("lou", "Lou", "kim", ",\"active\":false");
    OKTA.group("Vault", "01890000-0000-7000-8000-000000000001");
  }

  @Test
  @DisplayName("The kinds with their numbers agree with the rows of each kind and the overview")
  void numbersAgree() {
    List<JsonObject> kinds = API.get("/findings").expect(200).items();
    JsonObject overview = API.get("/overview").expect(200).json().getJsonObject("findings");
    for (JsonObject kind : kinds) {
      String word = kind.getString("kind");
      List<JsonObject> rows = API.all("/findings/" + word + "?limit=2");
      assertEquals(kind.getInt("count"), rows.size(), word);
      assertEquals(kind.getInt("count"), overview.getInt(word), word);
      assertEquals(
          kind.getInt("people"), rows.stream().mapToInt(row -> row.getInt("people")).sum(), word);
      String csv = API.get("/findings/" + word + "?format=csv").expect(200).body();
      assertEquals(rows.size() + 1, csv.strip().split("\r\n", -1).length, csv);
    }
    assertEquals(overview.keySet(), words(kinds).keySet());
    String csv = API.get("/findings?format=csv").expect(200).body();
    assertTrue(csv.contains("\r\ncircles,Reporting loops,medium,1,2,"), csv);
  }

  @Test
  @DisplayName("Each kind says in words what it counts, what it means and what to do")
  void words() {
    Map<String, String> words = words(API.get("/findings").expect(200).items());
    assertEquals("2 references, 3 people", words.get("pendingManagers"));
    assertEquals("1 loop, 2 people", words.get("circles"));
    assertEquals("1 person", words.get("selfManagers"));
    assertEquals("1 member", words.get("unknownMembers"));

    JsonObject ghost = API.get("/findings/pendingManagers").expect(200).items().get(0);
    assertEquals("ghost", ghost.getString("name"));
    assertEquals("Not found", ghost.getString("detail"));
    assertEquals(2, ghost.getJsonArray("personIds").size());
    JsonObject loop = API.get("/findings/circles").expect(200).items().get(0);
    assertTrue(
        List.of("Eve → Fay → Eve", "Fay → Eve → Fay").contains(loop.getString("detail")),
        loop::toString);
    assertEquals(
        List.of("Gus"),
        API.all("/findings/unusableReferences?search=gus").stream()
            .map(row -> row.getString("name"))
            .toList());
  }

  @Test
  @DisplayName("An inactive manager is a finding with the active people who report to them")
  void inactiveManagers() {
    List<JsonObject> rows = API.all("/findings/inactiveManagers");
    assertEquals(List.of("Hal"), rows.stream().map(row -> row.getString("name")).toList());
    assertEquals(2, rows.get(0).getInt("people"));
    assertEquals("[\"Ida\",\"Jim\"]", rows.get(0).getJsonArray("names").toString());
    assertEquals("hal", rows.get(0).getString("detail"));
    assertEquals(
        "1 manager, 2 people",
        words(API.get("/findings").expect(200).items()).get("inactiveManagers"));
    assertEquals(
        List.of(),
        API.all("/people-without-manager?search=ida"),
        "Ida has a reporting line, to somebody who cannot act.");
  }

  @Test
  @DisplayName("An unknown kind is answered with 404, an unknown parameter with 400")
  void unknown() {
    API.get("/findings/nonsense").expect(404);
    API.get("/findings?kind=circles").expect(400);
    API.get("/findings/circles?kind=selfManagers").expect(400);
    API.get("/findings/circles?sort=age").expect(400);
  }

  private static Map<String, String> words(List<JsonObject> kinds) {
    return kinds.stream()
        .collect(
            Collectors.toMap(kind -> kind.getString("kind"), kind -> kind.getString("counted")));
  }
}
