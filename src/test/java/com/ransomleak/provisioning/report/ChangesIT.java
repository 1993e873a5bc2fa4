package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/v1/changes}. */
@TestTenant("monsters")
@TestTenant("weyland")
class ChangesIT {
  private final People people = new People();
  private final String name = people.name();

  @Test
  @DisplayName("A user who loses a role is listed, with the request that took it away")
  void roleLost() throws Exception {
    String ann = people.person("ann", null);
    String bo = people.person("bo", null);
    String role = People.OKTA.group("Scarers " + name, ann, bo);
    People.OKTA.patch("/Groups/" + role, "{\"op\":\"remove\",\"path\":\"members\"}").expect(204);

    List<JsonObject> lost = changes("?kind=role&change=lost&role=" + role);
    assertEquals(
        List.of(name + "ann", name + "bo"),
        lost.stream().map(change -> change.getString("person")).sorted().toList());
    JsonObject change = lost.get(0);
    assertEquals("Role lost: Scarers " + name + ".", change.getString("sentence"));
    assertEquals("Scarers " + name, change.getString("before"));
    assertEquals("scim", change.getString("source"));
    String entry = change.getString("activity");
    assertEquals(
        "PATCH /Groups/" + role,
        ServerDatabase.string(
            "select method || ' ' || path from provisioning.activity where id = ?::uuid", entry));
    assertEquals(lost, changes("?activity=" + entry));
  }

  @ParameterizedTest(name = "{0} seconds")
  @CsvSource({"45, true", "90, false"})
  @DisplayName(
      "A change leads to its entry and the entry to the change, if the transaction takes less than"
          + " a minute")
  void bothDirections(int seconds, boolean linked) throws Exception {
    String person = people.person("zoe", null);
    String entry =
        ServerDatabase.string(
            """
            with start as (select now() - make_interval(secs => %d) as at, tenant_id from provisioning.scim_user where id = '%s'),
              change as (insert into provisioning.assignment_change (tenant_id, id, at, user_id, kind, after_id, source)
                select tenant_id, provisioning.first_id_at(at), at, '%2$s', 'role', provisioning.time_ordered_id(), 'scim' from start)
            insert into provisioning.activity (tenant_id, at, actor_kind, actor, action)
            select tenant_id, at, 'provider', 'scim', 'group.updated' from start returning cast(id as text)
            """
                .formatted(seconds, person));
    List<JsonObject> ofEntry = changes("?activity=" + entry);
    JsonObject change = changes("?kind=role&person=" + person).get(0);
    assertEquals(linked ? List.of(change) : List.of(), ofEntry);
    assertEquals(linked ? entry : "", change.getString("activity", ""));
  }

  @Test
  @DisplayName("Access, teams and managers are listed too, each with its cause, newest first")
  void kinds() {
    String ann = people.person("ann", null);
    String bo =
        People.id(people.create("bo", People.block("\"department\":\"Floor " + name + "\"")));
    People.manage(bo, ann);
    People.OKTA
        .patch("/Users/" + bo, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}")
        .expect(200);
    People.OKTA
        .patch(
            "/Users/" + bo,
            "{\"op\":\"replace\",\"path\":\""
                + People.ENTERPRISE
                + ":department\",\"value\":\"Attic "
                + name
                + "\"}")
        .expect(200);

    String all = "/changes?person=" + bo;
    List<String> sentences =
        List.of(
            "Team: Floor %1$s → Attic %1$s.".formatted(name),
            "Deactivated.",
            "Manager: none → " + name + "ann.",
            "Created.");
    assertEquals(sentences, people.reports().each(all, "sentence"));
    assertEquals(sentences, people.reports().eachOfAll(all + "&limit=1", "sentence"), "in pages");
    assertEquals(
        List.of("changed", "lost", "gained", "gained"), people.reports().each(all, "change"));
    assertTrue(
        changes("?person=" + bo).stream().allMatch(change -> change.containsKey("activity")));
    assertEquals(
        List.of("Deactivated.", "Created."),
        people.reports().each(all + "&kind=access", "sentence"));
    String team = changes("?person=" + bo + "&kind=team").get(0).getString("beforeId");
    assertEquals(
        sentences.subList(0, 1), people.reports().each("/changes?team=" + team, "sentence"));
    assertEquals(
        5, ApiClient.of(People.TENANT).get(all + "&format=csv").expect(200).body().lines().count());
  }

