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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everybody without a working reporting line, in the reports API. */
@TestTenant("sulaco")
class PeopleWithoutManagerIT {
  private static final ScimClient OKTA = ScimClient.of("sulaco");
  private static final ApiClient API = ApiClient.of("sulaco");
  private static final String PATH = "/people-without-manager";

  @BeforeAll
  static void people() {
    OKTA.user("head", "Head", null, "");
    OKTA.user("works", "Works", "head", "");
    OKTA.user("gone", "Gone", null, ",\"active\":false");
    OKTA.user("waits", "Waits", "ghost", "");
    OKTA.user("twin1", "Twin 1", "head", ",\"emails\":[{\"value\":\"twin@sulaco.example\"}]");
    OKTA.user("twin2", "Twin 2", "head", ",\"emails\":[{\"value\":\"twin@sulaco.example\"}]");
    OKTA.user("doubts", "Doubts", "twin@sulaco.example", "");
    OKTA.user("long", "Long", "x".repeat(300), "");
    OKTA.user("own", "Own", "own", "");
    OKTA.user("loop1", "Loop 1", "loop2", "");
    OKTA.user("loop2", "Loop 2", "loop1", "");
  }

  @Test
  @DisplayName("Everybody without a working reporting line is listed with the reason")
  void reasons() {
    List<JsonObject> rows = API.all(PATH + "?limit=3");
    assertEquals(
        Map.of(
            "head", "none",
            "gone", "none",
            "waits", "nobody",
            "doubts", "ambiguous",
            "long", "unusable",
            "own", "self",
            "loop1", "loop",
            "loop2", "loop"),
        rows.stream()
            .collect(
                Collectors.toMap(
                    row -> row.getString("userName"), row -> row.getString("reason"))));
    JsonObject doubts = API.all(PATH + "?search=doubts").get(0);
    assertEquals("2 people have this e-mail address", doubts.getString("explanation"));
    assertEquals("twin@sulaco.example", doubts.getString("reference"));
    assertEquals("Loop 2", API.all(PATH + "?search=loop1").get(0).getString("manager"));
    String csv = API.get(PATH + "?format=csv&sort=-reason").expect(200).body();
    assertEquals(9, csv.strip().split("\r\n", -1).length, csv);
    assertTrue(csv.contains("\r\n"), csv);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "reason=none, gone head",
    "reason=none&state=active, head",
    "reason=pending, doubts waits",
    "reason=nobody, waits",
    "reason=ambiguous, doubts",
    "reason=unusable, long",
    "reason=self, own",
    "reason=loop, loop1 loop2",
    "search=loop&sort=-userName, loop2 loop1"
  })
  @DisplayName("The list can be filtered by reason and state, searched and sorted")
  void filters(String query, String userNames) {
    assertEquals(
        List.of(userNames.split(" ", -1)),
        API.all(PATH + "?" + (query.contains("sort") ? query : query + "&sort=userName")).stream()
            .map(row -> row.getString("userName"))
            .toList());
  }

  @Test
  @DisplayName("An unknown reason is answered with 400")
  void unknownReason() {
    assertTrue(API.get(PATH + "?reason=bad").expect(400).body().contains("none, pending, nobody"));
  }
}
