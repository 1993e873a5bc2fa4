package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters of the reports API that are unknown or invalid. */
@TestTenant("weyland")
@TestTenant("cyberdyne")
class ReportParametersIT {
  private final ApiClient api = ApiClient.of("cyberdyne");
  private final String name = ScimClient.unique();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/teams?state=gone",
        "/teams?sort=size",
        "/teams?limit=0",
        "/teams?after=x",
        "/teams?sort=people&after=cGVvcGxlCjAxODkwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMAp4",
        "/teams?format=xml",
        "/overview/days?from=yesterday",
        "/overview/days?to=2026-13-01",
        "/overview/days?from=%2B123456789-01-01"
      })
  @DisplayName("A parameter that means nothing is told, not guessed")
  void badParameters(String path) {
    api.get(path).expect(400);
  }

  @Test
  @DisplayName("A misspelt parameter is told with those there are, not taken for none")
  void unknownParameters() {
    String list = api.get("/people?Team=x").expect(400).detail();
    assertEquals(
        "Unknown parameter 'Team'. Known parameters: after, columns, costCenter, country,"
            + " department, division, employeeNumber, format, limit, locality, manager,"
            + " organization, preferredLanguage, role, search, sort, state, team, timezone, title,"
            + " userType, without.",
        list);
    String document = api.get("/openapi.json?pretty").expect(400).detail();
    assertEquals("Unknown parameter 'pretty'. There are no parameters.", document);
  }

  @Test
  @DisplayName("Parameters that mean nothing are told, never a 500")
  void forgedParameters() {
    ApiClient api = ApiClient.of("weyland");
    String top = ScimClient.of("weyland").user(name);
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
            "/managers?sort=depth",
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
}
