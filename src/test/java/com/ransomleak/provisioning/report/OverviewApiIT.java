package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The overview of the reports API and its days. */
@TestTenant("cyberdyne")
class OverviewApiIT {
  private static final String TENANT = "cyberdyne";

  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private final ScimClient okta = ScimClient.of(TENANT);
  private final ApiClient api = ApiClient.of(TENANT);
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("The overview counts now; its days are those between the given ones")
  void overview() throws SQLException {
    JsonObject before = api.get("/overview").expect(200).json();
    okta.post(
            "/Users",
            ScimClient.userBody(
                name + "-a", ",\"%s\":{\"manager\":\"nobody-%s\"}".formatted(ENTERPRISE, name)))
        .expect(201);
    okta.post("/Users", ScimClient.userBody(name + "-a", "")).expect(409);
    JsonObject after = api.get("/overview").expect(200).json();
    assertEquals(before.getInt("activePeople") + 1, after.getInt("activePeople"));
    assertEquals(before.getInt("pendingManagers") + 1, after.getInt("pendingManagers"));
    assertTrue(after.getInt("exchanges") >= before.getInt("exchanges") + 2, after::toString);
    assertTrue(after.getInt("refused") >= before.getInt("refused") + 1, after::toString);
    assertTrue(after.getJsonObject("findings").getInt("pendingManagers") > 0, after::toString);
    JsonObject hour = after.getJsonObject("health").getJsonObject("lastHour");
    assertTrue(hour.getInt("requests") > hour.getInt("rejected"), after::toString);
    assertTrue(hour.getInt("rejected") > 0, after::toString);
    assertTrue(after.getJsonObject("health").containsKey("lastSuccess"), after::toString);
    ServerDatabase.run(
        """
        insert into provisioning.daily_metrics (tenant_id, day, active_people, inactive_people, teams, pending_managers, exchanges, refused, last_activity)
        select tenant_id, date '2020-02-01' + n, n, 0, 1, 0, 5, 1, null from provisioning.tenant, generate_series(1, 9) n
        where subdomain = 'cyberdyne' on conflict do nothing
        """);
    List<JsonObject> days =
        api.get("/overview/days?from=2020-02-03&to=2020-02-05").expect(200).items();
    assertEquals(3, days.size());
    assertEquals("2020-02-03", days.get(0).getString("day"));
    assertEquals(2, days.get(0).getInt("activePeople"));
    String csv = api.get("/overview/days?from=2020-02-03&to=2020-02-05&format=csv").body();
    assertEquals(4, csv.strip().split("\r\n", -1).length, csv);
  }

  @Test
  @DisplayName(
      "What the reports themselves refuse is no exchange of provisioning, and neither is a request"
          + " with an unknown token")
  void refusedReaders() {
    okta.user(name);
    JsonObject before = api.get("/overview").expect(200).json();
    ApiClient.anonymous(TENANT)
        .with("Authorization", "Bearer " + RunningServer.get().token(TENANT))
        .get("/overview")
        .expect(401);
    okta.with("Authorization", "Bearer rlscim_" + "2".repeat(64)).get("/Users").expect(401);
    JsonObject after = api.get("/overview").expect(200).json();
    for (String figure : List.of("exchanges", "refused", "lastExchange")) {
      assertEquals(before.get(figure), after.get(figure), figure);
    }
    assertEquals(after.get("lastExchange"), after.getJsonObject("health").get("lastRequest"));
  }
}
