package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiAnswer;
import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/v1/activity}, and who reads it. */
@TestTenant(value = "gringotts", administrator = true)
@TestTenant("sirius")
class ActivityApiIT {
  private static final String TENANT = "gringotts";

  private final ScimClient okta = ScimClient.of(TENANT);
  private final ApiClient siem = ApiClient.ofActivity(TENANT);
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("The activity is a list, newest first, with the rejected requests about a person")
  void list() {
    String id = okta.user(name);
    okta.patch("/Users/" + id, "{\"op\":\"Replace\",\"path\":\"active\",\"value\":false}")
        .expect(200);
    okta.post("/Users", ScimClient.userBody(name, "")).expect(409);
    okta.patch("/Users/" + id, "{\"op\":\"destroy\"}").expect(400);
    okta.user(name + "-other");
    List<String> sentences =
        List.of(
            "PATCH /Users was rejected: " + name,
            "POST /Users was rejected: " + name,
            name + " was deactivated",
            name + " was created");
    String path = "/activity?person=" + id;
    assertEquals(sentences, sentences(siem.get(path).expect(200)));
    assertEquals(sentences, siem.all(path + "&limit=1").stream().map(this::sentence).toList());
    assertEquals(sentences.subList(0, 2), sentences(siem.get(path + "&kind=rejected").expect(200)));
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    assertEquals(4, siem.get(path + "&from=" + today.minusDays(1)).expect(200).items().size());
    assertEquals(0, siem.get(path + "&to=" + today.minusDays(1)).expect(200).items().size());
    assertEquals(
        5, siem.get(path + "&format=csv").expect(200).body().lines().count(), "with the names");
    assertEquals(409, siem.get(path).items().get(1).getInt("status"));
    assertEquals("uniqueness", siem.get(path).items().get(1).getString("scimType"));
  }

  @Test
  @DisplayName("Each token reads what it is for; a session needs View Activity")
  void access() {
    ApiClient reports = ApiClient.of(TENANT);
    for (String path : List.of("/activity", "/activity/feed")) {
      assertTrue(
          reports.get(path).expect(401).detail().contains("report token, which does not read"));
      ApiAnswer none = ApiClient.anonymous(TENANT).get(path).expect(401);
      assertEquals("Bearer realm=\"activity\"", none.header("WWW-Authenticate"));
      ApiAnswer scim =
          siem.with("Authorization", "Bearer " + RunningServer.get().token(TENANT))
              .get(path)
              .expect(401);
      assertTrue(scim.detail().contains("Activity access"), scim::toString);
      siem.with("Host", RunningServer.get().host("sirius")).get(path).expect(401);
    }
    assertTrue(siem.get("/roles").expect(401).detail().contains("activity token, which reads no"));
    okta.with("Authorization", "Bearer " + ApiClient.activityToken(TENANT))
        .get("/Users")
        .expect(401);

    ConsoleClient administrator = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    String viewer = name + "-viewer";
    administrator.grant(
        "VIEW_ACTIVITY", "/admin/roles/role?id=" + okta.group(viewer, okta.user(viewer)));
    session(viewer).get("/activity").expect(200);
    session(viewer).get("/activity/feed").expect(200);
    assertTrue(session(viewer).get("/roles").expect(403).detail().contains("View Reports"));
    String reader = name + "-reader";
    administrator.grant(
        "VIEW_REPORTS", "/admin/roles/role?id=" + okta.group(reader, okta.user(reader)));
    assertTrue(session(reader).get("/activity").expect(403).detail().contains("View Activity"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "~/v1/activity;x=1",
        "~/v1;x=1/activity",
        "~//v1//activity",
        "~/v1/%61ctivity",
        "~/v1/activity%2ffeed",
        "~/v1/activity/",
        "~/v1/activity/feed;x",
        "~/v1/roles/../activity",
        "~/v1/./activity"
      })
  @DisplayName("However the path is written, a report token does not read the activity")
  void noWayAround(String path) {
    okta.user(name);
    ApiAnswer answer = ApiClient.of(TENANT).get(path);
    assertTrue(answer.status() >= 400 && answer.status() < 500, answer::toString);
  }

  @Test
  @DisplayName("A filter with an invalid value is rejected; a foreign person is unknown")
  void badFilters() {
    for (String filter : List.of("kind=x", "from=x", "to=x")) {
      String detail = siem.get("/activity?" + filter).expect(400).detail();
      assertTrue(detail.startsWith(filter.replace("=x", ": expected ")), detail);
    }
    siem.get("/activity?person=" + ScimClient.of("sirius").user(name)).expect(404);
    String period = siem.get("/activity?from=2026-02-01&to=2026-01-31").expect(400).detail();
    assertEquals("from, to: expected from before to.", period);
    siem.get("/activity?from=2026-02-01&to=2026-02-01").expect(200);
    siem.get("/activity?person=x").expect(404);
    siem.get("/activity?after=x").expect(400);
    siem.get("/activity?order=asc").expect(400);
  }

  private ApiClient session(String userName) {
    return ApiClient.anonymous(TENANT)
        .with("Cookie", ConsoleClient.at(TENANT).signedIn(userName).cookie());
  }

  private List<String> sentences(ApiAnswer answer) {
    return answer.items().stream().map(this::sentence).toList();
  }

  private String sentence(JsonObject entry) {
    return entry.getString("sentence");
  }
}
