package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** References to managers that do not resolve, in the reports API. */
@TestTenant("weyland")
class PendingManagersIT {
  private static final String TENANT = "weyland";

  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private final ScimClient okta = ScimClient.of(TENANT);
  private final ApiClient api = ApiClient.of(TENANT);
  private final String name = ScimClient.unique();

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
    assertEquals(List.of(), api.all("/pending-managers/people?search=" + name));
    for (String id : List.of(empty, tooLong)) {
      assertEquals(List.of(), api.get("/people/" + id + "/reports?depth=all").expect(200).items());
      assertEquals(List.of(), api.all("/org-chart?root=" + id));
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

    List<JsonObject> references = api.all("/pending-managers?limit=1&search=" + name);
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
        names(api.all("/pending-managers/people?limit=1&reference=" + name + "-ghost")));
    assertEquals(
        List.of(), api.all("/pending-managers/people?reference=" + name + "-nobody-names-this"));
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
        api.all("/pending-managers?search=" + name).stream()
            .map(row -> row.getString("reference"))
            .toList());
  }

  @Test
  @DisplayName("A manager who was deleted is told apart until the person is provisioned again")
  void deletedManagers() {
    String boss =
        okta.post(
                "/Users",
                ScimClient.userBody(name + "-Boss", ",\"externalId\":\"X-%s\"".formatted(name)))
            .expect(201)
            .id();
    person("a", quoted("boss"));
    person("b", "\"X-" + name + "\"");
    person("c", "\"" + boss + "\"");
    person("d", quoted("nobody"));
    okta.delete("/Users/" + boss).expect(204);
    List<JsonObject> references = api.all("/pending-managers?search=" + name);
    references.addAll(api.all("/pending-managers?search=" + boss));
    assertEquals(4, references.size());
    for (JsonObject reference : references) {
      boolean deleted = !reference.getString("reference").equals(name + "-nobody");
      assertEquals("nobody", reference.getString("reason"));
      assertEquals(deleted, reference.containsKey("deletedAt"), reference::toString);
      assertEquals(deleted, reference.getString("remedy").contains("was deleted"));
    }
    okta.post("/Users", ScimClient.userBody(name + "-boss", "")).expect(201);
    assertEquals(
        List.of("X-" + name, name + "-nobody"),
        api.all("/pending-managers?search=" + name).stream()
            .map(row -> row.getString("reference"))
            .sorted()
            .toList());
  }

  private String person(String suffix, String manager) {
    return okta.userWithManager(name + "-" + suffix, manager);
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