  @Test
  @DisplayName("Only active users gain and lose access, also one who is created anew and adopted")
  void access() {
    String externalId = ",\"externalId\":\"" + name + "\"";
    String ann = People.id(people.create("ann", externalId));
    String active = "{\"op\":\"replace\",\"path\":\"active\",\"value\":%s}";
    People.OKTA.patch("/Users/" + ann, active.formatted("false")).expect(200);
    People.OKTA.post("/Users", ScimClient.userBody(name + "anne", externalId)).expect(201);
    People.OKTA.patch("/Users/" + ann, active.formatted("false")).expect(200);
    People.OKTA.delete("/Users/" + ann).expect(204);
    assertEquals(
        List.of("lost", "gained", "lost", "gained"),
        people.reports().each("/changes?kind=access&person=" + ann, "change"));
    String bo = People.id(people.create("bo", ",\"active\":false"));
    assertEquals(List.of(), changes("?person=" + bo));
  }

  @Test
  @DisplayName("Days and times limit the list; a day is meant whole")
  void periods() {
    String ann = people.person("ann", null);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    String path = "?person=" + ann;
    assertEquals(
        1, changes(path + "&from=" + today.minusDays(1) + "&to=" + today.plusDays(1)).size());
    assertEquals(0, changes(path + "&to=" + today.minusDays(1)).size());
    assertEquals(0, changes(path + "&from=" + today.plusDays(2)).size());
    assertEquals(1, changes(path + "&from=" + Instant.now().minusSeconds(3600)).size());
    assertEquals(0, changes(path + "&to=" + Instant.now().minusSeconds(3600)).size());
  }

  @Test
  @DisplayName("A deleted person keeps the userName, and a deleted role its name")
  void deleted() {
    String ann = people.person("ann", null);
    String role = People.OKTA.group("Scarers " + name, ann);
    People.OKTA.delete("/Groups/" + role).expect(204);
    People.OKTA.get("/Groups/" + role).expect(404);
    People.OKTA.delete("/Users/" + ann).expect(204);
    List<JsonObject> found = changes("?search=" + name + "ann");
    assertEquals(
        List.of(
            "Deleted.",
            "Role lost: Scarers " + name + ".",
            "Role gained: Scarers " + name + ".",
            "Created."),
        found.stream().map(change -> change.getString("sentence")).toList());
    assertTrue(found.stream().allMatch(change -> change.getBoolean("deleted")));
    assertEquals(name + "ann", found.get(0).getString("userName"));
    assertEquals(found, changes("?person=" + ann));
    assertEquals(found.subList(1, 3), changes("?role=" + role));

    String zoe = people.person("zoe", null);
    String max = people.person("max", null);
    People.manage(zoe, max);
    People.OKTA.delete("/Users/" + max).expect(204);
    assertEquals(
        List.of(
            "Manager: %smax (deleted) → none.".formatted(name),
            "Manager: none → %smax (deleted).".formatted(name)),
        people.reports().each("/changes?kind=manager&person=" + zoe, "sentence"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from=yesterday",
        "to=2026-13-01",
        "from=%2B12345-01-01",
        "kind=title",
        "change=new"
      })
  @DisplayName("A filter with an invalid value is rejected with what is expected")
  void badFilter(String filter) {
    String detail = ApiClient.of(People.TENANT).get("/changes?" + filter).expect(400).detail();
    assertTrue(detail.startsWith(filter.replaceFirst("=.*", "") + ": expected "), detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"person", "role", "team", "activity"})
  @DisplayName("An id of another tenant is unknown, in the same words")
  void foreign(String filter) throws Exception {
    ScimClient others = ScimClient.of("weyland");
    String user =
        People.id(
            others
                .post(
                    "/Users",
                    ScimClient.userBody(name, People.block("\"department\":\"Deck " + name + "\"")))
                .expect(201)
                .json());
    String id =
        switch (filter) {
          case "person" -> user;
          case "role" -> others.group("Crew " + name, user);
          case "team" ->
              ServerDatabase.string(
                  "select id from provisioning.team where name = ?", "Deck " + name);
          default ->
              ServerDatabase.string(
                  "select id from provisioning.activity where resource_id = ?", user);
        };
    ApiClient api = ApiClient.of(People.TENANT);
    assertEquals(
        api.get("/changes?" + filter + "=00000000-0000-0000-0000-000000000000").expect(404).body(),
        api.get("/changes?" + filter + "=" + id).expect(404).body());
  }

  private List<JsonObject> changes(String query) {
    return people
        .reports()
        .json("/changes" + query)
        .getJsonArray("items")
        .getValuesAs(JsonValue::asJsonObject);
  }
}
