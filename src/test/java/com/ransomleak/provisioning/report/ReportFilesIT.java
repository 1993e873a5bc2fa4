package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiAnswer;
import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Lists of the reports API as CSV files. */
@TestTenant("cyberdyne")
class ReportFilesIT {
  private static final String TENANT = "cyberdyne";

  private final ScimClient okta = ScimClient.of(TENANT);
  private final ApiClient api = ApiClient.of(TENANT);
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("Each list that is wanted as CSV in an order that it does not know is a problem")
  void badOrdersOfFiles() {
    String person = person("Odd", "a");
    String team = api.get("/teams?search=" + name).items().get(0).getString("id");
    String role = okta.group("Odd " + name, person);
    for (String list :
        List.of(
            "/people",
            "/people/" + person + "/reports",
            "/teams",
            "/teams/" + team + "/members",
            "/roles",
            "/roles/" + role + "/members",
            "/managers",
            "/org-chart",
            "/pending-managers",
            "/pending-managers/people")) {
      ApiAnswer answer = api.get(list + "?format=csv&sort=x").expect(400);
      assertTrue(answer.detail().startsWith("sort:"), answer::toString);
      assertEquals("", answer.header("Content-Disposition"));
      api.get(list + "?format=csv").expect(200);
    }
  }

  @Test
  @DisplayName("A level of the org chart and somebody's time line are files too, as on the pages")
  void theOtherFiles() {
    String boss = person("Chart", "boss", ",\"externalId\":\"" + name + "\"");
    for (String user : List.of("a", "b")) {
      person("Chart", user, "", ",\"manager\":\"" + name + "\"");
    }
    assertEquals(
        List.of(name + "-b", name + "-a"),
        api.get("/org-chart?format=csv&limit=1&sort=-userName&root=" + boss)
            .body()
            .lines()
            .skip(1)
            .map(line -> line.split(",", -1)[1])
            .toList());
    String roots = api.with("Accept", "text/csv").get("/org-chart").expect(200).body();
    assertTrue(roots.contains(boss), roots);
    okta.patch("/Users/" + boss, "{\"op\":\"replace\",\"value\":{\"title\":\"Boss\"}}").expect(200);
    String path = "/people/" + boss + "/timeline?limit=1";
    String newest = api.get(path).items().get(0).getString("sentence");
    List<String> lines = api.get(path + "&format=csv").expect(200).body().lines().toList();
    assertEquals(3, lines.size(), lines::toString);
    assertTrue(lines.get(1).contains(newest), lines::toString);
    api.get(path + "&format=x").expect(400);
  }

  private String person(String department, String user) {
    return person(department, user, "", "");
  }

  private String person(String department, String user, String more) {
    return person(department, user, more, "");
  }

  private String person(String department, String user, String more, String enterprise) {
    return okta.userIn(department + " " + name, name + "-" + user, more, enterprise);
  }
}
