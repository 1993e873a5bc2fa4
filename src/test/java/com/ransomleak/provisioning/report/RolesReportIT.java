package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiAnswer;
import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roles and who has them, and what parameters that mean nothing get. */
@TestTenant("aperture")
@TestTenant("soylent")
class RolesReportIT {
  private static final String TENANT = "soylent";

  /** Times, and what PostgreSQL does not read as a time or a number. */
  private static final List<String> INVENTED_VALUES =
      List.of(
          "not a time",
          "infinity",
          "2026-13-45 00:00:00+00",
          "2026-11-24 00:00:00+18",
          "2026-11-24 00:00:00-18",
          "0000-01-01 00:00:00+00",
          "+999999999-01-01 00:00:00+00",
          "-1",
          "9".repeat(16),
          "9".repeat(19),
          "9".repeat(30));

  private final ScimClient scim = ScimClient.of(TENANT);
  private final ApiClient api = ApiClient.of(TENANT);
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("A role tells how many people have it, active or not, and what it allows")
  void roles() {
    String active = scim.user(name + "a");
    String inactive = scim.user(name + "b");
    scim.patch("/Users/" + inactive, "{\"op\":\"replace\",\"value\":{\"active\":false}}");
    String role = scim.group("Ranks " + name, active, inactive);

    List<JsonObject> found = api.get("/roles?search=RANKS " + name).expect(200).items();
    assertEquals(1, found.size());
    assertEquals(role, found.get(0).getString("id"));
    assertEquals(1, found.get(0).getInt("activePeople"));
    assertEquals(1, found.get(0).getInt("inactivePeople"));
    assertTrue(found.get(0).getBoolean("pushAllowed"));
    assertFalse(found.get(0).getBoolean("builtIn"));
    assertTrue(found.get(0).getJsonArray("permissions").isEmpty());

    JsonObject administrator = api.get("/roles?search=administrator").items().get(0);
    assertTrue(administrator.getBoolean("builtIn"));
    assertEquals(4, administrator.getJsonArray("permissions").size());
  }

  @Test
  @DisplayName("Members come page by page, each once, in either order, with the time since when")
  void members() {
    List<String> names = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      names.add(name + i);
      ids.add(scim.user(name + i));
    }
    String role = scim.group("Pages " + name, ids.toArray(String[]::new));
    String path = "/roles/" + role + "/members";

    for (String sort : List.of("userName", "-userName", "since", "-since")) {
      List<String> seen = new ArrayList<>();
      String after = "";
      while (after != null) {
        ApiAnswer page = api.get(path + "?limit=2&sort=" + sort + "&after=" + after).expect(200);
        page.items().forEach(member -> seen.add(member.getString("userName")));
        after = page.next();
      }
      assertEquals(names, seen.stream().sorted().toList(), sort);
      assertEquals(seen, backwards(path + "?limit=2&sort=" + sort), sort);
      if (sort.endsWith("userName")) {
        assertEquals(names.get(sort.startsWith("-") ? 4 : 0), seen.get(0));
      }
    }
    JsonObject one =
        api.get(path + "?search=" + name.toUpperCase(Locale.ROOT) + "3").items().get(0);
    assertTrue(Instant.parse(one.getString("since")).isBefore(Instant.now().plusSeconds(1)));

    ApiAnswer csv = api.get(path + "?format=csv&limit=2").expect(200);
    assertEquals(6, csv.body().lines().count(), "All of them: " + csv);
    assertEquals("attachment; filename=\"role-members.csv\"", csv.header("Content-Disposition"));
    assertEquals(csv.body(), api.with("Accept", "text/csv").get(path).expect(200).body());
    assertEquals(
        "gzip",
        api.with("Accept-Encoding", "gzip")
            .send("HEAD", path + "?format=csv")
            .header("Content-Encoding"));
  }

  /** The whole list, read from its last page with {@code previous}. */
  private List<String> backwards(String list) {
    ApiAnswer page = api.get(list).expect(200);
    while (page.next() != null) {
      page = api.get(list + "&after=" + page.next()).expect(200);
    }
    List<String> seen = new ArrayList<>();
    while (page != null) {
      seen.addAll(0, page.items().stream().map(row -> row.getString("userName")).toList());
      page =
          page.previous() == null ? null : api.get(list + "&after=" + page.previous()).expect(200);
    }
    return seen;
  }

  @Test
  @DisplayName("Somebody without a displayName is shown, and found, by the formatted name")
  void formattedNames() {
    String enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    String body =
        """
        {"userName":"%1$s","name":{"formatted":"Dr. Grace %1$s-hopper"},"%2$s":{"department":"Bugs %1$s"}}\
        """
            .formatted(name, enterprise);
    String id = scim.post("/Users", body).expect(201).id();
    String role = scim.group("Named " + name, id);
    String team =
        api.get("/teams?search=Bugs%20" + name).expect(200).items().get(0).getString("id");
    for (String list : List.of("/roles/" + role + "/members", "/teams/" + team + "/members")) {
      List<JsonObject> found = api.get(list + "?search=GRACE%20" + name).expect(200).items();
      assertEquals(1, found.size(), list);
      assertEquals("Dr. Grace " + name + "-hopper", found.get(0).getString("displayName"), list);
      assertEquals(List.of(), api.get(list + "?search=nobody").expect(200).items(), list);
    }
  }

  @Test
  @DisplayName("A page that ends at a name as long as names may be has a next one")
  void longNames() {
    for (int i = 0; i < 2; i++) {
      String longest = name + "語".repeat(1024 - name.length());
      scim.post(
              "/Users",
              "{\"userName\":\"%s-long%d\",\"displayName\":\"%s\"}".formatted(name, i, longest))
          .expect(201);
    }
    String list = "/people?limit=1&sort=name&search=" + name + "-long";
    String next = api.get(list).expect(200).next();
    List<JsonObject> second = api.get(list + "&after=" + next).expect(200).items();
    assertEquals(name + "-long1", second.get(0).getString("userName"));
  }

  @Test
  @DisplayName("Another tenant's role is as unknown as one that never was")
  void unknownRoles() {
    String foreign = ScimClient.of("aperture").group("Foreign " + name);
    String body = api.get("/roles/" + foreign + "/members").expect(404).body();
    for (String id : List.of("01890000-0000-7000-8000-000000000000", "x", "%27")) {
      assertEquals(body, api.get("/roles/" + id + "/members").expect(404).body());
    }
  }

  @Test
  @DisplayName("A name that a spreadsheet would run is a text in CSV, and itself in JSON")
  void formulas() {
    String role = scim.group("=cmd|' /C calc'!A0 " + name);
    assertTrue(api.get("/roles?search=" + name + "&format=csv").body().contains(role + ",'=cmd|"));
    assertTrue(api.get("/roles?search=" + name).items().get(0).getString("name").startsWith("="));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=-1",
        "limit=abc",
        "limit=1.5",
        "sort=x",
        "sort=--name",
        "sort=%00",
        "after=junk",
        "after=%F0%28",
        "after=bmFtZQ",
        "format=xml",
        "format=%00"
      })
  @DisplayName("A parameter that means nothing is a problem that names it")
  void badParameters(String query) {
    String parameter = query.substring(0, query.indexOf('='));
    ApiAnswer answer = api.get("/roles?" + query).expect(400);
    assertTrue(answer.detail().startsWith(parameter + ":"), answer::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=2147483647",
        "limit=99999999999",
        "limit=05000",
        "search=%00",
        "search=%FF%FE",
        "search=%C3%28",
        "search=%ED%A0%80",
        "search=%25_%5C",
        "search='; drop table x; --",
        "search=\ud83d\ude00",
        "limit=1&limit=2",
        "limit=",
        "after=",
        "sort=",
        "format="
      })
  @DisplayName("What is odd is harmless")
  void oddParameters(String query) {
    api.get("/roles?" + query).expect(200);
  }

  @Test
  @DisplayName("Cursors that this server did not make for this list are rejected")
  void inventedCursors() {
    String path = "/roles/" + scim.group("Cursors " + name) + "/members";
    String timeline = "/people/" + scim.user(name) + "/timeline?limit=1";
    scim.user(name + "-second");
    String cursor = api.get("/people?sort=created&limit=1").expect(200).next();
    api.get("/people?sort=created&limit=2&after=" + cursor).expect(200);
    String changed = (cursor.startsWith("A") ? "B" : "A") + cursor.substring(1);
    api.get("/people?sort=created&after=" + changed).expect(400);
    for (String list :
        List.of(
            path + "?sort=since",
            "/people?format=json&sort=-created",
            "/people?sort=created&state=active",
            "/people?sort=created&search=" + name,
            "/people?sort=created&format=csv&state=active",
            "/teams?sort=created",
            "/pending-managers?sort=since",
            "/pending-managers/people?sort=since",
            "/roles?sort=people",
            timeline)) {
      api.get(list + "&after=" + cursor).expect(400);
      for (String value : INVENTED_VALUES) {
        api.get(list + "&after=" + unsealed(list, value)).expect(400);
      }
    }
    ApiClient other = ApiClient.of("aperture");
    ScimClient.of("aperture").user(name);
    other.get("/people?sort=created&after=" + cursor).expect(400);
  }

  @Test
  @DisplayName("Long searches are cut or rejected")
  void longSearches() {
    api.get("/roles?search=" + "x".repeat(5_000)).expect(200);
    // Payara rejects such an address itself; elsewhere it is an unknown role.
    int nul = api.get("/roles/%00/members").status();
    assertTrue(nul == 400 || nul == 404, "status " + nul);
    int status = api.get("/roles?search=" + "x".repeat(10_000)).status();
    assertTrue(status == 200 || status == 400 || status == 414, "status " + status);
  }

  private static String unsealed(String list, String value) {
    String sort = list.substring(list.lastIndexOf('=') + 1);
    String text = sort + "\n01890000-0000-7000-8000-000000000000\n" + value;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
